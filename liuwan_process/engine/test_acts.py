"""What people do with a run: every act by who may do it, who may not, and what the log says."""

import frappe
import pytest

from liuwan_process.engine import acts, inbox
from liuwan_process.engine.errors import EngineError, NobodyFound, NotYours, StaleTask
from liuwan_process.engine.start import start
from tests.factories import (
	LEAVE,
	counted_statements,
	document,
	ensure_demo,
	only_task,
	person,
	publish_process,
	signed_in,
	step,
	tasks_of,
)


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def request_leave(login: str = "sales1", key: str = "", **values) -> str:
	with signed_in(login):
		return start("BO-LEAVE", {**LEAVE, **values}, key=key)["instance"]


def do(login: str, instance: str, action: str, **more) -> dict:
	with signed_in(login):
		return acts.decide(only_task(login, instance), action, **more)


def run_of(instance: str) -> dict:
	return frappe.get_doc("Process Instance", instance)


def form_of(instance: str):
	run = run_of(instance)
	return frappe.get_doc(run.document_type, run.document_name)


def log_of(instance: str) -> list[tuple]:
	rows = frappe.get_all(
		"Process Log", {"instance": instance}, ["act", "step", "actor"], order_by="creation, idx"
	)
	return [(row.act, row.step or "", row.actor.split("@")[0]) for row in rows]


class TestFromStartToEnd:
	def test_three_days_of_leave_pass_everybody(self):
		instance = request_leave()
		assert run_of(instance).current_steps == "Office manager decides"
		do("branch", instance, "Approve", comment="Fine")
		answer = do("sales.vp", instance, "Approve")
		assert answer["next"] == ["File with quality management"]
		answer = do("quality", instance, "Filed", values={"file_no": "QM-7"})
		assert answer["status"] == "Completed"
		form = form_of(instance)
		assert (form.docstatus, form.workflow_state, form.file_no) == (1, "Leave granted", "QM-7")
		assert log_of(instance) == [
			("Start", "request", "sales1"),
			("Decide", "manager", "branch"),
			("Decide", "vice_president", "sales.vp"),
			("Decide", "filing", "quality"),
		]

	def test_one_day_ends_at_the_office_manager(self):
		instance = request_leave(days=1)
		assert do("branch", instance, "Approve")["status"] == "Completed"

	def test_sick_leave_without_a_certificate_asks_for_it_first(self):
		instance = request_leave(leave_type="Sick leave")
		assert run_of(instance).current_steps == "Hand in the certificate"
		with signed_in("sales1"):
			file = frappe.get_doc(doctype="File", file_name="x.txt", content="Rest", is_private=1).insert()
		do("sales1", instance, "Hand in", values={"certificate": file.file_url})
		assert run_of(instance).current_steps == "Office manager decides"

	def test_the_manager_of_the_office_does_not_decide_on_his_own_request(self):
		instance = request_leave("branch")
		assert run_of(instance).current_steps == "Vice president decides"
		assert ("Pass", "manager", "branch") in log_of(instance)

	def test_times_are_kept_and_the_run_has_a_title(self):
		instance = request_leave()
		task = frappe.get_doc("Process Task", tasks_of("branch", instance)[0])
		assert task.due_on > task.opened_on
		assert run_of(instance).title.endswith("2024-11-25 – 2024-11-27")


class TestRefusals:
	def test_a_refusal_needs_a_reason_and_ends_the_run(self):
		instance = request_leave()
		with pytest.raises(EngineError, match="why you refuse"):
			do("branch", instance, "Refuse")
		assert do("branch", instance, "Refuse", comment="Too busy")["status"] == "Refused"
		form = form_of(instance)
		assert (form.docstatus, form.workflow_state) == (0, "Refused")

	def test_a_required_field_is_named_and_nothing_is_written(self):
		with signed_in("sales1"), pytest.raises(EngineError, match="Reason"):
			start("BO-LEAVE", {**LEAVE, "reason": ""})
		instance = request_leave()
		do("branch", instance, "Approve")
		do("sales.vp", instance, "Approve")
		with pytest.raises(EngineError, match="File number"):
			do("quality", instance, "Filed")
		assert run_of(instance).current_steps == "File with quality management"

	def test_a_field_of_another_step_is_refused_by_name(self):
		instance = request_leave()
		with pytest.raises(EngineError, match="Days"):
			do("branch", instance, "Approve", values={"days": 1})

	def test_an_unknown_action_is_refused(self):
		instance = request_leave()
		with pytest.raises(EngineError, match="cannot be chosen"):
			do("branch", instance, "Filed")

	def test_somebody_else_may_not_decide(self):
		instance = request_leave()
		task = only_task("branch", instance)
		for stranger in ("sales1", "quality", "miner1", "office", "Administrator", "Guest"):
			with signed_in(stranger), pytest.raises(NotYours):
				acts.decide(task, "Approve")

	def test_only_staff_may_start_and_guests_may_not(self):
		with signed_in("Guest"), pytest.raises(NotYours):
			start("BO-LEAVE", LEAVE)


