"""Returns: to whom a case goes, and where it may not go."""

import pytest

from liuwan_process.engine import acts, history
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.start import start
from liuwan_process.engine.test_acts import do, request_leave, run_of
from tests.factories import document, ensure_demo, only_task, publish_process, signed_in, step, tasks_of


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def test_a_return_goes_to_who_did_the_step_and_on_from_there():
	instance = request_leave()
	do("branch", instance, "Approve")
	with signed_in("sales.vp"):
		task = only_task("sales.vp", instance)
		with pytest.raises(EngineError, match="why you return"):
			acts.send_back(task, "manager", "")
		acts.send_back(task, "manager", "Who stands in?")
	assert run_of(instance).returns == 1
	do("branch", instance, "Approve")
	assert tasks_of("sales.vp", instance)


def test_a_return_to_the_start_lets_the_initiator_correct_the_form():
	instance = request_leave()
	with signed_in("branch"):
		acts.send_back(only_task("branch", instance), "request", "One day only")
	assert run_of(instance).current_steps == "Request leave"
	do("sales1", instance, "Submit", values={"days": 1})
	assert do("branch", instance, "Approve")["status"] == "Completed"


def test_a_step_that_was_not_visited_is_refused():
	instance = request_leave()
	with signed_in("branch"), pytest.raises(EngineError, match="has not been in"):
		acts.send_back(only_task("branch", instance), "filing", "x")


def test_nobody_returns_into_a_branch_that_goes_on_beside():
	instance = in_two_branches()
	do("miner1", instance, "Approve")
	task = only_task("finance", instance)
	assert [visit.step for visit in history.earlier(task)] == ["start", "fork"]
	with signed_in("finance"), pytest.raises(EngineError, match="“Left” lies in another branch"):
		acts.send_back(task, "left", "Do it again")


def in_two_branches() -> str:
	"""A run of miner1 that stands with miner1 (left, then once more) and with finance (right)."""
	users = {"fork": "office", "left": "miner1", "again": "miner1", "right": "finance", "both": "office"}
	more = {"fork": {"split": "all"}, "both": {"join": "all"}}
	middle = [step(name, user=user, **more.get(name, {})) for name, user in users.items()]
	ways = [
		"start>fork Submit",
		"fork>left",
		"fork>right",
		"left>again",
		"again>both",
		"right>both",
		"both>end",
	]
	publish_process(document("T-BRANCHES", [step("start", "start"), *middle, step("end", "end")], ways))
	with signed_in("miner1"):
		instance = start("T-BRANCHES", {})["instance"]
	do("office", instance, "Approve")
	return instance
