"""The report's figures equal a slow count of the log's rows, by process, unit, step, run and task."""

from collections import defaultdict
from datetime import datetime

import frappe
import pytest
from frappe.desk import query_report

from liuwan_process.analytics.export_for_tests import excel
from liuwan_process.analytics.test_figures import slow_median, slow_percentile
from liuwan_process.process_execution.report.flow_turnaround.flow_turnaround import execute
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self
from tests import history
from tests.factories import counted_statements, ensure_demo, person, signed_in

SINCE, UNTIL = datetime(2026, 9, 1), datetime(2026, 11, 20)
OCTOBER = {"period": "Chosen Dates", "from_date": "2026-10-01", "to_date": "2026-10-31"}
DECIDED = ("Completed", "Refused")


@pytest.fixture(autouse=True)
def past():
	ensure_demo()
	history.make(120, SINCE, UNTIL)


def report(**filters) -> tuple[list[dict], dict | None]:
	"""Rows without the total, and the total."""
	rows = execute({**OCTOBER, **filters})[1]
	total = next((row for row in rows if row.get("is_total")), None)
	return [row for row in rows if not row.get("is_total")], total


def in_october(moment) -> bool:
	return bool(moment) and (moment.year, moment.month) == (2026, 10)


def slow_runs(**more) -> list[dict]:
	runs = frappe.get_all("Process Instance", {"status": ("in", DECIDED), **more}, ["*"])
	return [run for run in runs if in_october(run.ended_on)]


def slow_tasks(**more) -> list[dict]:
	tasks = frappe.get_all("Process Task", {"status": ("in", ("Done", "Returned")), **more}, ["*"])
	return [t for t in tasks if in_october(t.closed_on) and (t.kind != "start" or t.opened_on < t.closed_on)]


def was_late(run: dict) -> bool | None:
	tasks = frappe.get_all("Process Task", {"instance": run.name}, ["status", "due_on", "late"])
	limited = [t for t in tasks if t.due_on and t.status in ("Done", "Returned")]
	return any(task.late for task in limited) if limited else None


def expect_times(row: dict, seconds: list[int]) -> None:
	assert row["count"] == len(seconds)
	for name, value in (
		("median", slow_median(seconds)),
		("high", slow_percentile(seconds, 90)),
		("mean", sum(seconds) / len(seconds)),
	):
		assert row[f"{name}_hours"] == pytest.approx(float(value) / 3600, abs=0.006)
		assert row[f"{name}_days"] == pytest.approx(float(value) / 28800, abs=0.006)


def expect_on_time(row: dict, marks: list[bool | None]) -> None:
	limited = [mark for mark in marks if mark is not None]
	assert row["late"] == sum(limited)
	share = 100 * limited.count(False) / len(limited) if limited else None
	assert row["on_time"] == (pytest.approx(share, abs=0.06) if limited else None)


@pytest.mark.parametrize(
	("group", "field", "key"),
	[("Process", "process_code", "process"), ("Unit", "initiator_unit", "org_unit")],
)
def test_runs_by_group_and_their_total(group, field, key):
	rows, total = report(group_by=group)
	groups = defaultdict(list)
	for run in slow_runs():
		groups[run[field]].append(run)

	assert {row[key] for row in rows} == set(groups)
	for row, runs in [*((row, groups[row[key]]) for row in rows), (total, slow_runs())]:
		expect_times(row, [run.working_seconds for run in runs])
		expect_on_time(row, [was_late(run) for run in runs])
		assert row["returns"] == sum(run.returns for run in runs)


def test_steps_by_unit_of_the_assignee_with_waiting_apart():
	rows, total = report(group_by="Step")
	groups = defaultdict(list)
	for task in slow_tasks():
		groups[task.process_code, task.step, task.assignee_unit].append(task)

	assert {(row["process"], row["step"], row["org_unit"]) for row in rows} == set(groups)
	for row in rows:
		tasks = groups[row["process"], row["step"], row["org_unit"]]
		waiting = sum(task.waiting_seconds for task in tasks)
		seconds = [task.waiting_seconds + task.working_seconds for task in tasks]
		expect_times(row, seconds)
		expect_on_time(row, [bool(task.late) if task.due_on else None for task in tasks])
		assert row["waiting_hours"] == pytest.approx(waiting / len(tasks) / 3600, abs=0.006)
		assert row["waiting_hours"] + row["working_hours"] == pytest.approx(row["mean_hours"], abs=0.02)
		assert row["returns"] == sum(task.status == "Returned" for task in tasks)
	expect_times(total, [task.waiting_seconds + task.working_seconds for task in slow_tasks()])


