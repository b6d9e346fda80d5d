"""Figures of the workspaces' number cards, each within what its reader may see.

Frappe's own counting goes by who takes part in a run; those who read figures need not take part in any.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import add_days, cint, now_datetime, today
from pypika.terms import Field

from liuwan_process.analytics import turnaround
from liuwan_process.analytics.figures import Figures, days, grouped, merged
from liuwan_process.analytics.overdue import CLOSED
from liuwan_process.analytics.scope import require_reader
from liuwan_process.analytics.selection import Selection, select

Filters = str | dict[str, Any] | list[Any] | None
NOTHING = "–"


def _this_month(**more: str) -> Selection:
	require_reader()
	return select({"period": "This Month", **more})


def _count(doctype: str, wanted: Selection, unit: str, *conditions: Field) -> int:
	table = DocType(doctype)
	query = wanted.narrow(frappe.qb.from_(table).select(Count("*")), table[unit], table.process_code)
	for condition in conditions:
		query = query.where(condition)
	return query.run()[0][0]


@frappe.whitelist()
def running(filters: Filters = None) -> int:
	"""Runs under way."""
	run = DocType("Process Instance")
	wanted = _this_month()
	return _count("Process Instance", wanted, "initiator_unit", run.status.isin(("Running", "Suspended")))


@frappe.whitelist()
def ended(filters: Filters = None) -> int:
	"""Runs completed or refused this month, as the turnaround report counts them when it opens."""
	run, wanted = DocType("Process Instance"), _this_month()
	conditions = (run.status.isin(wanted.statuses), wanted.within(run.ended_on))
	return _count("Process Instance", wanted, "initiator_unit", *conditions)


@frappe.whitelist()
def overdue(filters: Filters = None) -> int:
	"""Open tasks past their limit."""
	task, wanted = DocType("Process Task"), _this_month()
	return _count(
		"Process Task", wanted, "assignee_unit", task.status == "Open", task.due_on < now_datetime()
	)


@frappe.whitelist()
def closed_late(filters: Filters = None) -> int:
	"""Tasks closed late this month."""
	task, wanted = DocType("Process Task"), _this_month()
	conditions = (task.status.isin(CLOSED), task.late == 1, wanted.within(task.closed_on))
	return _count("Process Task", wanted, "assignee_unit", *conditions)


@frappe.whitelist()
def on_time(filters: Filters = None) -> dict[str, Any] | str:
	"""Share of this month's runs that kept their limits, in percent; a dash where none had a limit."""
	share = _figures().on_time
	return NOTHING if share is None else {"value": round(share, 1), "fieldtype": "Percent"}


@frappe.whitelist()
def median_time(filters: Filters = None) -> dict[str, Any] | str:
	"""Median of this month's runs in working days of eight hours."""
	middle = days(_figures().median)
	return NOTHING if middle is None else {"value": middle, "fieldtype": "Float", "precision": 1}


def _figures() -> Figures:
	return merged(grouped(turnaround.run_rows(_this_month(), ()), 0).values()).figures()


@frappe.whitelist()
def published(filters: Filters = None) -> int:
	"""Processes that can be started."""
	return _processes("Published")


@frappe.whitelist()
def drafts(filters: Filters = None) -> int:
	"""Processes that were never published."""
	return _processes("Draft")


def _processes(status: str) -> int:
	require_reader()
	return frappe.db.count("Process", {"status": status, "is_group": 0})


@frappe.whitelist()
def reviews_due(filters: Filters = None) -> int:
	"""Published processes whose review is due within the days that the settings name, or overdue."""
	require_reader()
	until = add_days(today(), cint(frappe.db.get_single_value("Process Settings", "review_remind_days")))
	return frappe.db.count("Process", {"status": "Published", "is_group": 0, "review_due": ("<=", until)})
