"""Tasks that are or were late: rows of the log, one statement."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.query_builder import DocType
from pypika.enums import Order

from liuwan_process.analytics.selection import Selection

FIELDS = (
	"name",
	"instance",
	"title",
	"process_code",
	"step_title",
	"status",
	"assignee",
	"assignee_name",
	"assignee_unit",
	"initiator_name",
	"opened_on",
	"seen_on",
	"closed_on",
	"due_on",
	"reminders",
)
# Closed late by a person's own act. A task that another person's decision cancelled is nobody's delay any more.
CLOSED = ("Done", "Returned", "Transferred")
OPEN, CLOSED_LATE = "Open", "Closed late"


def rows(wanted: Selection, now: datetime, which: str = "") -> list[frappe._dict]:
	"""Open tasks past due at `now`, and tasks closed late in the period; `which` takes only the one or the other.

	The most overdue come first.
	"""
	table = DocType("Process Task")
	is_open = (table.status == "Open") & (table.due_on < now)
	is_closed = table.status.isin(CLOSED) & (table.late == 1) & wanted.within(table.closed_on)
	conditions = {OPEN: is_open, CLOSED_LATE: is_closed}
	query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
	query = query.where(conditions.get(which, is_open | is_closed))
	query = wanted.narrow(query, table.assignee_unit, table.process_code)
	if wanted.person:
		query = query.where(table.assignee == wanted.person)
	return query.orderby(table.due_on, order=Order.asc).run(as_dict=True)
