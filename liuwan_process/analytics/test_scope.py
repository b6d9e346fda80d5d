"""Personal data in reports follows the reader's org unit."""

import frappe
import pytest

from liuwan_process.analytics import scope
from liuwan_process.analytics.choices import people, steps
from tests.factories import counted_statements, ensure_demo, person, signed_in


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


@pytest.mark.parametrize("who", ["Administrator", "office", "supervision", "director", "hr", "hr2"])
def test_office_supervision_leaders_and_personnel_see_all_units(who):
	with signed_in(who):
		assert scope.reader_units() is None
		assert scope.scope_note() == ""


def test_a_manager_sees_the_own_unit_and_those_below():
	assert scope.reader_units(person("production")) == ["Production Section"]
	assert scope.reader_units(person("safety")) == ["Safety Supervision Office", "Information Desk"]


def test_a_manager_also_sees_units_that_he_heads():
	staff = frappe.db.get_value("Staff Member", {"user": person("production")})
	frappe.db.set_value("Org Unit", "Production Teams", "head", staff)

	units = scope.reader_units(person("production"))

	assert {"Production Section", "Production Teams", "Fully Mechanised Mining Team 1"} <= set(units)
	assert "Finance Section" not in units


def test_a_manager_who_has_left_sees_nothing():
	frappe.db.set_value("Staff Member", {"user": person("production")}, "status", "Departed")
	assert scope.reader_units(person("production")) == []


@pytest.mark.parametrize("who", ["promotion", "miner1", "branch", "Guest"])
def test_others_see_no_unit(who):
	with signed_in(who):
		assert scope.reader_units() == []


def test_the_units_of_a_manager_cost_one_statement():
	frappe.get_roles(person("sales.vp"))
	with counted_statements() as statements:
		scope.own_units(person("sales.vp"))
	assert len(statements) == 1


def test_filters_offer_the_people_of_the_readers_units():
	with signed_in("production"):
		assert {row["value"] for row in people()} == {person("production"), person("promotion")}
	with signed_in("hr"):
		assert [row["label"] for row in people("张永强")] == ["张永强"]


def test_filters_offer_the_steps_that_people_act_in():
	with signed_in("hr"):
		assert [row["value"] for row in steps(process="BO-LEAVE")][:3] == [
			"request",
			"certificate",
			"manager",
		]


@pytest.mark.parametrize("who", ["promotion", "miner1", "Guest"])
def test_filters_offer_nothing_to_who_may_see_no_report(who):
	for choice in (people, steps):
		with signed_in(who), pytest.raises(frappe.PermissionError):
			choice()
