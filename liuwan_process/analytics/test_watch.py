"""The watching page: counts by step, stuck cases, acts of the office; by index, whatever the number of tasks."""

from datetime import datetime, timedelta

import frappe
import pytest

from liuwan_process.analytics import watch
from liuwan_process.api import watching
from liuwan_process.engine import acts, unattended
from liuwan_process.engine.start import start
from tests import history
from tests.factories import (
	counted_statements,
	document,
	ensure_demo,
	only_task,
	plan_of,
	publish_process,
	signed_in,
	step,
)

CODE = "T-WATCH"


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()


@pytest.fixture
def cases() -> list[str]:
	"""Three cases: two with the clerk, one of them long overdue; one with the chief, without a limit."""
	clerk = step("clerk", user="office", limit={"amount": 2, "unit": "days"})
	chief = step("chief", user="finance")
	publish_process(
		document(
			CODE,
			[step("start", "start"), clerk, chief, step("end", "end")],
			["start>clerk Submit", "clerk>chief", "chief>end"],
		)
	)
	frappe.db.delete("Process Instance", {"process_code": CODE})
	frappe.db.delete("Process Task", {"process_code": CODE})
	with signed_in("miner1"):
		found = [start(CODE, {})["instance"] for _case in range(3)]
	with signed_in("office"):
		acts.decide(only_task("office", found[2]), "Approve")
	late = frappe.utils.now_datetime() - timedelta(days=5)
	frappe.db.set_value(
		"Process Task", only_task("office", found[0]), {"due_on": late, "opened_on": late - timedelta(days=2)}
	)
	return found


def test_each_step_says_how_many_wait_since_when_and_how_it_stands(cases):
	found = watch.steps(CODE, frappe.utils.now_datetime())
	assert {s: (row.tasks, row.late, row.light) for s, row in found.items()} == {
		"clerk": (2, 1, "late"),
		"chief": (1, 0, ""),
	}
	with signed_in("office"):
		shown = watching.show(CODE)
	assert shown["lights"] == {"clerk": "late", "chief": ""}
	assert "2 · 7 days · Late" in shown["drawing"]


def test_what_is_stuck_is_listed_with_the_reason(cases):
	late, waiting, forgotten = cases
	frappe.db.delete("Process Task", {"instance": forgotten, "status": "Open"})
	assert watch.without_task(CODE) == []  # nothing that the engine did
	unattended.look_through()
	with signed_in("office"):
		acts_page = watching.show(CODE, overdue_days=3)["panel"]
		assert "Nobody has a task" in acts_page and "Overdue for more than 3 days" in acts_page
		assert acts_page.count(f'data-case="{late}"') == 2  # overdue, and among the oldest
		assert acts_page.count(f'data-case="{waiting}"') == 1
		assert "Overdue" not in watching.show(CODE, overdue_days=6)["panel"]
	assert [row.name for row in watch.without_task(CODE)] == [forgotten]


def test_a_case_for_which_nobody_was_found_is_with_the_office():
	ghost = step(
		"ghost", participants=[{"rule": "process_role", "role": "Process Office", "scope": "initiator_unit"}]
	)
	ghost["nobody"] = "administrator"
	publish_process(
		document(
			"T-WATCH-N",
			[step("start", "start"), ghost, step("end", "end")],
			["start>ghost Submit", "ghost>end"],
		)
	)
	with signed_in("miner1"):
		instance = start("T-WATCH-N", {})["instance"]
	found = watch.with_the_office("T-WATCH-N", frappe.utils.now_datetime())
	assert instance in {row.instance for row in found}


def test_the_cases_of_a_step_come_in_pages_those_due_first(cases):
	now = frappe.utils.now_datetime()
	assert [row.instance for row in watch.at(CODE, "clerk", now)] == cases[:2]
	assert len(watch.at(CODE, "clerk", now, 0, 1)) == 2
	assert [row.instance for row in watch.at(CODE, "clerk", now, 1, 1)] == [cases[1]]
	frappe.db.set_value("Process Task", only_task("office", cases[1]), "due_on", None)
	assert [row.instance for row in watch.at(CODE, "clerk", now)] == cases[:2]
	assert [row.instance for row in watch.at(CODE, "clerk", now, 1)] == [cases[1]]
	with signed_in("office"):
		found = watching.cases(CODE, "clerk")
	assert found["title"] == "Clerk" and found["html"].count("data-case") == 2


class TestActs:
	def offered(self, instance: str) -> list[str]:
		return [act["value"] for act in watching.offered(instance)["acts"]]

	def test_the_office_suspends_resumes_jumps_skips_and_terminates(self, cases):
		late, waiting, chief = cases
		with signed_in("office"):
			assert self.offered(late) == ["suspend", "jump", "leave_out", "terminate"]
			watching.carry_out(late, "suspend", "Wait")
			assert self.offered(late) == ["resume"]
			assert "Suspended" in watching.show(CODE)["panel"]
			watching.carry_out(late, "resume", "Go on")
			watching.carry_out(waiting, "jump", "Straight on", to_step="chief", step="clerk")
			watching.carry_out(chief, "leave_out", "Not needed", step="chief")
			watching.carry_out(late, "terminate", "Nobody wants it")
			assert self.offered(late) == []
		status = dict(
			frappe.get_all("Process Instance", {"name": ("in", cases)}, ["name", "status"], as_list=True)
		)
		assert status == {late: "Terminated", waiting: "Running", chief: "Completed"}
		assert only_task("finance", waiting)

	def test_nobody_else_watches_or_acts(self, cases):
		calls = (
			lambda: watching.show(CODE),
			lambda: watching.cases(CODE, "clerk"),
			lambda: watching.offered(cases[0]),
			lambda: watching.carry_out(cases[0], "terminate", "Because"),
		)
		with signed_in("finance"):
			for call in calls:
				with pytest.raises(frappe.PermissionError):
					call()

	def test_an_unknown_act_is_refused(self, cases):
		with signed_in("office"), pytest.raises(frappe.ValidationError):
			watching.carry_out(cases[0], "delete", "Because")


class TestCosts:
	def test_the_page_takes_as_many_statements_for_many_cases_as_for_a_few(self):
		now = frappe.utils.now_datetime()
		history.make(5, datetime(2026, 9, 1), now, processes=("BO-LEAVE",), running=1.0)
		with signed_in("office"):
			watching.show("BO-LEAVE")
			with counted_statements() as few:
				watching.show("BO-LEAVE")
			history.make(300, datetime(2026, 9, 1), now, processes=("BO-LEAVE",), running=1.0)
			with counted_statements() as many:
				watching.show("BO-LEAVE")
		assert len(many) <= len(few) <= 14

	def test_counting_reads_an_index_alone(self):
		history.make(
			300, datetime(2026, 9, 1), frappe.utils.now_datetime(), processes=("BO-LEAVE",), running=1.0
		)
		text = watch.counting("BO-LEAVE", frappe.utils.now_datetime()).get_sql()
		[plan] = plan_of(text)
		assert plan.key == "process_code_status_step_due_on_opened_on_reminders_index"
		assert "Using index" in plan.Extra
