"""Added signers: before, beside and after one's own decision, and taken out again."""

import pytest

from liuwan_process.engine import acts, signers
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.support_for_tests import (
	acts_of,
	as_user,
	begin,
	do,
	only_task,
	open_people,
	person,
	run_of,
	step,
	task_of,
	two_steps,
)
from tests.factories import ensure_demo


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def add(login: str, instance: str, how: str, *users: str, **more) -> dict:
	return as_user(login, signers.add, only_task(login, instance), [person(u) for u in users], how, **more)


class TestBefore:
	def test_who_asked_waits_for_the_opinion_and_then_decides(self):
		instance = two_steps()
		task = only_task("office", instance)
		add("office", instance, "Before", "hr", comment="Is the post free?")
		assert open_people(instance) == ["hr"]
		with pytest.raises(EngineError, match="waits for the opinion of 程学勤"):
			as_user("office", acts.decide, task, "Approve")
		do("hr", instance, "Refuse", comment="It is not")
		assert run_of(instance).status == "Running"
		assert open_people(instance) == ["office"]
		do("office", instance)
		assert open_people(instance) == ["safety"]

	def test_all_opinions_are_waited_for(self):
		instance = two_steps()
		add("office", instance, "Before", "hr", "production")
		do("hr", instance)
		assert open_people(instance) == ["production"]
		do("production", instance)
		assert open_people(instance) == ["office"]

	def test_the_limit_stands_still_meanwhile(self):
		one = step("one", user="office", limit={"amount": 2, "unit": "hours"})
		instance = begin("T-WAIT", [one], ["start>one Submit", "one>end"])
		task = only_task("office", instance)
		add("office", instance, "Before", "hr")
		waiting = task_of(task)
		assert (waiting.status, waiting.warn_on, bool(waiting.paused_on)) == ("Waiting", None, True)
		due = waiting.due_on
		do("hr", instance)
		resumed = task_of(task)
		assert (resumed.status, resumed.paused_on) == ("Open", None)
		assert resumed.due_on > due and resumed.warn_on == resumed.due_on


class TestBeside:
	def test_both_have_to_approve(self):
		instance = two_steps()
		add("office", instance, "Beside", "hr")
		assert open_people(instance) == ["hr", "office"]
		do("office", instance)
		assert open_people(instance) == ["hr"]
		do("hr", instance)
		assert open_people(instance) == ["safety"]

	def test_in_any_order(self):
		instance = two_steps()
		add("office", instance, "Beside", "hr")
		do("hr", instance)
		do("office", instance)
		assert open_people(instance) == ["safety"]

	def test_the_added_ones_refusal_refuses(self):
		instance = two_steps()
		add("office", instance, "Beside", "hr")
		do("office", instance)
		assert do("hr", instance, "Refuse", comment="No")["status"] == "Refused"

	def test_one_of_several_is_enough_but_the_added_one_is_waited_for(self):
		instance = begin(
			"T-ANY-BESIDE", [step("one", user=("office", "finance"))], ["start>one Submit", "one>end"]
		)
		add("office", instance, "Beside", "hr")
		do("finance", instance)
		assert open_people(instance) == ["hr"]
		assert do("hr", instance)["status"] == "Completed"

	def test_required_fields_are_asked_of_the_steps_own_people_only(self):
		one = step("one", user="office", fields={"note": "require"})
		fields = [{"name": "note", "label": "Note", "type": "Data"}]
		first = {"fields": {"note": "hide"}}
		instance = begin("T-REQ-BESIDE", [one], ["start>one Submit", "one>end"], fields=fields, start=first)
		add("office", instance, "Beside", "hr")
		do("hr", instance)
		with pytest.raises(EngineError, match="Note"):
			do("office", instance)
		assert do("office", instance, values={"note": "Seen"})["status"] == "Completed"


