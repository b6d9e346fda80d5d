"""The comparison counts the runs and tasks of two processes, each by itself."""

from datetime import datetime

import frappe
import pytest

from liuwan_process.analytics.figures import DAY, median
from liuwan_process.process_execution.report.process_comparison.process_comparison import _place, execute
from tests import history
from tests.factories import ensure_demo, signed_in

PERIOD = {"period": "Chosen Dates", "from_date": "2026-09-01", "to_date": "2026-10-31"}
BOTH = {**PERIOD, "first": "BO-LEAVE", "second": "SA-ACCEPT"}


@pytest.fixture(autouse=True)
def past():
	ensure_demo()
	history.make(80, datetime(2026, 9, 1), datetime(2026, 10, 20), processes=("BO-LEAVE", "SA-ACCEPT"))


def seconds(process: str) -> list[int]:
	filters = {"process_code": process, "status": ("in", ("Completed", "Refused"))}
	filters["ended_on"] = ("between", ("2026-09-01 00:00:00", "2026-10-31 23:59:59.999999"))
	return sorted(frappe.get_all("Process Instance", filters, pluck="working_seconds"))


def test_each_process_is_counted_by_itself():
	whole = {row["process_code"]: row for row in execute(BOTH)[1] if row["part"] == "Whole run"}
	for process in ("BO-LEAVE", "SA-ACCEPT"):
		slow = seconds(process)
		assert slow and whole[process]["count"] == len(slow)
		assert whole[process]["median"] == round(median(slow) / DAY, 2)


def test_steps_stand_below_their_process():
	rows = execute(BOTH)[1]
	codes = [row["process_code"] for row in rows]
	assert codes == sorted(codes)
	assert "Office manager decides" in {row["part"] for row in rows if row["process_code"] == "BO-LEAVE"}


def test_the_cards_give_the_difference():
	first, second = (median(seconds(process)) for process in ("BO-LEAVE", "SA-ACCEPT"))
	assert execute(BOTH)[4][-1]["value"] == f"{(second - first) * 100 / first:.1f}"


def test_the_chart_has_a_line_for_each():
	chart = execute(BOTH)[3]
	assert len(chart["data"]["datasets"]) == 2
	for line in chart["data"]["datasets"]:
		assert line["values"] == sorted(line["values"])


def test_without_two_processes_it_asks_for_them():
	assert execute({**PERIOD, "first": "BO-LEAVE"})[2] == "Please choose two processes"


def test_a_reader_without_units_sees_nothing():
	with signed_in("miner1"):
		assert all(row["count"] == 0 for row in execute(BOTH)[1])


@pytest.mark.pure
def test_numbered_steps_stand_in_the_order_of_their_numbers():
	titles = ["10 Ten", "2.10 X", "2.2 Y", "Zebra", "1a Check", "1 Apply", "Ant"]
	assert sorted(titles, key=_place) == ["1 Apply", "1a Check", "2.2 Y", "2.10 X", "10 Ten", "Ant", "Zebra"]
