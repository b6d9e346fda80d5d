"""Taking back what one has just sent."""

import frappe
import pytest

from liuwan_process.engine import acts, inbox, signers
from liuwan_process.engine.errors import EngineError, NotYours, StaleTask
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
from liuwan_process.engine.take_back import take_back
from tests.factories import ensure_demo


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def decided() -> tuple[str, str]:
	instance = two_steps()
	task = only_task("office", instance)
	do("office", instance)
	return instance, task


def test_the_task_is_open_again_and_the_next_one_is_gone():
	instance, task = decided()
	as_user("office", take_back, task, "Wrong button")
	assert open_people(instance) == ["office"]
	assert task_of(task).action is None
	assert run_of(instance).current_steps == "One"
	assert acts_of(instance) == ["Start", "Decide", "Take Back"]
	do("office", instance)
	assert do("safety", instance)["status"] == "Completed"


def test_not_once_the_next_person_has_opened_it():
	instance, task = decided()
	inbox.mark_seen(only_task("safety", instance), person("safety"))
	with pytest.raises(StaleTask, match="already opened"):
		as_user("office", take_back, task)


def test_not_once_somebody_has_gone_on():
	steps = [step("one", user="office"), step("two", user="safety"), step("three", user="finance")]
	instance = begin("T-THREE", steps, ["start>one Submit", "one>two", "two>three", "three>end"])
	task = only_task("office", instance)
	do("office", instance)
	do("safety", instance)
	with pytest.raises(StaleTask, match="gone on"):
		as_user("office", take_back, task)


def test_only_by_who_did_it():
	_instance, task = decided()
	for stranger in ("safety", "miner1"):
		with pytest.raises(NotYours):
			as_user(stranger, take_back, task)


def test_not_after_the_end():
	instance, _task = decided()
	last = only_task("safety", instance)
	do("safety", instance)
	with pytest.raises(EngineError, match="nothing can be done"):
		as_user("safety", take_back, last)


def test_a_return_is_taken_back_too():
	instance, _task = decided()
	task = only_task("safety", instance)
	as_user("safety", acts.send_back, task, "one", "Please check")
	as_user("safety", take_back, task)
	assert open_people(instance) == ["safety"]
	assert run_of(instance).returns == 0


def test_others_of_the_step_are_asked_again():
	instance = begin("T-EITHER", [step("one", user=("office", "hr")), step("two", user="safety")], WAYS)
	task = only_task("office", instance)
	do("office", instance)
	as_user("office", take_back, task)
	assert open_people(instance) == ["hr", "office"]


def test_a_question_to_an_added_signer_after_me_is_taken_back_with_my_decision():
	instance = two_steps()
	task = only_task("office", instance)
	as_user("office", signers.add, task, [person("hr")], "After")
	as_user("office", take_back, task)
	assert open_people(instance) == ["office"]
	do("office", instance)
	assert open_people(instance) == ["safety"]


def test_an_opinion_that_was_asked_for_before_is_given():
	instance = two_steps()
	asked = [only_task("office", instance), [person("hr")], "Before"]
	as_user("office", signers.add, *asked)
	opinion = only_task("hr", instance)
	do("hr", instance)
	with pytest.raises(EngineError, match="cannot be undone"):
		as_user("hr", take_back, opinion)
	assert open_people(instance) == ["office"]


def test_the_start_is_withdrawn_instead():
	instance = two_steps()
	task = frappe.db.get_value("Process Task", {"instance": instance, "kind": "start"})
	with pytest.raises(EngineError, match="withdrawn, not taken back"):
		as_user("miner1", take_back, task)


WAYS = ["start>one Submit", "one>two", "two>end"]
