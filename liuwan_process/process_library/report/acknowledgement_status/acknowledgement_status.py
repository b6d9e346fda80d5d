"""Who has read what changed: by unit, by process, by announcement or by person."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import now_datetime

from liuwan_process.analytics import titles
from liuwan_process.analytics.columns import card, column
from liuwan_process.analytics.scope import scope_note
from liuwan_process.analytics.selection import Selection, select
from liuwan_process.analytics.turnaround import MOST_LISTED

# State of a person: its colour in the chart.
STATES = {"Read in time": "#28a745", "Read late": "#f8b64c", "Open": "#5e9bd1", "Overdue": "#e24c4c"}
GROUPS = {"Unit": "org_unit", "Process": "process_code", "Announcement": "announcement"}
MOST_BARS = 12
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows with the total last, a note, chart, cards."""
	filters = frappe._dict({"group_by": "Unit", "period": "This Year"} | (filters or {}))
	found = get_rows(filters, select(filters), now_datetime())
	by_person = filters.group_by == "Person"
	rows = [_person(row) for row in found[:MOST_LISTED]] if by_person else grouped(found, filters.group_by)
	if rows:
		rows.append(_total(found, by_person))
	columns = get_person_columns() if by_person else get_columns(filters.group_by)
	return columns, rows, get_message(found), get_chart(found, filters.group_by), get_summary(found)


def get_columns(group: str) -> list[Row]:
	names = {"Unit": _("Unit"), "Process": _("Process"), "Announcement": _("Announcement")}
	return [
		column("group_title", names[group], width=260, align="left"),
		column("asked", _("Asked"), "Int", 80),
		column("read", _("Have Read"), "Int", 90),
		column("read_late", _("Of Them Late"), "Int", 100),
		column("open", _("Open"), "Int", 80),
		column("overdue", _("Overdue"), "Int", 90),
		column("share", _("Read (%)"), "Percent", 90, precision=1),
		column("score", _("Mean Score (%)"), "Percent", 120, precision=1),
		column("excused", _("No Longer Asked"), "Int", 120),
	]


def get_person_columns() -> list[Row]:
	return [
		column("staff_name", _("Person"), width=110, link=("Process Acknowledgement", "name"), align="left"),
		column("unit_title", _("Unit"), width=170, align="left"),
		column("process_title", _("Process"), width=200, link=("Process", "process_code")),
		column("version_title", _("Version"), width=80, link=("Process Version", "version")),
		column("state_title", _("State"), width=120),
		column("sent_on", _("Sent On"), "Datetime", 160),
		column("due_on", _("Due On"), "Datetime", 160),
		column("read_on", _("Read On"), "Datetime", 160),
		column("score", _("Score (%)"), "Percent", 90, precision=1),
		column("attempts", _("Attempts"), "Int", 90),
		column("reminders", _("Reminders"), "Int", 90),
	]


def get_rows(filters: Row, wanted: Selection, now: datetime) -> list[Row]:
	"""Acknowledgements with their `state`, the latest due first; one statement beside those of the selection."""
	ack = DocType("Process Acknowledgement")
	query = frappe.qb.from_(ack).select("*").where(wanted.within(ack.sent_on))
	query = wanted.narrow(query, ack.org_unit, ack.process_code)
	for name in ("announcement", "staff"):
		if filters.get(name):
			query = query.where(ack[name] == filters[name])
	rows = query.orderby(ack.due_on, ack.staff_name).run(as_dict=True)
	for row in rows:
		row["state"] = state(row, now)
	chosen = filters.get("state")
	return [row for row in rows if not chosen or row["state"] == chosen]


def state(row: Row, now: datetime) -> str:
	"""One of STATES, or Excused."""
	if row["status"] == "Acknowledged":
		return "Read late" if row["late"] else "Read in time"
	if row["status"] == "Excused":
		return "Excused"
	return "Overdue" if row["due_on"] < now else "Open"


def state_title(name: str) -> str:
	return {
		"Read in time": _("Read in time"),
		"Read late": _("Read late"),
		"Open": _("Open"),
		"Overdue": _("Overdue"),
		"Excused": _("No longer asked"),
	}[name]


