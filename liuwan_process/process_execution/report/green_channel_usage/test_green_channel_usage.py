"""The report counts each urgent start once, in its month and for its unit, and what is to be made up of it."""

from datetime import datetime, timedelta

import frappe
import pytest

from liuwan_process.analytics.export_for_tests import excel
from liuwan_process.engine import acts, clock
from liuwan_process.engine.start import start
from liuwan_process.process_execution.report.green_channel_usage.green_channel_usage import execute
from tests.factories import (
	counted_statements,
	document,
	ensure_demo,
	only_task,
	person,
	publish_process,
	signed_in,
	step,
)

CODE = "T-GREEN-REPORT"
MAY, JUNE = datetime(2026, 5, 12, 10), datetime(2026, 6, 9, 10)
PERIOD = {"period": "Chosen Dates", "from_date": "2026-05-01", "to_date": "2026-06-30", "process": CODE}


@pytest.fixture(autouse=True)
def urgent_runs():
	"""In May two of the branch office and one of the mining team, in June one; one of May is complete."""
	ensure_demo()
	publish_process(
		document(
			CODE,
			[
				step("start", "start"),
				step("papers", user="hr", deferrable=True, make_up={"amount": 5, "unit": "days"}),
				step("work", "task", user="office"),
				step("end", "end"),
			],
			["start>papers Submit", "papers>work", "work>end Done"],
			policies={"urgent_quota": 4},
		)
	)
	complete = begin("sales1", MAY, "Flood")
	do("office", complete, MAY + timedelta(days=1), "Done")
	do("hr", complete, MAY + timedelta(days=9), "Approve")
	waiting = begin("sales1", MAY, "Flood")
	do("office", waiting, MAY + timedelta(days=1), "Done")
	begin("miner1", MAY, "Rescue")
	begin("sales1", JUNE, "Fair")


def begin(login: str, moment: datetime, reason: str) -> str:
	with signed_in(login), clock.at(moment):
		return start(CODE, {}, urgent=True, urgent_reason=reason)["instance"]


def do(login: str, instance: str, moment: datetime, action: str) -> None:
	with signed_in(login), clock.at(moment):
		acts.decide(only_task(login, instance), action)


def report(**filters) -> list[dict]:
	return execute({**PERIOD, **filters})[1]


def test_each_month_and_unit_has_a_row_with_quota_and_use():
	rows = {(row["month_shown"], row["org_unit"]): row for row in report()}
	branch, team = "Branch Office", "Fully Mechanised Mining Team 1"
	assert set(rows) == {("2026-05", branch), ("2026-05", team), ("2026-06", branch)}
	assert [(row["quota"], row["used"], row["share"]) for row in rows.values()] == [
		(4, 2, 50),
		(4, 1, 25),
		(4, 1, 25),
	]
	may = rows["2026-05", branch]
	assert (may["made_up"], may["open"], may["late_make_ups"], may["running"]) == (1, 1, 2, 0)
	assert may["reasons"] == "Flood" and rows["2026-05", team]["running"] == 1


def test_use_is_the_number_of_runs():
	runs = report(show="Runs")
	assert sum(row["used"] for row in report()) == len(runs) == 4
	assert [run["state"] for run in runs if run["urgent_reason"] == "Flood"] in (
		["Making up", "Completed"],
		["Completed", "Making up"],
	)


def test_the_drill_down_of_a_row_lists_its_runs():
	may = {"from_date": "2026-05-01", "to_date": "2026-05-31", "org_unit": "Branch Office"}
	assert {row["urgent_reason"] for row in report(show="Runs", **may)} == {"Flood"}


def test_chart_and_cards_add_up():
	_columns, _rows, _message, chart, cards = execute(PERIOD)
	assert chart["data"]["labels"] == ["2026-05", "2026-06"]
	assert chart["data"]["datasets"][1]["values"] == [3, 1]
	assert [each["value"] for each in cards] == [4, "33.3", 1, 2]


def test_a_reader_sees_the_units_below_his_own():
	with signed_in("sales.vp"):
		assert {row["org_unit"] for row in report()} == {"Branch Office"}
	with signed_in("hr"):
		assert len(report()) == 3


def test_statements_do_not_grow_with_the_runs():
	def statements() -> int:
		with counted_statements() as found:
			execute({**PERIOD, "show": "Runs"})
		return len(found)

	statements()  # fills the caches
	few = statements()
	begin("miner1", JUNE, "Again")
	begin("sales1", JUNE, "Again")
	assert statements() == few


def test_nothing_found_says_so():
	message = execute({**PERIOD, "from_date": "2024-01-01", "to_date": "2024-01-31"})[2]
	assert message.startswith("Nobody started urgently")


def test_it_downloads_as_excel():
	sheet = excel("Green Channel Usage", PERIOD, 3)
	assert sheet.max_row >= 4 and sheet.cell(1, 1).value == "Month"


def test_it_is_not_for_everybody():
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		frappe.desk.query_report.run("Green Channel Usage", PERIOD)
	assert person("miner1")
