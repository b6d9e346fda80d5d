"""Tasks past their limit: still open, or closed late in the period."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from liuwan_process.analytics import overdue, titles
from liuwan_process.analytics.columns import card, column
from liuwan_process.analytics.figures import days, hours
from liuwan_process.analytics.scope import scope_note
from liuwan_process.analytics.selection import select
from liuwan_process.process_organization.calendar import get_calendar

MOST_BARS = 12
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows with the total last, a note, chart, cards."""
	rows = get_data(frappe._dict(filters or {}), now_datetime())
	chart, summary = get_chart(rows), get_summary(rows)
	if rows:
		rows.append(_total(rows))
	return get_columns(), rows, get_message(rows), chart, summary


def get_columns() -> list[Row]:
	return [
		column("process_title", _("Process"), width=170, link=("Process", "process_code")),
		column("title", _("Run"), width=230, link=("Process Instance", "instance")),
		column("step_title", _("Step"), width=150),
		column("assignee_name", _("Assignee"), width=85),
		column("unit_title", _("Assignee's Unit"), width=140),
		column("state", _("State"), width=110),
		column("late_hours", _("Late by (Hours)"), "Float", 105),
		column("late_days", _("Late by (Days)"), "Float", 105),
		column("due_on", _("Due On"), "Datetime", 140),
		column("opened_on", _("Opened On"), "Datetime", 140),
		column("closed_on", _("Closed On"), "Datetime", 140),
		column("initiator_name", _("Initiator"), width=85),
		column("reminders", _("Reminders"), "Int", 85),
	]


def get_data(filters: Row, now: datetime) -> list[Row]:
	"""The latest first. Four statements at most beside those of the selection, however many rows there are."""
	rows = overdue.rows(select(filters), now, filters.get("state") or "")
	names = titles.processes(row.process_code for row in rows)
	seen = titles.seen_runs({row.instance for row in rows})
	for row in rows:
		late = late_by(row, now)
		row.update(
			process_title=names.get(row.process_code, row.process_code),
			step_title=_(row.step_title),
			unit_title=titles.unit(row.assignee_unit),
			instance=row.instance if row.instance in seen else None,
			state=state(row),
			late_seconds=late,
			late_hours=hours(late),
			late_days=days(late),
		)
	return sorted(rows, key=lambda row: -row["late_seconds"])


def late_by(row: Row, now: datetime) -> int:
	"""Working seconds from the limit until the task was closed, or until now, by the calendar of its person's unit."""
	return get_calendar(row["assignee_unit"]).between(row["due_on"], row["closed_on"] or now)


def state(row: Row) -> str:
	if row["status"] == "Open":
		return _("In work") if row["seen_on"] else _("Not opened yet")
	return {
		"Done": _("Done late"),
		"Returned": _("Returned late"),
		"Transferred": _("Handed over late"),
	}[row["status"]]


def _total(rows: list[Row]) -> Row:
	seconds = sum(row["late_seconds"] for row in rows)
	return {
		"process_title": _("Total"),
		"title": _("{0} tasks").format(len(rows)),
		"late_hours": hours(seconds),
		"late_days": days(seconds),
		"reminders": sum(row["reminders"] or 0 for row in rows),
		"is_total": 1,
	}


def get_chart(rows: list[Row]) -> Row | None:
	"""Overdue tasks by unit, the open ones apart from those that were closed late."""
	if not rows:
		return None
	units = [unit for unit, _number in Counter(row["unit_title"] for row in rows).most_common(MOST_BARS)]
	waiting = Counter(row["unit_title"] for row in rows if row["status"] == "Open")
	closed = Counter(row["unit_title"] for row in rows if row["status"] != "Open")
	datasets = [
		{"name": _("Still open"), "values": [waiting[unit] for unit in units]},
		{"name": _("Closed late"), "values": [closed[unit] for unit in units]},
	]
	return {
		"data": {"labels": units, "datasets": datasets},
		"type": "bar",
		"colors": ["#e24c4c", "#f8b64c"],
		"fieldtype": "Int",
		"barOptions": {"stacked": 1, "spaceRatio": 0.5},
	}


def get_summary(rows: list[Row]) -> list[Row]:
	waiting = [row for row in rows if row["status"] == "Open"]
	longest = days(max(row["late_seconds"] for row in rows)) if rows else None
	return [
		card(_("Overdue and open"), len(waiting), "Int", "Red" if waiting else "Green"),
		card(
			_("Closed late"),
			len(rows) - len(waiting),
			"Int",
			"Orange" if len(rows) > len(waiting) else "Green",
		),
		card(_("Longest, working days"), longest, "Float"),
		card(_("People concerned"), len({row["assignee"] for row in rows}), "Int"),
	]


def get_message(rows: list[Row]) -> str:
	if not rows:
		return _("Nothing is overdue here, and nothing was closed late in this period.") + scope_note()
	meaning = _("Open tasks past their limit now, and tasks closed late in the period.")
	measure = _(
		"Late by: working time by the work calendar of the assignee's unit; a day is 8 working hours."
	)
	return f"{meaning} {measure}{scope_note()}"
