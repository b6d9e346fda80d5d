"""Acts after one another in ways that nobody planned: each was found by random people (tests/machine) and is plain here."""

from datetime import datetime, timedelta

import pytest

from liuwan_process.engine import acts, clock, office, signers, sweep, waiting
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
)
from liuwan_process.engine.take_back import take_back
from tests.factories import ensure_demo

MONDAY = datetime(2026, 11, 23, 9)
LIMIT = {"amount": 4, "unit": "hours", "then": "remind"}


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def limited(code: str = "T-WHOLE") -> str:
	steps = [step("one", user="office", limit=LIMIT), step("two", user="safety", limit=LIMIT)]
	return begin(code, steps, ["start>one Submit", "one>two", "two>end"])


def times(task: str) -> tuple[int, int, int]:
	row = task_of(task)
	return row.waiting_seconds, row.working_seconds, row.paused_seconds


def test_a_pause_of_a_task_that_nobody_had_opened_is_no_waiting_time():
	with clock.at(MONDAY):
		instance = limited()
		task = only_task("office", instance)
	with clock.at(MONDAY + timedelta(minutes=10)):
		as_user("office", waiting.pause, task, "Which one?")
	with clock.at(MONDAY + timedelta(minutes=30)):
		do("office", instance)
	assert times(task) == (600, 0, 1200)


def test_a_completed_run_can_be_commented_on():
	instance = limited()
	do("office", instance)
	do("safety", instance)
	as_user("miner1", acts.comment, instance, "Thank you")
	assert run_of(instance).status == "Completed" and acts_of(instance)[-1] == "Comment"


def test_two_steps_put_in_before_the_end():
	instance = limited()
	for title in ("File it", "Sign it"):
		as_user("office", office.insert, instance, "end", title, [person("hr")], "x", "task")
	for login in ("office", "safety", "hr", "hr"):
		do(login, instance)
	assert run_of(instance).status == "Completed"


@pytest.mark.parametrize("how", ["Before", "Beside"])
def test_a_signer_asked_twice_with_one_key_is_asked_once(how):
	instance = limited()
	task = only_task("office", instance)
	first, second = (
		as_user("office", signers.add, task, [person("hr")], how, "Look", key=f"add-{how}-{task}")
		for _i in "12"
	)
	assert first == second and acts_of(instance).count("Add Signer") == 1


def test_a_take_back_sent_twice_with_one_key_is_one():
	instance = limited()
	task = only_task("office", instance)
	do("office", instance)
	answers = [as_user("office", take_back, task, key=f"back-{task}") for _i in "12"]
	assert answers[0] == answers[1] and acts_of(instance) == ["Start", "Decide", "Take Back"]


def test_a_pause_sent_twice_with_one_key_is_one_pause():
	instance = limited()
	task = only_task("office", instance)
	for act in (waiting.pause, waiting.go_on):
		answers = [as_user("office", act, task, "Which one?", key=f"{act.__name__}-{task}") for _i in "12"]
		assert answers[0] == answers[1]
	assert acts_of(instance) == ["Start", "Pause", "Continue"]


def test_a_task_transferred_in_its_pause_stays_in_it():
	with clock.at(MONDAY):
		instance = limited()
		as_user("office", waiting.pause, only_task("office", instance), "Which one?")
	with clock.at(MONDAY + timedelta(hours=1)):
		as_user("office", acts.transfer, only_task("office", instance), person("hr"), "Please")
	task = only_task("hr", instance)
	assert task_of(task).paused_on == MONDAY
	with clock.at(MONDAY + timedelta(hours=2)):
		as_user("hr", waiting.go_on, task)
		do("hr", instance)
	assert task_of(task).due_on == MONDAY + timedelta(hours=6)
	assert times(task) == (0, 0, 3600)


def test_what_is_taken_back_is_in_its_pause_again():
	with clock.at(MONDAY):
		instance = limited()
		task = only_task("office", instance)
	with clock.at(MONDAY + timedelta(hours=1)):
		as_user("office", waiting.pause, task, "Which one?")
	with clock.at(MONDAY + timedelta(hours=2)):
		do("office", instance)
		paused = task_of(task).paused_seconds
	with clock.at(MONDAY + timedelta(hours=2, minutes=30)):
		as_user("office", take_back, task)
	row = task_of(task)
	assert (row.status, row.paused_on, row.warn_on, row.paused_seconds) == (
		"Open",
		MONDAY + timedelta(hours=1),
		None,
		0,
	)
	assert paused == 3600


def test_who_waited_for_an_opinion_waits_again_after_a_take_back():
	steps = [step("one", user=("office", "safety")), step("two", user="finance")]
	instance = begin("T-WHOLE-ANY", steps, ["start>one Submit", "one>two", "two>end"])
	asking, other = only_task("office", instance), only_task("safety", instance)
	as_user("office", signers.add, asking, [person("hr")], "Before", "What do you say?")
	do("safety", instance)
	as_user("safety", take_back, other)
	assert task_of(asking).status == "Waiting" and only_task("hr", instance)
	do("hr", instance)
	assert task_of(asking).status == "Open"


def test_a_late_task_goes_to_nobody_who_has_the_step_already():
	late = step(
		"one", user=("safety", "office"), completion={"rule": "all"}, limit={**LIMIT, "then": "hand_over"}
	)
	with clock.at(MONDAY):
		instance = begin("T-WHOLE-ALL", [late], ["start>one Submit", "one>end"])
		task = only_task("safety", instance)
	with clock.at(MONDAY + timedelta(hours=5)):
		sweep.deal_with(task, clock.now())
	assert open_people(instance) == ["office", "office2"]


def test_who_takes_over_a_waiting_task_gets_the_opinion():
	instance = limited()
	as_user(
		"office", signers.add, only_task("office", instance), [person("hr")], "Before", "What do you say?"
	)
	as_user("office", office.hand_over, instance, person("office"), person("finance"), "On leave")
	do("hr", instance)
	assert open_people(instance) == ["finance"]


def test_a_late_opinion_handed_over_is_still_an_opinion():
	one = step("one", user="safety", limit={**LIMIT, "then": "hand_over"})
	with clock.at(MONDAY):
		instance = begin("T-WHOLE-LATE", [one], ["start>one Submit", "one>end"])
		asking = only_task("safety", instance)
		as_user("safety", signers.add, asking, [person("hr")], "Before", "What do you say?")
		task = only_task("hr", instance)
	with clock.at(MONDAY + timedelta(hours=5)):
		sweep.deal_with(task, clock.now())
	do("office", instance)
	do("office2", instance)
	assert task_of(asking).status == "Open" and run_of(instance).status == "Running"
