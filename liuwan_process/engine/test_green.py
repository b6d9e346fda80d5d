"""The green channel: who may start urgently how often, what is put off, and that it is made up."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import frappe
import pytest

from liuwan_process.engine import acts, clock, green
from liuwan_process.engine import sweep as clockwork
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.start import start
from liuwan_process.engine.transaction import repeated
from liuwan_process.engine.versions import current_version, get_definition
from tests.factories import (
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

LATER = {"deferrable": True, "make_up": {"amount": 10, "unit": "hours", "warn_before": 2}}


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def flow(code: str, quota: int = 5, **make_up) -> str:
	"""A formality that can be put off, work, and another formality."""
	publish_process(
		document(
			code,
			[
				step("start", "start"),
				step("guarantee", user="miner1", **{**LATER, **make_up}),
				step("work", "task", user="office"),
				step("file", "task", user="hr", **{**LATER, **make_up}),
				step("end", "end"),
			],
			["start>guarantee Submit", "guarantee>work", "work>file Done", "file>end Done"],
			policies={"urgent_quota": quota},
			limit={"amount": 100, "unit": "hours"},
		)
	)
	return code


def begin(code: str, login: str = "sales1", reason: str = "A hospital waits for power", **more) -> str:
	with signed_in(login):
		return start(code, {}, urgent=True, urgent_reason=reason, **more)["instance"]


def do(login: str, instance: str, action: str, **more) -> dict:
	with signed_in(login):
		return acts.decide(only_task(login, instance), action, **more)


def run_of(instance: str):
	return frappe.get_doc("Process Instance", instance)


def log_of(instance: str) -> list[tuple[str, str]]:
	rows = frappe.get_all("Process Log", {"instance": instance}, ["act", "step"], order_by="creation, idx")
	return [(row.act, row.step or "") for row in rows]


def used(code: str, login: str = "sales1") -> int:
	unit = frappe.db.get_value("Staff Member", {"user": person(login)}, "org_unit")
	return green.usage(get_definition(current_version(code)), unit)["used"]


class TestMakingUp:
	def test_what_was_put_off_is_made_up_after_the_main_flow(self):
		instance = begin(flow("T-GREEN"))
		assert run_of(instance).current_steps == "Work"
		answer = do("office", instance, "Done")
		assert answer["status"] == "Running" and answer["next"] == ["Guarantee", "File"]
		run = run_of(instance)
		assert run.main_ended_on and not run.ended_on and run.making_up == "end"
		do("hr", instance, "Done")
		assert do("miner1", instance, "Approve")["status"] == "Completed"
		assert log_of(instance) == [
			("Start", "start"),
			("Postpone", "guarantee"),
			("Decide", "work"),
			("Postpone", "file"),
			("Make Up", "guarantee"),
			("Make Up", "file"),
			("Decide", "file"),
			("Decide", "guarantee"),
		]

	def test_the_form_is_submitted_only_when_everything_is_made_up(self):
		instance = begin(flow("T-GREEN"))
		do("office", instance, "Done")
		run = run_of(instance)
		form = lambda: frappe.db.get_value(run.document_type, run.document_name, "docstatus")  # noqa: E731
		do("hr", instance, "Done")
		assert form() == 0
		do("miner1", instance, "Approve")
		assert form() == 1

	def test_an_ordinary_run_puts_nothing_off(self):
		code = flow("T-GREEN")
		with signed_in("sales1"):
			instance = start(code, {})["instance"]
		do("miner1", instance, "Approve")
		do("office", instance, "Done")
		assert do("hr", instance, "Done")["status"] == "Completed"
		assert not frappe.get_all("Process Task", {"instance": instance, "make_up": 1})

	def test_a_refused_make_up_is_asked_for_again_until_it_is_approved(self):
		instance = begin(flow("T-GREEN"))
		do("office", instance, "Done")
		do("hr", instance, "Done")
		answer = do("miner1", instance, "Refuse", comment="The guarantee has expired")
		assert answer["status"] == "Running" and answer["next"] == ["Guarantee"]
		assert do("miner1", instance, "Approve")["status"] == "Completed"

	def test_make_up_tasks_have_a_limit_of_their_own(self):
		instance = begin(flow("T-GREEN"))
		do("office", instance, "Done")
		task = frappe.get_doc("Process Task", only_task("hr", instance))
		assert task.make_up and task.due_on - task.opened_on == timedelta(hours=10)
		clockwork.sweep(task.opened_on + timedelta(hours=11))
		assert ("Remind", "file") in log_of(instance)

	def test_a_limit_that_passes_does_not_pass_a_make_up(self):
		late = {"make_up": None, "limit": {"amount": 1, "unit": "hours", "then": "pass"}}
		instance = begin(flow("T-GREEN-PASS", **late))
		do("office", instance, "Done")
		clockwork.sweep(clock.now() + timedelta(hours=2))
		assert only_task("hr", instance) and only_task("miner1", instance)

	def test_what_was_carried_out_is_neither_withdrawn_nor_returned(self):
		instance = begin(flow("T-GREEN"))
		do("office", instance, "Done")
		with signed_in("sales1"), pytest.raises(EngineError, match="main flow"):
			acts.withdraw(instance)
		with signed_in("hr"), pytest.raises(EngineError, match="main flow"):
			acts.send_back(only_task("hr", instance), "work", "Once more")

	def test_the_run_is_late_by_the_end_of_its_main_flow(self):
		now = clock.now()
		instance = begin(flow("T-GREEN"))
		with clock.at(now + timedelta(hours=99)):
			do("office", instance, "Done")
		with clock.at(now + timedelta(hours=200)):
			do("hr", instance, "Done")
			do("miner1", instance, "Approve")
		run = run_of(instance)
		assert (run.status, run.late) == ("Completed", 0)
		assert run.ended_on - run.main_ended_on > timedelta(hours=100)

	def test_withdrawn_before_its_end_nothing_is_made_up(self):
		instance = begin(flow("T-GREEN"))
		with signed_in("sales1"):
			assert acts.withdraw(instance)["status"] == "Withdrawn"
		assert not frappe.get_all("Process Task", {"instance": instance, "status": "Open"})


class TestQuota:
	def test_the_refusal_names_quota_and_use(self):
		code = flow("T-QUOTA-2", quota=2)
		begin(code)
		begin(code)
		with pytest.raises(EngineError, match=r"Branch Office.* 2 of 2 "):
			begin(code)
		assert used(code) == 2

	def test_another_unit_and_another_month_have_their_own(self):
		code = flow("T-QUOTA-1", quota=1)
		begin(code)
		begin(code, "miner1")
		with clock.at(datetime(2027, 3, 1, 9)):
			begin(code)
			assert used(code) == 1
		assert (used(code), used(code, "miner1")) == (1, 1)

	def test_a_reason_is_compulsory(self):
		with pytest.raises(EngineError, match="say why"):
			begin(flow("T-GREEN"), reason="  ")

	def test_a_process_without_a_green_channel_refuses(self):
		with pytest.raises(EngineError, match="no green channel"):
			begin(flow("T-GREEN-NONE", quota=0))

	def test_who_belongs_to_no_unit_is_refused(self):
		frappe.set_user("Administrator")
		with pytest.raises(EngineError, match="belong to none"):
			start(flow("T-GREEN"), {}, urgent=True, urgent_reason="Now")

	def test_a_repeated_start_counts_once(self):
		code = flow("T-QUOTA-KEY")
		first, again = begin(code, key="once"), begin(code, key="once")
		assert first == again and used(code) == 1

	def test_an_ordinary_start_costs_no_more_statements(self):
		code = flow("T-GREEN")
		with signed_in("sales1"):
			start(code, {})
			with counted_statements() as statements:
				start(code, {})
		assert not [text for text in statements if "Green Channel" in text]


def test_parallel_starts_do_not_exceed_the_quota():
	before = used(flow("T-QUOTA-RACE", quota=1))
	quota = before + 3
	code = flow("T-QUOTA-RACE", quota=quota)
	answers = _together(code, number=8)
	frappe.db.rollback()
	assert sorted(set(answers)) == ["EngineError", "started"]
	assert answers.count("started") == 3
	runs = frappe.db.count("Process Instance", {"process_code": code, "urgent": 1})
	assert used(code) == runs == quota


def _together(code: str, number: int) -> list[str]:
	"""So many urgent starts at once, each on a connection of its own."""
	site, answers, gate = frappe.local.site, [], Barrier(number)

	def one() -> None:
		frappe.init(site=site, sites_path=".")
		frappe.connect()
		frappe.set_user(person("sales1"))
		gate.wait()
		try:
			repeated(lambda: start(code, {}, urgent=True, urgent_reason="Now"))
			answers.append("started")
		except Exception as error:
			answers.append(type(error).__name__)
		finally:
			frappe.destroy()

	threads = [Thread(target=one) for _ in range(number)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	return answers


def test_several_people_make_up_together():
	publish_process(
		document(
			"T-GREEN-ALL",
			[
				step("start", "start"),
				step("sign", user=("expert1", "expert2"), completion={"rule": "all"}, **LATER),
				step("work", "task", user="office"),
				step("end", "end"),
			],
			["start>sign Submit", "sign>work", "work>end Done"],
			policies={"urgent_quota": 9},
		)
	)
	instance = begin("T-GREEN-ALL")
	do("office", instance, "Done")
	assert do("expert1", instance, "Approve")["status"] == "Running"
	assert tasks_of("expert2", instance)
	assert do("expert2", instance, "Approve")["status"] == "Completed"
