"""Published processes that are to be looked over: overdue, due soon, later, or never, and who answers for them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, date_diff, getdate

from liuwan_process.analytics.columns import card, column
from liuwan_process.process_library import hierarchy
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self

OVERDUE, SOON, LATER, NEVER = STATES = ("Overdue", "Due Soon", "Not Due Yet", "Without a Review")
COLOURS = {OVERDUE: "#e24c4c", SOON: "#f8b64c", LATER: "#28a745", NEVER: "#98a1a9"}
PILLS = {OVERDUE: "red", SOON: "orange", LATER: "green", NEVER: "gray"}
DAYS = 30
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows with the total last, a note, chart, cards."""
	rows = get_data(frappe._dict(filters or {}))
	chart, summary = get_chart(rows), get_summary(rows)
	message = None if rows else _("Nothing is to be reviewed by these filters.")
	if rows:
		rows.append(_total(rows))
	return get_columns(), rows, message, chart, summary


def get_columns() -> list[Row]:
	return [
		column("number", _("Number"), width=80),
		column("title_words", _("Process"), width=220, link=("Process", "name")),
		column("unit_title", _("Responsible Unit"), width=160, align="left"),
		column("owner_name", _("Process Owner"), width=125, align="left"),
		column("state_words", _("State of the Review"), width=140),
		column("review_due", _("Review Due"), "Date", 105),
		column("days_left", _("Days Left"), "Int", 90),
		column("version_title", _("Version"), width=80, link=("Process Version", "current_version")),
		column("published_on", _("Published On"), "Datetime", 160),
		column("reviewed_on", _("Last Reviewed On"), "Datetime", 160),
		column("reviewer", _("Last Reviewed By"), width=125, align="left"),
	]


def get_data(filters: Row, today: Any = None) -> list[Row]:
	"""Rows of published processes, the most overdue first; `due_in`: days that count as soon, `state`: one of STATES."""
	day, soon = getdate(today), cint(filters.get("due_in", DAYS))
	units = set(descendants_and_self(filters.org_unit)) if filters.get("org_unit") else None
	wanted = {"All": STATES}.get(filters.get("state"), (filters.get("state"),))
	if not filters.get("state"):
		wanted = (OVERDUE, SOON)
	rows = [_complete(row, day, soon) for row in _published() if units is None or row.org_unit in units]
	rows = [row for row in rows if row.state in wanted]
	return sorted(rows, key=lambda row: (row.review_due is None, row.review_due, hierarchy.order(row.number)))


def _published() -> list[Row]:
	"""One statement."""
	process, owner, user, version = (
		DocType("Process"), DocType("Staff Member"), DocType("User"), DocType("Process Version"),
	)  # fmt: skip
	query = (
		frappe.qb.from_(process)
		.left_join(owner).on(owner.name == process.process_owner)
		.left_join(user).on(user.name == process.reviewed_by)
		.left_join(version).on(version.name == process.current_version)
		.select(process.name, process.number, process.title, process.org_unit, process.current_version)
		.select(process.review_due, process.reviewed_on, owner.staff_name.as_("owner_name"))
		.select(user.full_name.as_("reviewer"), version.version, version.published_on)
		.where((process.status == "Published") & (process.is_group == 0))
	)  # fmt: skip
	return query.run(as_dict=True)


def _complete(row: Row, day: Any, soon: int) -> Row:
	left = date_diff(row.review_due, day) if row.review_due else None
	state = NEVER if left is None else OVERDUE if left < 0 else SOON if left <= soon else LATER
	row.update(
		title_words=_(row.title),
		unit_title=_(row.org_unit) if row.org_unit else "",
		days_left=left,
		state=state,
		state_words=_(state),
		colour=PILLS[state],
		version_title=_("V{0}").format(row.version) if row.version else "",
	)
	return row


def _total(rows: list[Row]) -> Row:
	return {"title_words": _("Total"), "unit_title": _("{0} processes").format(len(rows)), "is_total": 1}


def get_chart(rows: list[Row]) -> Row | None:
	"""Processes of each unit by the state of their review."""
	if not rows:
		return None
	units = list(dict.fromkeys(row.unit_title or _("No unit") for row in rows))
	found = Counter((row.unit_title or _("No unit"), row.state) for row in rows)
	states = [state for state in STATES if any(row.state == state for row in rows)]
	return {
		"data": {
			"labels": units,
			"datasets": [
				{"name": _(state), "values": [found[unit, state] for unit in units]} for state in states
			],
		},
		"type": "bar",
		"colors": [COLOURS[state] for state in states],
		"fieldtype": "Int",
		"barOptions": {"stacked": 1, "spaceRatio": 0.6},
	}


def get_summary(rows: list[Row]) -> list[Row]:
	states = Counter(row.state for row in rows)
	return [
		card(_("Number of processes"), len(rows), "Int"),
		card(_("Overdue"), states[OVERDUE], "Int", "Red" if states[OVERDUE] else "Green"),
		card(_("Due Soon"), states[SOON], "Int", "Orange"),
	]
