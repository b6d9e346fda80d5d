"""The register names every process once, with the facts of its record and the numbers of its runs."""

from datetime import datetime

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import getdate

from liuwan_process.analytics.export_for_tests import excel
from liuwan_process.process_library.report.process_register.process_register import execute, get_data
from tests import history
from tests.factories import counted_statements, ensure_demo, signed_in

SINCE, UNTIL = datetime(2025, 9, 1), datetime(2026, 11, 20)


@pytest.fixture(autouse=True)
def past():
	ensure_demo()
	history.make(120, SINCE, UNTIL, running=0.4)


def report(**filters) -> list[dict]:
	return get_data(frappe._dict(filters))


def test_every_process_that_is_no_group_is_listed_once():
	assert sorted(row["name"] for row in report()) == sorted(
		frappe.get_all("Process", {"is_group": 0}, pluck="name")
	)


def test_a_row_says_what_the_record_says():
	for row in report():
		process = frappe.get_doc("Process", row["name"])
		assert (row["title"], row["state"], row["current_version"]) == (
			process.title, process.status, process.current_version,
		)  # fmt: skip
		assert row["unit_title"] == (process.org_unit or "")
		number = frappe.db.get_value("Process Version", process.current_version, "version")
		assert row["version_title"] == (f"V{number}" if number else "")
		parent = process.parent_process
		assert row["place"].split(" › ")[-1] == (
			frappe.db.get_value("Process", parent, "title") if parent else ""
		)


def test_runs_are_counted():
	for row in report():
		runs = frappe.get_all("Process Instance", {"process_code": row["name"]}, ["status", "started_on"])
		assert row["running"] == sum(run.status in ("Running", "Suspended") for run in runs)
		assert row["this_year"] == sum(run.started_on.year == getdate().year for run in runs)


def test_filters_narrow_by_domain_unit_and_status():
	rows = report()
	for domain in {row["domain"] for row in rows} - {None}:
		found = {row["name"] for row in report(domain=domain)}
		assert found == {row["name"] for row in rows if row["domain"] == domain}
	frappe.db.set_value("Process", "BO-LEAVE", "org_unit", "Branch Office")
	found = {row["name"] for row in report(org_unit="Marketing Centre")}
	assert found == {row["name"] for row in rows if row["org_unit"] == "Branch Office"} | {"BO-LEAVE"}
	assert {row["state"] for row in report(status="Published")} == {"Published"}
	assert report(status="Retired") == [row for row in rows if row["state"] == "Retired"]


def test_chart_cards_and_total_count_the_rows():
	_columns, rows, _message, chart, summary = execute({})
	total, rows = rows[-1], rows[:-1]
	assert sum(sum(dataset["values"]) for dataset in chart["data"]["datasets"]) == len(rows)
	assert (summary[0]["value"], summary[3]["value"]) == (len(rows), sum(row["running"] for row in rows))
	assert total["this_year"] == sum(row["this_year"] for row in rows)


@pytest.mark.parametrize("who", ["hr", "office", "director", "supervision", "production"])
def test_all_readers_see_all_processes(who):
	with signed_in(who):
		assert len(query_report.run("Process Register")["result"]) == len(report()) + 1


@pytest.mark.parametrize("who", ["promotion", "miner1", "Guest"])
def test_others_may_not_run_it(who):
	with signed_in(who), pytest.raises(frappe.PermissionError):
		query_report.run("Process Register")


def test_the_number_of_statements_does_not_grow_with_the_rows():
	report()
	with counted_statements() as statements:
		report(org_unit="Marketing Centre")
	assert len(statements) <= 3


def test_without_processes_it_says_so():
	columns, rows, message, chart, summary = execute({"org_unit": "Trade Union"})
	assert columns and rows == [] and chart is None
	assert message == "No process matches these filters."
	assert [card["value"] for card in summary] == [0] * 5


def test_excel_holds_the_rows_and_the_total():
	rows = report()
	with signed_in("hr"):
		sheet = excel("Process Register", {}, len(rows) + 1)
	assert sheet.max_row == len(rows) + 2
	assert [cell.value for cell in sheet[1]][:2] == ["Process", "Code"]
	assert sheet.cell(sheet.max_row, 1).value == "Total"