class TestAfter:
	def test_mine_counts_and_the_added_one_decides_after_me(self):
		instance = two_steps()
		add("office", instance, "After", "hr", comment="Fine for me")
		assert open_people(instance) == ["hr"]
		do("hr", instance)
		assert open_people(instance) == ["safety"]
		assert acts_of(instance) == ["Start", "Add Signer", "Decide"]

	def test_who_refuses_asks_nobody(self):
		instance = two_steps()
		with pytest.raises(EngineError, match="asks nobody after"):
			add("office", instance, "After", "hr", action="Refuse")

	def test_whom_an_added_signer_asks_first_is_waited_for_when_the_step_has_been_decided(self):
		instance = two_steps()
		add("office", instance, "Beside", "hr")
		add("hr", instance, "Before", "production")
		do("office", instance)
		assert open_people(instance) == ["production"]
		do("production", instance)
		assert open_people(instance) == ["hr"]
		do("hr", instance)
		assert open_people(instance) == ["safety"]


class TestRemoval:
	def test_who_asked_takes_the_question_back(self):
		instance = two_steps()
		add("office", instance, "Before", "hr")
		added = only_task("hr", instance)
		with pytest.raises(NotYours, match="Only who asked"):
			as_user("hr", signers.remove, added)
		as_user("office", signers.remove, added, "Found it myself")
		assert open_people(instance) == ["office"]

	def test_without_the_added_one_the_decision_holds(self):
		instance = two_steps()
		add("office", instance, "After", "hr")
		as_user("office", signers.remove, only_task("hr", instance))
		assert open_people(instance) == ["safety"]

	def test_a_task_of_ones_own_is_no_added_one(self):
		instance = two_steps()
		with pytest.raises(EngineError, match="no task of an added signer"):
			as_user("office", signers.remove, only_task("office", instance))


@pytest.mark.parametrize(
	("how", "users", "message"),
	[
		("Sideways", ["hr"], "before you, beside you or after you"),
		("Beside", [], "choose whom"),
		("Beside", ["office"], "cannot be added"),
		("Beside", ["nobody"], "cannot be added"),
	],
)
def test_a_wrong_question_is_refused_and_nothing_is_written(how, users, message):
	instance = two_steps()
	with pytest.raises(EngineError, match=message):
		add("office", instance, how, *users)
	assert acts_of(instance) == ["Start"]


def test_nobody_is_added_twice():
	instance = two_steps()
	add("office", instance, "Beside", "hr")
	with pytest.raises(EngineError, match="already has this task"):
		add("office", instance, "Beside", "hr")


def test_nobody_is_added_whose_turn_is_still_to_come():
	sign = step("sign", user=("office", "hr"), completion={"rule": "in_turn"})
	instance = begin("T-TURN-ADD", [sign], ["start>sign Submit", "sign>end"])
	with pytest.raises(EngineError, match="程学勤 decides in this step anyway"):
		add("office", instance, "Beside", "hr")


def test_an_added_task_is_not_transferred_to_whose_turn_is_still_to_come():
	sign = step("sign", user=("office", "finance", "hr"), completion={"rule": "in_turn"})
	instance = begin("T-TURN-GIVE", [sign], ["start>sign Submit", "sign>end"])
	add("office", instance, "After", "director")
	with pytest.raises(EngineError, match="程学勤 decides in this step anyway"):
		as_user("director", acts.transfer, only_task("director", instance), person("hr"))
	assert open_people(instance) == ["director", "finance"]


def test_weights_decide():
	rules = [
		{"rule": "users", "users": [person("director")], "weight": 3},
		{"rule": "users", "users": [person("hr"), person("finance")], "weight": 1},
	]
	sign = step("sign", participants=rules, completion={"rule": "weighted", "value": 60, "refusal": "counts"})
	ways = ["start>sign Submit", "sign>end"]
	instance = begin("T-WEIGHT", [sign], ways)
	assert open_people(instance) == ["director", "finance", "hr"]
	do("hr", instance)
	do("finance", instance)
	assert run_of(instance).status == "Running"
	assert do("director", instance)["status"] == "Completed"
	instance = begin("T-WEIGHT", [sign], ways)
	assert do("director", instance)["status"] == "Completed"
	instance = begin("T-WEIGHT", [sign], ways)
	assert do("director", instance, "Refuse", comment="No")["status"] == "Refused"