class TestRepetition:
	def test_the_same_act_sent_twice_answers_the_same_and_moves_once(self):
		instance = request_leave()
		task = only_task("branch", instance)
		with signed_in("branch"):
			first = acts.decide(task, "Approve", key="once")
			assert acts.decide(task, "Approve", key="once") == first
		assert [entry[0] for entry in log_of(instance)] == ["Start", "Decide"]

	def test_another_act_on_a_closed_task_is_stale(self):
		instance = request_leave()
		task = only_task("branch", instance)
		do("branch", instance, "Approve", key="a")
		with signed_in("branch"), pytest.raises(StaleTask, match="already dealt with"):
			acts.decide(task, "Approve", key="b")

	def test_a_start_sent_twice_starts_once(self):
		assert request_leave(key="start-1") == request_leave(key="start-1")

	def test_keys_belong_to_people(self):
		assert request_leave("sales1", key="k") != request_leave("branch", key="k")

	def test_who_holds_the_next_step_too_approves_only_the_one_named(self):
		publish_process(
			document(
				"T-TWICE",
				[
					step("start", "start"),
					step("one", user="office"),
					step("two", user="office"),
					step("end", "end"),
				],
				["start>one Submit", "one>two", "two>end"],
			)
		)
		with signed_in("miner1"):
			instance = start("T-TWICE", {})["instance"]
		task = only_task("office", instance)
		with signed_in("office"):
			acts.decide(task, "Approve")
			with pytest.raises(StaleTask):
				acts.decide(task, "Approve")
		assert run_of(instance).current_steps == "Two"


class TestOtherActs:
	def test_the_initiator_withdraws_and_nobody_else(self):
		instance = request_leave()
		with signed_in("branch"), pytest.raises(NotYours):
			acts.withdraw(instance)
		with signed_in("sales1"):
			assert acts.withdraw(instance, "Not needed")["status"] == "Withdrawn"
			with pytest.raises(EngineError):
				acts.withdraw(instance)
		assert tasks_of("branch", instance) == []
		assert form_of(instance).workflow_state == "Withdrawn"

	def test_a_transferred_task_is_somebody_elses(self):
		instance = request_leave()
		task = only_task("branch", instance)
		with signed_in("branch"):
			acts.transfer(task, person("quality"), "I am travelling")
			with pytest.raises(StaleTask):
				acts.decide(task, "Approve")
		do("quality", instance, "Approve")
		assert tasks_of("sales.vp", instance)

	def test_a_task_goes_to_no_disabled_or_unknown_user(self):
		instance = request_leave()
		with signed_in("branch"), pytest.raises(EngineError, match="cannot be transferred"):
			acts.transfer(only_task("branch", instance), "nobody@liuwan.example")

	def test_urging_is_limited(self):
		instance = request_leave()
		with signed_in("sales1"):
			acts.urge(instance, "Please")
			with pytest.raises(EngineError, match="30 minutes"):
				acts.urge(instance, "Please!")

	def test_comments_are_logged(self):
		instance = request_leave()
		with signed_in("sales1"):
			acts.comment(instance, "The wedding is on Tuesday")
		assert log_of(instance)[-1][0] == "Comment"

	def test_only_the_office_ends_a_run(self):
		instance = request_leave()
		with signed_in("branch"), pytest.raises(NotYours):
			acts.terminate(instance, "x")
		with signed_in("office"):
			assert acts.terminate(instance, "Started by mistake")["status"] == "Terminated"


COUNTERSIGN = ("expert1", "expert2", "expert3")


def countersigned(code: str, rule: str, value: float = 1, refusal: str = "decides") -> str:
	people = step("sign", user=COUNTERSIGN, completion={"rule": rule, "value": value, "refusal": refusal})
	publish_process(
		document(
			code, [step("start", "start"), people, step("end", "end")], ["start>sign Submit", "sign>end"]
		)
	)
	with signed_in("miner1"):
		return start(code, {})["instance"]