def grouped(found: list[Row], group: str) -> list[Row]:
	"""One row for each unit, process or announcement, those with the most overdue first."""
	key = GROUPS[group]
	several: dict[str, list[Row]] = defaultdict(list)
	for row in found:
		several[row[key] or ""].append(row)
	names = _group_titles(found, group)
	rows = [
		figures(rows) | {"group": name, "group_title": names.get(name, name)}
		for name, rows in several.items()
	]
	return sorted(rows, key=lambda row: (-row["overdue"], -row["open"], row["group_title"]))


def _group_titles(found: list[Row], group: str) -> dict[str, str]:
	if group == "Unit":
		return {row["org_unit"] or "": titles.unit(row["org_unit"]) for row in found}
	names = titles.processes(row["process_code"] for row in found)
	if group == "Process":
		return names
	return {row["announcement"]: f"{names.get(row['process_code'])} {version_title(row)}" for row in found}


def version_title(row: Row) -> str:
	return _("V{0}").format(row["version"].rpartition("-v")[2])


def figures(rows: list[Row]) -> Row:
	"""How many were asked and what became of it. Those who are no longer asked count for nothing else."""
	states = [row["state"] for row in rows]
	late, read = states.count("Read late"), states.count("Read in time") + states.count("Read late")
	waiting = states.count("Open") + states.count("Overdue")
	scores = [row["score"] for row in rows if row["score"] is not None and row["attempts"]]
	asked = read + waiting
	return {
		"asked": asked,
		"read": read,
		"read_late": late,
		"open": waiting,
		"overdue": states.count("Overdue"),
		"excused": states.count("Excused"),
		"share": 100 * read / asked if asked else None,
		"score": sum(scores) / len(scores) if scores else None,
	}


def _person(row: Row) -> Row:
	return row | {
		"unit_title": titles.unit(row["org_unit"]),
		"process_title": _(row["title"]),
		"version_title": version_title(row),
		"state_title": state_title(row["state"]),
		"score": row["score"] if row["attempts"] else None,
	}


def _total(found: list[Row], by_person: bool) -> Row:
	if by_person:
		reminders = sum(row["reminders"] or 0 for row in found)
		return {
			"staff_name": _("Total"),
			"unit_title": _("{0} people").format(len(found)),
			"reminders": reminders,
			"is_total": 1,
		}
	return figures(found) | {"group_title": _("Total"), "is_total": 1}


def get_chart(found: list[Row], group: str) -> Row | None:
	"""People by their state in each group; by person: in each unit."""
	if not any(row["state"] in STATES for row in found):
		return None
	rows = grouped(found, group if group in GROUPS else "Unit")[:MOST_BARS]
	read = [row["read"] - row["read_late"] for row in rows]
	values = {
		"Read in time": read,
		"Read late": [row["read_late"] for row in rows],
		"Open": [row["open"] - row["overdue"] for row in rows],
		"Overdue": [row["overdue"] for row in rows],
	}
	return {
		"data": {
			"labels": [row["group_title"] for row in rows],
			"datasets": [{"name": state_title(name), "values": numbers} for name, numbers in values.items()],
		},
		"type": "bar",
		"colors": list(STATES.values()),
		"fieldtype": "Int",
		"barOptions": {"stacked": 1, "spaceRatio": 0.5},
	}


def get_summary(found: list[Row]) -> list[Row]:
	counted = figures(found)
	share = None if counted["share"] is None else round(counted["share"], 1)
	return [
		card(_("People asked"), counted["asked"], "Int"),
		card(_("Have read it"), counted["read"], "Int", "Green"),
		card(_("Of them late"), counted["read_late"], "Int", "Orange"),
		card(_("Still open"), counted["open"], "Int"),
		card(_("Overdue"), counted["overdue"], "Int", "Red"),
		card(_("Read (%)"), share, "Percent"),
	]


def get_message(found: list[Row]) -> str | None:
	if not found:
		return _("Nobody was asked to read anything under these filters.") + scope_note()
	return scope_note().strip() or None
