"""Approved leave: whoever is away has somebody who stands in."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from liuwan_process.engine import acts
from liuwan_process.engine.start import start
from liuwan_process.engine.support_for_tests import acts_of, as_user, begin, open_people, person, step
from tests.factories import LEAVE, ensure_demo, only_task, signed_in


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()
	yield
	frappe.db.rollback()
	frappe.db.delete("Delegation")
	frappe.db.commit()


def days(first: int = 0, last: int = 1) -> dict:
	"""A form of leave whose days are so many after today."""
	return {**LEAVE, "days": 1, "first_day": add_days(today(), first), "last_day": add_days(today(), last)}


def leave(**values) -> str:
	"""A leave of one day, granted by the branch office manager."""
	with signed_in("sales1"):
		instance = start("BO-LEAVE", {**days(), **values})["instance"]
	as_user("branch", acts.decide, only_task("branch", instance), "Approve")
	return instance


def delegation_of(instance: str) -> dict:
	return frappe.db.get_value("Delegation", {"instance": instance}, "*", as_dict=True)


def test_the_person_named_in_the_form_stands_in_and_gets_the_tasks():
	instance = leave(stand_in=person("sales.vp"))
	made = delegation_of(instance)
	assert (made.delegator, made.delegate, made.enabled) == (person("sales1"), person("sales.vp"), 1)
	assert made.to_time.date() == (now_datetime() + timedelta(days=2)).date()
	assert acts_of(instance) == ["Start", "Decide", "Delegate"]
	one = step("one", user="sales1")
	assert open_people(begin("T-ABSENT", [one], ["start>one Submit", "one>end"])) == ["sales.vp"]


def test_without_a_name_the_superior_stands_in():
	superior = frappe.db.get_value("Staff Member", {"user": person("sales1")}, "superior")
	assert delegation_of(leave()).delegate == frappe.db.get_value("Staff Member", superior, "user")


def test_an_absence_that_is_over_and_one_that_is_refused_make_nobody_stand_in():
	over = leave(**days(-3, -2))
	assert delegation_of(over) is None
	with signed_in("sales1"):
		refused = start("BO-LEAVE", days())["instance"]
	as_user("branch", acts.decide, only_task("branch", refused), "Refuse", "Too many are away")
	assert delegation_of(refused) is None


def test_a_stand_in_who_cannot_be_keeps_the_leave_from_nothing():
	leave(stand_in=person("sales.vp"))
	second = leave(stand_in=person("branch"))
	assert frappe.db.get_value("Process Instance", second, "status") == "Completed"
	assert delegation_of(second) is None
	assert "Skip" in acts_of(second)
