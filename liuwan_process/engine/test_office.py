"""What the process office does with runs that cannot go their ordinary way."""

import frappe
import pytest

from liuwan_process.engine import acts, handing_over, office, waiting
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.support_for_tests import (
	acts_of,
	as_user,
	begin,
	do,
	last_log,
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


def parallel(code: str = "T-SIDE-BY-SIDE") -> str:
	steps = [
		step("plan", user="office", split="all"),
		step("safe", user="safety"),
		step("money", user="finance"),
		step("both", user="director", join="all"),
	]
	ways = ["start>plan Submit", "plan>safe", "plan>money", "safe>both", "money>both", "both>end"]
	return begin(code, steps, ways)


OFFICE_ACTS = [
	(office.suspend, ("Stop",)),
	(office.jump, ("two", "Why")),
	(office.leave_out, ("one", "Why")),
	(office.insert, ("two", "Extra", ["hr@liuwan.example"], "Why")),
	(office.hand_over, ("office@liuwan.example", "hr@liuwan.example")),
]


@pytest.mark.parametrize(("act", "arguments"), OFFICE_ACTS)
def test_only_the_process_office(act, arguments):
	instance = two_steps()
	for stranger in ("miner1", "safety", "hr", "director"):
		with pytest.raises(NotYours):
			as_user(stranger, act, instance, *arguments)
	assert acts_of(instance) == ["Start"]


@pytest.mark.parametrize(("act", "arguments"), OFFICE_ACTS[:4])
def test_a_reason_is_needed(act, arguments):
	instance = two_steps()
	arguments = tuple("" if each in ("Stop", "Why") else each for each in arguments)
	with pytest.raises(EngineError, match="Please say why"):
		as_user("office", act, instance, *arguments)


class TestSuspension:
	def test_nobody_acts_and_no_clock_goes_until_it_is_resumed(self):
		one = step("one", user="safety", limit={"amount": 2, "unit": "hours"})
		instance = begin("T-SUSPEND", [one], ["start>one Submit", "one>end"])
		task = only_task("safety", instance)
		due = task_of(task).due_on
		as_user("office", office.suspend, instance, "The rule is being changed")
		assert (run_of(instance).status, task_of(task).warn_on) == ("Suspended", None)
		with pytest.raises(EngineError, match="Suspended"):
			as_user("safety", acts.decide, task, "Approve")
		as_user("office", office.resume, instance)
		assert task_of(task).due_on > due
		assert do("safety", instance)["status"] == "Completed"

	def test_what_runs_cannot_be_resumed(self):
		with pytest.raises(EngineError, match="not suspended"):
			as_user("office", office.resume, two_steps())


class TestJump:
	def test_forward_and_back(self):
		instance = two_steps()
		as_user("office", office.jump, instance, "two", "The first step is done on paper")
		assert open_people(instance) == ["safety"]
		as_user("office", office.jump, instance, "one", "It was not")
		assert open_people(instance) == ["office"]
		assert last_log(instance, "Jump").comment == "It was not"

	def test_out_of_parallel_branches_the_others_are_given_up(self):
		instance = parallel()
		do("office", instance)
		as_user("office", office.jump, instance, "both", "Decided in the meeting", from_step="safe")
		assert open_people(instance) == ["director"]
		assert do("director", instance)["status"] == "Completed"

	def test_several_open_steps_have_to_be_told_apart(self):
		instance = parallel()
		do("office", instance)
		with pytest.raises(EngineError, match="Several steps are open"):
			as_user("office", office.jump, instance, "both", "x")

	@pytest.mark.parametrize(
		("target", "message"),
		[("safe", "lies in a parallel branch"), ("end", "cannot be put"), ("no", "cannot be put")],
	)
	def test_where_no_way_leads(self, target, message):
		instance = parallel()
		with pytest.raises(EngineError, match=message):
			as_user("office", office.jump, instance, target, "x")
		assert open_people(instance) == ["office"]

	def test_what_can_be_chosen_is_offered(self):
		found = office.situation(run_of(parallel()).as_dict())
		assert [(each["step"], [to["step"] for to in each["targets"]]) for each in found["open"]] == [
			("plan", ["start", "both"])
		]


def test_leaving_a_step_out_goes_on_as_if_it_were_approved():
	instance = two_steps()
	as_user("office", office.leave_out, instance, "one", "Nothing to check")
	assert open_people(instance) == ["safety"]
	with pytest.raises(EngineError, match="is not open"):
		as_user("office", office.leave_out, instance, "one", "Again")


class TestInsertion:
	def test_a_step_of_this_run_alone(self):
		instance, other = two_steps(), two_steps()
		as_user("office", office.insert, instance, "two", "Ask personnel", [person("hr")], "New rule")
		do("office", instance)
		assert run_of(instance).current_steps == "Ask personnel"
		assert open_people(instance) == ["hr"]
		do("hr", instance)
		assert do("safety", instance)["status"] == "Completed"
		do("office", other)
		assert open_people(other) == ["safety"]

	def test_all_who_are_named_decide_and_a_refusal_ends_it(self):
		instance = two_steps()
		as_user("office", office.insert, instance, "two", "Two more", [person("hr"), person("finance")], "x")
		do("office", instance)
		do("hr", instance)
		assert open_people(instance) == ["finance"]
		assert do("finance", instance, "Refuse", comment="No")["status"] == "Refused"

	def test_before_a_join_the_branches_still_meet(self):
		instance = parallel()
		as_user("office", office.insert, instance, "both", "Look at both", [person("hr")], "x")
		do("office", instance)
		do("safety", instance)
		assert open_people(instance) == ["finance"]
		do("finance", instance)
		assert open_people(instance) == ["hr"]
		do("hr", instance)
		assert do("director", instance)["status"] == "Completed"

	def test_before_the_end_the_form_shows_the_last_step(self):
		instance = two_steps()
		as_user("office", office.insert, instance, "end", "File it", [person("hr")], "x", "task")
		do("office", instance)
		do("safety", instance)
		run = run_of(instance)
		assert frappe.db.get_value(run.document_type, run.document_name, "workflow_state") == "Two"
		assert do("hr", instance)["status"] == "Completed"

	@pytest.mark.parametrize(
		("before", "title", "users", "message"),
		[
			("one", "New", ["hr"], "stands in"),
			("start", "New", ["hr"], "no step"),
			("nowhere", "New", ["hr"], "no step"),
			("two", "One", ["hr"], "title of its own"),
			("two", "New", [], "who does"),
			("two", "New", ["nobody"], "who does"),
		],
	)
	def test_what_cannot_be_put_in(self, before, title, users, message):
		instance = two_steps()
		with pytest.raises(EngineError, match=message):
			as_user("office", office.insert, instance, before, title, [person(u) for u in users], "x")


class TestHandingOver:
	def test_a_leavers_tasks_and_turns_go_to_somebody_else(self):
		sign = step("sign", user=("hr", "finance"), completion={"rule": "in_turn"})
		first = begin("T-LEAVER", [sign], ["start>sign Submit", "sign>end"])
		second = two_steps()
		found = as_user("office", handing_over.hand_over_everything, person("finance"), person("director"))
		assert first not in found["handed_over"]
		as_user("office", office.hand_over, first, person("finance"), person("director"))
		do("hr", first)
		assert open_people(first) == ["director"]
		found = as_user(
			"office", handing_over.hand_over_everything, person("office"), person("safety"), "Left"
		)
		assert second in found["handed_over"] and not found["refused"]
		assert open_people(second) == ["safety"]
		assert last_log(second, "Hand Over").on_behalf_of == person("office")

	def test_a_task_that_its_run_no_longer_knows_is_refused_with_its_step(self):
		lost = two_steps()
		frappe.db.set_value("Process Task", only_task("office", lost), "token", 99)
		with pytest.raises(EngineError, match="“One” is no longer open"):
			as_user("office", office.hand_over, lost, person("office"), person("safety"))

	def test_not_to_somebody_without_an_account(self):
		with pytest.raises(EngineError, match="cannot be handed over"):
			as_user("office", office.hand_over, two_steps(), person("office"), "nobody@liuwan.example")


class TestWaitingForTheApplicant:
	def paused(self) -> tuple[str, str]:
		one = step("one", user="office", limit={"amount": 2, "unit": "hours"})
		instance = begin("T-PAUSE", [one], ["start>one Submit", "one>end"])
		task = only_task("office", instance)
		as_user("office", waiting.pause, task, "Which face is it?")
		return instance, task

	def test_the_clock_stands_and_goes_on(self):
		instance, task = self.paused()
		before = task_of(task)
		assert (before.status, before.warn_on) == ("Open", None)
		with pytest.raises(EngineError, match="paused already"):
			as_user("office", waiting.pause, task, "Again")
		as_user("office", waiting.go_on, task)
		after = task_of(task)
		assert after.due_on > before.due_on and after.warn_on and not after.paused_on
		assert acts_of(instance) == ["Start", "Pause", "Continue"]

	def test_the_applicants_answer_lets_it_go_on(self):
		instance, task = self.paused()
		as_user("miner1", acts.comment, instance, "31003")
		assert not task_of(task).paused_on
		assert acts_of(instance) == ["Start", "Pause", "Comment", "Continue"]

	def test_only_ones_own_and_with_a_question(self):
		_instance, task = self.paused()
		with pytest.raises(NotYours):
			as_user("miner1", waiting.go_on, task)
		as_user("office", waiting.go_on, task)
		with pytest.raises(EngineError, match="waiting for"):
			as_user("office", waiting.pause, task, " ")


class TestComingBack:
	def three(self) -> str:
		steps = [step("one", user="office"), step("two", user="safety"), step("three", user="finance")]
		instance = begin("T-COME-BACK", steps, ["start>one Submit", "one>two", "two>three", "three>end"])
		do("office", instance)
		do("safety", instance)
		return instance

	def test_straight_to_whoever_returned_it(self):
		instance = self.three()
		as_user("finance", acts.send_back, only_task("finance", instance), "one", "Amount?", then="back")
		do("office", instance)
		assert open_people(instance) == ["finance"]
		assert do("finance", instance)["status"] == "Completed"

	def test_or_through_all_steps_again(self):
		instance = self.three()
		as_user("finance", acts.send_back, only_task("finance", instance), "one", "Amount?")
		do("office", instance)
		assert open_people(instance) == ["safety"]

	def test_not_where_other_branches_would_be_given_up(self):
		instance = parallel("T-COME-BACK-2")
		do("office", instance)
		with pytest.raises(EngineError, match="Other branches"):
			as_user("safety", acts.send_back, only_task("safety", instance), "plan", "x", then="back")
