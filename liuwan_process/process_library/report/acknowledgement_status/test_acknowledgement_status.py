"""The report counts every person once, within what its reader may see."""

from datetime import timedelta

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import now_datetime

from liuwan_process.analytics import reading_cards
from liuwan_process.analytics.export_for_tests import excel
from liuwan_process.api import reading
from liuwan_process.process_library.announcements.support_for_tests import CODE, announced, as_, forget, of
from liuwan_process.process_library.report.acknowledgement_status.acknowledgement_status import execute
from tests.factories import counted_statements, ensure_demo, person, signed_in

PAST = timedelta(days=3)
TEAM = "Fully Mechanised Mining Team 1"


@pytest.fixture(autouse=True)
def four_people():
	"""Read in time, read late, overdue, and no longer asked; and one of another unit, open."""
	ensure_demo()
	doc = announced()
	for login in ("team1", "miner3", "hr2"):
		staff = frappe.db.get_value("Staff Member", {"user": person(login)})
		doc.append("readers", {"staff": staff, "reason": "Has to know"})
	doc.save()
	as_("miner1", reading.acknowledge, of("miner1", doc.name))
	late(of("miner2", doc.name))
	as_("miner2", reading.acknowledge, of("miner2", doc.name))
	late(of("team1", doc.name))
	next(row for row in doc.readers if row.staff_name == "苗壮").update({"left_out": 1, "reason": "Left"})
	doc.save()
	frappe.db.commit()
	yield doc.name
	frappe.db.rollback()
	forget()


def late(name: str) -> None:
	frappe.db.set_value("Process Acknowledgement", name, "due_on", now_datetime() - PAST)


def report(**filters) -> tuple:
	_columns, rows, message, chart, summary = execute({"process": CODE, **filters})
	return rows, chart, summary, message


def test_people_are_listed_with_their_state():
	rows = report(group_by="Person")[0][:-1]
	states = {row["staff_name"]: row["state"] for row in rows}
	assert states == {
		"常虎子": "Read in time",
		"吴二牛": "Read late",
		"石大鹏": "Overdue",
		"苗壮": "Excused",
		"安晓红": "Open",
	}


@pytest.mark.parametrize("group", ["Unit", "Process", "Announcement"])
def test_groups_total_chart_and_cards_count_the_same(group):
	rows, chart, summary, _message = report(group_by=group)
	total, rows = rows[-1], rows[:-1]
	for key, number in {"asked": 4, "read": 2, "read_late": 1, "open": 2, "overdue": 1, "excused": 1}.items():
		assert total[key] == number == sum(row[key] for row in rows), key
	assert total["share"] == 50
	assert sum(sum(dataset["values"]) for dataset in chart["data"]["datasets"]) == 4
	assert [card["value"] for card in summary] == [4, 2, 1, 2, 1, 50]


def test_the_unit_with_most_overdue_comes_first():
	rows = report()[0]
	assert rows[0]["group"] == TEAM and (rows[0]["asked"], rows[0]["overdue"]) == (3, 1)


@pytest.mark.parametrize(
	("filters", "number"),
	[
		({"state": "Overdue"}, 1),
		({"state": "Excused"}, 1),
		({"org_unit": TEAM}, 3),
		({"period": "Last Year"}, 0),
	],
)
def test_filters_narrow(filters, number):
	rows = report(group_by="Person", **filters)[0]
	assert len(rows[:-1]) == number


def test_a_manager_sees_the_own_units_only():
	with signed_in("production"):
		assert report(group_by="Person")[0] == []
	with signed_in("hr"):
		assert len(report(group_by="Person")[0]) == 6


@pytest.mark.parametrize("who", ["promotion", "miner1", "Guest"])
def test_others_may_not_run_it(who):
	with signed_in(who), pytest.raises(frappe.PermissionError):
		query_report.run("Acknowledgement Status")


def test_the_card_counts_who_is_overdue():
	others = frappe.db.count("Process Acknowledgement", {"status": "Open", "due_on": ("<", now_datetime())})
	with signed_in("office"):
		assert reading_cards.overdue() == others >= 1
	with signed_in("production"):
		assert reading_cards.overdue() == 0
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		reading_cards.overdue()


def test_it_costs_few_statements():
	report()
	with counted_statements() as statements:
		report(org_unit=TEAM)
	assert len(statements) <= 6, statements


def test_without_rows_it_says_so():
	rows, chart, _summary, message = report(period="Last Year")
	assert rows == [] and chart is None and message.startswith("Nobody was asked")


def test_excel_holds_the_rows_and_the_total():
	rows = report()[0]
	with signed_in("office"):
		sheet = excel(
			"Acknowledgement Status", {"process": CODE, "group_by": "Unit", "period": "This Year"}, len(rows)
		)
	assert sheet.max_row == len(rows) + 1
