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
from liuwan_process.analytics.turnaround import MOST_LISTED
from liuwan_process.process_organization.calendar import get_calendar

MOST_BARS = 8
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows with the total last, a note, chart, cards."""
	found = get_rows(frappe._dict(filters or {}), now_datetime())
	rows = with_titles(found[:MOST_LISTED])
	if rows:
		rows.append(_total(found))
	return get_columns(), rows, get_message(len(found)), get_chart(found), get_summary(found)


def get_columns() -> list[Row]:
	return [
		column("process_title", _("Process"), width=170, link=("Process", "process_code")),
		column("title", _("Run Title"), width=230, link=("Process Instance", "instance")),
		column("step_title", _("Step"), width=150),
		column("assignee_name", _("Assignee"), width=85),
		column("unit_title", _("Assignee's Unit"), width=140),
		column("state", _("State"), width=110),
		column("late_hours", _("Late by (h)"), "Float", 90),
		column("late_days", _("Late by (d)"), "Float", 90),
		column("due_on", _("Due On"), "Datetime", 160),
		column("opened_on", _("Opened On"), "Datetime", 160),
		column("closed_on", _("Closed On"), "Datetime", 160),
		column("initiator_name", _("Initiator"), width=85),
		column("reminders", _("Reminders"), "Int", 85),
	]


def get_rows(filters: Row, now: datetime) -> list[Row]:
	"""Rows of the log with `late_seconds`, the latest first. One statement beside those of the selection."""
	rows = overdue.rows(select(filters), now, filters.get("state") or "")
	for row in rows:
		row["late_seconds"] = late_by(row, now)
	return sorted(rows, key=lambda row: -row["late_seconds"])


def with_titles(rows: list[Row]) -> list[Row]:
	"""Rows as people read them; two statements for all."""
	names = titles.processes(row.process_code for row in rows)
	seen = titles.seen_runs({row.instance for row in rows})
	return [row | _shown(row, names, seen) for row in rows]


def _shown(row: Row, names: dict[str, str], seen: set[str]) -> Row:
	return {
		"process_title": names.get(row.process_code, row.process_code),
		"step_title": _(row.step_title),
		"unit_title": titles.unit(row.assignee_unit),
		"instance": row.instance if row.instance in seen else None,
		"state": state(row),
		"late_hours": hours(row.late_seconds),
		"late_days": days(row.late_seconds),
	}


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
	units = [unit for unit, _number in Counter(row["assignee_unit"] for row in rows).most_common(MOST_BARS)]
	waiting = Counter(row["assignee_unit"] for row in rows if row["status"] == "Open")
	closed = Counter(row["assignee_unit"] for row in rows if row["status"] != "Open")
	datasets = [
		{"name": _("Still open"), "values": [waiting[unit] for unit in units]},
		{"name": _("Closed late"), "values": [closed[unit] for unit in units]},
	]
	return {
		"data": {"labels": [titles.unit(unit) for unit in units], "datasets": datasets},
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
			"Red" if len(rows) > len(waiting) else "Green",
		),
		card(_("Longest, working days"), longest, "Float"),
		card(_("People concerned"), len({row["assignee"] for row in rows}), "Int"),
	]


def get_message(count: int) -> str:
	if not count:
		return _("Nothing is overdue here, and nothing was closed late in this period.") + scope_note()
	meaning = _("Open tasks past their limit now, and tasks closed late in the period.")
	measure = _(
		"Late by: working time by the calendar of the assignee's unit, h in hours, d in days of 8 hours."
	)
	cut = _("The latest {0} of {1} are listed; the cards cover all.").format(MOST_LISTED, count)
	return " ".join([meaning, measure, *([cut] if count > MOST_LISTED else [])]) + scope_note()