def test_drilling_down_lists_exactly_the_runs_that_were_counted():
	for row in report(group_by="Unit")[0][:3]:
		runs, _total = report(group_by="Run", org_unit=row["org_unit"])
		below = descendants_and_self(row["org_unit"])
		names = {run.name for run in slow_runs() if run.initiator_unit in below}
		assert {run["instance"] for run in runs} == names
		if len(below) == 1:
			assert row["count"] == len(runs)


def test_drilling_down_from_a_step_lists_its_tasks():
	row = report(group_by="Step")[0][0]
	tasks, _total = report(group_by="Task", **{key: row[key] for key in ("process", "org_unit", "step")})
	assert len(tasks) == row["count"]
	assert {task["step_title"] for task in tasks} == {row["label"]}


def test_a_unit_stands_for_all_units_below_it():
	_rows, total = report(group_by="Process", org_unit="Management Departments")
	below = descendants_and_self("Management Departments")
	assert total["count"] == len([run for run in slow_runs() if run.initiator_unit in below])


@pytest.mark.parametrize("status", ["Completed", "Refused", "Withdrawn", "Terminated"])
def test_outcomes_are_told_apart(status):
	rows, _total = report(group_by="Run", status=status)
	runs = frappe.get_all("Process Instance", {"status": status}, ["name", "ended_on"])
	assert {row["instance"] for row in rows} == {run.name for run in runs if in_october(run.ended_on)}


def test_the_last_day_counts_to_its_end():
	name = history.make(1, SINCE, UNTIL, running=0)[0]
	late = {"status": "Completed", "ended_on": "2026-10-31 23:59:59.5"}
	frappe.db.set_value("Process Instance", name, late, update_modified=False)
	assert name in {row["instance"] for row in report(group_by="Run")[0]}


def test_a_manager_sees_the_own_unit_only():
	with signed_in("production"):
		rows, total = report(group_by="Unit")
		assert {row["org_unit"] for row in rows} <= {"Production Section"}
		assert report(group_by="Process", org_unit="Finance Section") == ([], None)
	mine = [run for run in slow_runs() if run.initiator_unit == "Production Section"]
	assert (total["count"] if total else 0) == len(mine)


@pytest.mark.parametrize(
	("who", "sees"), [("hr", True), ("office", True), ("director", True), ("supervision", True)]
)
def test_those_who_see_all_units_see_all(who, sees):
	with signed_in(who):
		assert report(group_by="Process")[1]["count"] == len(slow_runs())


@pytest.mark.parametrize("who", ["promotion", "miner1", "Guest"])
def test_others_may_not_run_it(who):
	with signed_in(who), pytest.raises(frappe.PermissionError):
		query_report.run("Flow Turnaround", OCTOBER)


def test_a_run_leads_on_only_where_the_reader_may_open_it():
	with signed_in("hr"):
		rows, _total = report(group_by="Run")
	own = set(frappe.get_all("Process Instance Participant", {"user": person("hr")}, pluck="instance"))
	assert {row["instance"] for row in rows} - {None} <= own
	assert any(row["instance"] is None for row in rows)


@pytest.mark.parametrize("group", ["Process", "Unit", "Step", "Run", "Task"])
def test_the_number_of_statements_does_not_grow_with_the_rows(group):
	def cost() -> int:
		with signed_in("hr"), counted_statements() as statements:
			report(group_by=group)
		return len(statements)

	cost()
	few = cost()
	history.make(150, SINCE, UNTIL, seed=2)
	assert cost() == few <= 4


@pytest.mark.parametrize("group", ["Process", "Unit", "Step", "Run", "Task"])
def test_without_data_it_says_what_to_do(group):
	nothing = {
		"group_by": group,
		"period": "Chosen Dates",
		"from_date": "2001-01-01",
		"to_date": "2001-01-31",
	}
	columns, rows, message, chart, summary = execute(nothing)
	assert columns and rows == [] and chart is None
	assert "longer period" in message
	assert summary[0]["value"] == 0 and summary[1]["value"] == "–"


def test_it_opens_without_filters_on_this_month():
	assert execute()[0]


def test_a_period_that_ends_before_it_begins_is_refused():
	with pytest.raises(frappe.ValidationError, match="before the first day"):
		execute({"from_date": "2026-10-31", "to_date": "2026-10-01"})


def test_excel_holds_the_rows_and_the_total():
	rows, total = report(group_by="Process")
	with signed_in("hr"):
		sheet = excel("Flow Turnaround", {**OCTOBER, "group_by": "Process"}, len(rows) + 1)
	assert [cell.value for cell in sheet[1]][:2] == ["Process", "Runs"]
	assert sheet.max_row == len(rows) + 2
	last = [cell.value for cell in sheet[sheet.max_row]]
	assert last[:3] == ["Total", total["count"], total["median_hours"]]