class TestCountersigning:
	def test_all_have_to_approve(self):
		instance = countersigned("T-ALL", "all")
		assert do("expert1", instance, "Approve")["status"] == "Running"
		assert do("expert2", instance, "Approve")["status"] == "Running"
		assert do("expert3", instance, "Approve")["status"] == "Completed"

	def test_one_refusal_decides(self):
		instance = countersigned("T-ALL", "all")
		do("expert1", instance, "Approve")
		assert do("expert2", instance, "Refuse", comment="No")["status"] == "Refused"
		assert tasks_of("expert3", instance) == []

	def test_two_of_three_are_enough_and_the_third_is_told(self):
		instance = countersigned("T-TWO", "at_least", 2, "counts")
		third = only_task("expert3", instance)
		do("expert1", instance, "Refuse", comment="No")
		assert do("expert2", instance, "Approve")["status"] == "Running"
		assert do("expert3", instance, "Approve")["status"] == "Completed"
		assert frappe.db.get_value("Process Task", third, "status") == "Done"

	def test_refusals_that_leave_no_majority_refuse(self):
		instance = countersigned("T-TWO", "at_least", 2, "counts")
		do("expert1", instance, "Refuse", comment="No")
		assert do("expert2", instance, "Refuse", comment="No")["status"] == "Refused"

	def test_a_share_of_people_is_rounded_up(self):
		instance = countersigned("T-SHARE", "percent", 50, "counts")
		do("expert1", instance, "Approve")
		assert do("expert2", instance, "Approve")["status"] == "Completed"

	def test_in_turn_asks_one_after_the_other(self):
		instance = countersigned("T-TURN", "in_turn")
		assert tasks_of("expert2", instance) == []
		do("expert1", instance, "Approve")
		do("expert2", instance, "Approve")
		assert do("expert3", instance, "Approve")["status"] == "Completed"

	def test_any_one_is_enough_and_closes_the_others(self):
		instance = countersigned("T-ANY", "any")
		other = only_task("expert2", instance)
		assert do("expert1", instance, "Approve")["status"] == "Completed"
		with signed_in("expert2"), pytest.raises(StaleTask):
			acts.decide(other, "Approve")


class TestParallel:
	def test_branches_run_side_by_side_and_join(self):
		publish_process(
			document(
				"T-PARALLEL",
				[
					step("start", "start", split="all"),
					step("safety", user="safety"),
					step("finance", user="finance"),
					step("both", user="office", join="all"),
					step("end", "end"),
				],
				["start>safety Submit", "start>finance Submit", "safety>both", "finance>both", "both>end"],
			)
		)
		with signed_in("miner1"):
			instance = start("T-PARALLEL", {})["instance"]
		assert form_of(instance).workflow_state == "In parallel"
		do("safety", instance, "Approve")
		assert tasks_of("office", instance) == []
		do("finance", instance, "Approve")
		assert do("office", instance, "Approve")["status"] == "Completed"


class TestNobody:
	def run_with(self, code: str, nobody: str):
		ghost = step(
			"ghost",
			participants=[{"rule": "process_role", "role": "Process Office", "scope": "initiator_unit"}],
		)
		ghost["nobody"] = nobody
		publish_process(
			document(
				code, [step("start", "start"), ghost, step("end", "end")], ["start>ghost Submit", "ghost>end"]
			)
		)
		with signed_in("miner1"):
			return start(code, {})

	def test_the_office_gets_it(self):
		instance = self.run_with("T-NOBODY-A", "administrator")["instance"]
		assert tasks_of("office", instance)

	def test_or_it_is_skipped_with_a_note(self):
		answer = self.run_with("T-NOBODY-S", "skip")
		assert answer["status"] == "Completed"
		assert "Skip" in [entry[0] for entry in log_of(answer["instance"])]

	def test_or_entry_is_refused(self):
		with pytest.raises(NobodyFound, match="Ghost"):
			self.run_with("T-NOBODY-R", "refuse")


class TestCosts:
	def test_an_approval_takes_at_most_twelve_statements(self):
		for _warm in range(2):
			instance = request_leave()
			task = only_task("branch", instance)
			with signed_in("branch"), counted_statements() as statements:
				acts.decide(task, "Approve", key=frappe.generate_hash(length=8))
		assert len(statements) <= 11, statements  # and the commit

	def test_the_inbox_is_one_statement(self):
		instance = request_leave()
		with counted_statements() as statements:
			found = inbox.open_tasks(person("branch"))
		assert len(statements) == 1
		assert instance in [task.instance for task in found["tasks"]]

	def test_my_requests_are_two_statements(self):
		request_leave()
		request_leave()
		with counted_statements() as statements:
			found = inbox.requests(person("sales1"))
		assert len(statements) <= 2
		assert found["requests"][0].people == ["范志宏"]
