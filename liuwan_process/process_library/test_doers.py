"""Who stands behind a step: nobody whom the engine could find for some run is missing, and what it costs to know."""

import dataclasses

import frappe
import pytest

from liuwan_process.definition.model import Completion, Definition, Participant, Step
from liuwan_process.engine import people
from liuwan_process.process_library.doers import Registry
from tests.factories import counted_statements, ensure_demo, person

TEAM = "Fully Mechanised Mining Team 1"
CLERK = "Personnel Clerk - Labour and Personnel Section"
DIRECTOR = "Director - Mine Leadership"

FREE_OF_THE_FORM = [
	Participant("process_role", role="Unit Head", scope="initiator_unit"),
	Participant("process_role", role="Branch Office Manager", scope="initiator_unit"),
	Participant("process_role", role="Branch Office Manager", scope="unit", unit="Branch Office"),
	Participant("process_role", role="Expert Reviewer"),
	Participant("position", position=CLERK),
	Participant("head_of_initiator_unit"),
	Participant("head_of_initiator_unit", levels=2),
	Participant("superior_of_initiator"),
	Participant("superior_of_initiator", levels=2),
	Participant("heads_up_to", position=DIRECTOR),
	Participant("users", users=("nobody@liuwan.example",)),
]


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def definition(*steps: Step) -> Definition:
	return Definition("BO-LEAVE", "Leave", 1, "Leave", (), steps, ())


def behind(*rules: Participant, **more):
	step = Step("s", "S", "approval", participants=rules, **more)
	return Registry().doers(definition(step), step)


def logins(doers) -> set[str]:
	users = frappe.get_all("Staff Member", {"name": ("in", [*doers.staff])}, pluck="user")
	return {user.split("@")[0] for user in users if user}


@pytest.mark.parametrize("rule", FREE_OF_THE_FORM)
def test_it_is_just_whom_the_engine_finds_for_one_employee_or_another(rule):
	step = Step("s", "S", "approval", participants=(rule,))
	found: set[str] = set()
	for user, unit in frappe.get_all(
		"Staff Member", {"status": "Active", "user": ("is", "set")}, ["user", "org_unit"], as_list=True
	):
		found |= set(people.resolve(step, people.Asking(initiator=user, unit=unit, process="BO-LEAVE")))
	assert logins(behind(rule)) == {user.split("@")[0] for user in found}


def test_a_person_acts_in_the_position_of_the_unit_they_head():
	doers = behind(Participant("unit_field_head", field="unit"))
	assert {"team1", "director"} <= logins(doers)
	assert DIRECTOR in doers.posts


@pytest.mark.parametrize("rule", ["initiator", "user_field", "lead_person"])
def test_some_rules_may_find_any_employee(rule):
	doers = behind(Participant(rule, field="who"))
	assert doers.everybody and not doers.staff


def test_who_did_another_step_is_whoever_stands_behind_that_one():
	first = Step("a", "A", "task", participants=(Participant("position", position=CLERK),))
	second = Step("b", "B", "task", participants=(Participant("actor_of_step", step="a"),))
	circle = dataclasses.replace(first, participants=(Participant("actor_of_step", step="a"),))
	assert logins(Registry().doers(definition(first, second), second)) == {"hr2"}
	assert not Registry().doers(definition(circle), circle)


def test_rules_after_one_that_always_finds_somebody_are_not_reached_unless_all_are_weighed():
	sure = Participant("position", position=CLERK)
	other = Participant("users", users=(person("office"),))
	assert logins(behind(sure, other)) == {"hr2"}
	assert logins(behind(sure, other, completion=Completion("weighted", 50))) == {"hr2", "office"}


def test_a_vacant_position_is_told_and_the_next_rule_takes_its_place():
	vacant = frappe.get_doc({"doctype": "Position", "position_name": "Vacant Post", "org_unit": TEAM}).insert(
		ignore_permissions=True
	)
	try:
		doers = behind(
			Participant("position", position=vacant.name), Participant("users", users=(person("office"),))
		)
		assert vacant.name in doers.posts and logins(doers) == {"office"}
	finally:
		frappe.delete_doc("Position", vacant.name, ignore_permissions=True)


def test_many_steps_cost_no_more_statements_than_one():
	steps = [
		Step(f"s{i}", f"S{i}", "approval", participants=(rule,)) for i, rule in enumerate(FREE_OF_THE_FORM)
	]
	with counted_statements() as statements:
		registry = Registry()
		for step in steps:
			registry.doers(definition(*steps), step)
	assert len(statements) <= 7
