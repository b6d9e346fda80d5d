"""The report lists exactly the tasks that are late or were closed late, by how much, to those who may see them."""

from collections import Counter
from datetime import datetime

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import now_datetime

from liuwan_process.analytics.export_for_tests import excel
from liuwan_process.process_execution.report.overdue_tasks.overdue_tasks import (
	execute,
	get_rows,
	with_titles,
)
from liuwan_process.process_organization.calendar import get_calendar
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self
from tests import history
from tests.factories import counted_statements, ensure_demo, person, signed_in

SINCE, UNTIL = datetime(2026, 9, 1), datetime(2026, 11, 20)
OCTOBER = {"period": "Chosen Dates", "from_date": "2026-10-01", "to_date": "2026-10-31"}
NOW = datetime(2026, 11, 20, 12, 0)


@pytest.fixture(autouse=True)
def past():
	ensure_demo()
	history.make(120, SINCE, UNTIL, running=0.4)


def report(**filters) -> list[dict]:
	return with_titles(get_rows(frappe._dict({**OCTOBER, **filters}), NOW))


def slow_open(**more) -> list[dict]:
	tasks = frappe.get_all("Process Task", {"status": "Open", **more}, ["*"])
	return [task for task in tasks if task.due_on and task.due_on < NOW]


def slow_closed(**more) -> list[dict]:
	tasks = frappe.get_all(
		"Process Task", {"status": ("in", ("Done", "Returned", "Transferred")), **more}, ["*"]
	)
	late = [task for task in tasks if task.due_on and task.closed_on > task.due_on]
	return [task for task in late if (task.closed_on.year, task.closed_on.month) == (2026, 10)]


def names(rows: list[dict]) -> set[str]:
	return {row["name"] for row in rows}


def test_open_and_closed_tasks_are_listed_once_and_the_latest_first():
	rows = report()
	assert Counter(row["name"] for row in rows) == Counter(names(slow_open() + slow_closed()))
	late = [row["late_seconds"] for row in rows]
	assert late == sorted(late, reverse=True) and min(late) >= 0


def test_either_kind_can_be_listed_alone():
	assert names(report(state="Open")) == names(slow_open())
	assert names(report(state="Closed late")) == names(slow_closed())


def test_late_by_is_working_time_by_the_calendar_of_the_unit():
	tasks = {task.name: task for task in slow_open() + slow_closed()}
	for row in report():
		task = tasks[row["name"]]
		seconds = get_calendar(task.assignee_unit).between(task.due_on, task.closed_on or NOW)
		assert row["late_seconds"] == seconds
		assert (row["late_hours"], row["late_days"]) == (round(seconds / 3600, 2), round(seconds / 28800, 2))


def test_the_state_stands_in_words():
	words = {row["name"]: row["state"] for row in report()}
	for task in slow_open():
		assert words[task.name] == ("In work" if task.seen_on else "Not opened yet")
	for task in slow_closed():
		assert words[task.name] == {"Done": "Done late", "Returned": "Returned late"}[task.status]


def test_filters_narrow_by_unit_process_and_person():
	below = descendants_and_self("Production Teams")
	everything = slow_open() + slow_closed()
	assert names(report(org_unit="Production Teams")) == {
		t.name for t in everything if t.assignee_unit in below
	}
	assert names(report(process="BO-LEAVE")) == {t.name for t in everything if t.process_code == "BO-LEAVE"}
	assert names(report(person=person("miner1"))) == {
		t.name for t in everything if t.assignee == person("miner1")
	}


def test_a_process_group_stands_for_all_below_it():
	parent = frappe.db.get_value("Process", "BO-LEAVE", "parent_process")
	assert names(report(process=parent)) >= names(report(process="BO-LEAVE"))


def test_a_cancelled_task_is_nobodys_delay():
	task = slow_open()[0]
	frappe.db.set_value(
		"Process Task", task.name, {"status": "Cancelled", "late": 1, "closed_on": "2026-10-15"}
	)
	assert task.name not in names(report())


def test_a_manager_sees_the_tasks_of_the_own_units():
	with signed_in("safety"):
		rows = report()
	units = {"Safety Supervision Office", "Information Desk"}
	assert names(rows) == {t.name for t in slow_open() + slow_closed() if t.assignee_unit in units}


@pytest.mark.parametrize("who", ["promotion", "miner1", "Guest"])
def test_others_may_not_run_it(who):
	with signed_in(who), pytest.raises(frappe.PermissionError):
		query_report.run("Overdue Tasks", OCTOBER)


def test_chart_cards_and_total_count_the_rows():
	_columns, rows, _message, chart, summary = execute(OCTOBER)
	total, rows = rows[-1], rows[:-1]
	drawn = sum(sum(dataset["values"]) for dataset in chart["data"]["datasets"])
	assert summary[0]["value"] + summary[1]["value"] == len(rows) >= drawn > 0
	assert total["late_hours"] == pytest.approx(sum(row["late_seconds"] for row in rows) / 3600, abs=0.01)
	assert summary[3]["value"] == len({row["assignee"] for row in rows})


def test_the_number_of_statements_does_not_grow_with_the_rows():
	def cost() -> int:
		with signed_in("hr"), counted_statements() as statements:
			report()
		return len(statements)

	cost()
	few = cost()
	history.make(150, SINCE, UNTIL, seed=2, running=0.4)
	assert cost() == few <= 4


def test_without_data_it_says_so():
	nothing = {"person": "nobody@liuwan.example"}
	columns, rows, message, chart, summary = execute(nothing)
	assert columns and rows == [] and chart is None
	assert message.startswith("Nothing is overdue")
	assert [card["value"] for card in summary] == [0, 0, "–", 0]


def test_excel_holds_the_rows_and_the_total():
	rows = get_rows(frappe._dict(OCTOBER), now_datetime())
	with signed_in("hr"):
		sheet = excel("Overdue Tasks", OCTOBER, len(rows) + 1)
	assert sheet.max_row == len(rows) + 2
	assert [cell.value for cell in sheet[1]][:3] == ["Process", "Run Title", "Step"]
	assert [cell.value for cell in sheet[sheet.max_row]][:2] == ["Total", f"{len(rows)} tasks"]
