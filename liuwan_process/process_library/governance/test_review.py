"""Published processes are looked over in time: the day, the reminders, the escalation, and that it was done."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from liuwan_process.analytics import cards
from liuwan_process.api import releases
from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.compiler.retire import retire
from liuwan_process.process_library.governance import carrying_out, review
from liuwan_process.process_library.governance.support_for_tests import (
	CODE,
	UNIT,
	approve,
	facts,
	process,
	send,
	settings,
)
from liuwan_process.process_library.report.review_due.review_due import execute, get_data
from tests.factories import counted_statements, person, signed_in


@pytest.fixture
def published(flows):
	process(flows)
	flows.publish(leave(org_unit=UNIT))
	return CODE


def due_in(days: int) -> None:
	frappe.db.set_value("Process", CODE, {"review_due": add_days(today(), days), "review_told": None})
	frappe.db.commit()


def told(login: str) -> int:
	log = {"document_type": "Process", "document_name": CODE, "for_user": person(login)}
	return frappe.db.count("Notification Log", log)


def test_a_published_process_is_due_after_the_site_s_months(published):
	assert facts().review_due == getdate(add_months(today(), 12))


def test_a_release_sets_the_interval(flows):
	process(flows)
	release = send(review_months=6)
	approve(release)
	carrying_out.carry_out(release)

	assert facts().review_due == getdate(add_months(today(), 6))


def test_without_months_nothing_is_due(flows):
	process(flows)
	with settings(review_months=0):
		flows.publish(leave(org_unit=UNIT))

		assert facts().review_due is None


def test_a_retired_process_is_not_reviewed(published):
	retire(CODE)

	assert facts().review_due is None


def test_who_answers_is_reminded_once(published):
	due_in(10)
	review.remind()
	review.remind(getdate(add_days(today(), 1)))

	assert (told("production"), told("office"), told("safety")) == (1, 0, 0)


def test_what_is_far_off_is_not_told(published):
	due_in(100)
	review.remind()

	assert told("production") == 0


def test_overdue_goes_to_the_office_too_and_is_repeated_every_week(published):
	due_in(-1)
	for day in (0, 1, 6, 7, 8):
		review.remind(getdate(add_days(today(), day)))

	assert (told("production"), told("office")) == (2, 2)


def test_reviewed_without_a_change_moves_the_day_on_and_is_kept(published):
	due_in(-3)
	with signed_in("production"):
		assert releases.confirm_review(CODE, "Still right") == add_months(today(), 12)

	kept = frappe.get_all(
		"Process Review", {"process_code": CODE}, ["reviewed_by", "note", "due_before", "next_due"]
	)
	assert kept == [
		{
			"reviewed_by": person("production"),
			"note": "Still right",
			"due_before": getdate(add_days(today(), -3)),
			"next_due": getdate(add_months(today(), 12)),
		}
	]
	assert frappe.db.get_value("Process", CODE, "reviewed_by") == person("production")


@pytest.mark.parametrize("login", ["safety", "miner1", "Guest"])
def test_others_do_not_confirm_a_review(published, login):
	with signed_in(login), pytest.raises(frappe.PermissionError):
		releases.confirm_review(CODE)


def test_the_owner_confirms_it(published):
	owner = frappe.db.get_value("Staff Member", {"user": person("safety")})
	frappe.db.set_value("Process", CODE, "process_owner", owner)
	frappe.db.commit()
	with signed_in("safety"):
		assert releases.confirm_review(CODE)


def row(**filters) -> dict | None:
	return next((r for r in get_data(frappe._dict(filters)) if r.name == CODE), None)


def test_the_report_shows_what_is_overdue_and_due_soon(published):
	for days, state in ((-1, "Overdue"), (0, "Due Soon"), (30, "Due Soon")):
		due_in(days)
		assert (row().state, row().days_left) == (state, days)
	due_in(31)
	assert row() is None
	assert row(state="Not Due Yet").days_left == 31
	assert row(due_in=31).state == "Due Soon"


def test_the_report_narrows_by_unit_and_counts(published):
	due_in(-1)
	assert row(org_unit=UNIT) and row(org_unit="Management Departments")
	assert row(org_unit="Branch Office") is None
	_columns, rows, _message, chart, summary = execute({"org_unit": UNIT})
	assert sum(sum(d["values"]) for d in chart["data"]["datasets"]) == len(rows) - 1 == summary[0]["value"]


def test_the_report_reads_in_one_statement(published):
	get_data(frappe._dict())
	with counted_statements() as statements:
		get_data(frappe._dict())

	assert len(statements) == 1


def test_the_card_counts_what_is_due(published):
	due_in(400)
	before = cards.reviews_due()
	due_in(1)

	assert cards.reviews_due() == before + 1
