"""Versions of regulations: which one is in force, and what steps that name another one mean by it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max
from frappe.utils import getdate, today

Row = dict[str, Any]
FIELDS = [
	"name",
	"number",
	"title",
	"version",
	"status",
	"kind",
	"org_unit",
	"effective_from",
	"effective_until",
	"file",
]


def name_of(number: str, version: int) -> str:
	return f"{number}-v{version}"


def next_version(number: str) -> int:
	table = DocType("Regulation")
	query = frappe.qb.from_(table).select(Max(table.version)).where(table.number == number)
	return (query.run()[0][0] or 0) + 1


def new_version(name: str) -> str:
	"""A draft with the same words that will take the place of `name`; the name of the draft. Needs create."""
	old = frappe.get_doc("Regulation", name)
	draft = frappe.copy_doc(old)
	draft.update({"status": "Draft", "effective_from": None, "effective_until": None, "supersedes": name})
	return draft.insert().name


def supersede(name: str, until: Any) -> None:
	"""The version before ends with the day `until`; it is superseded from the next day on."""
	values = {"effective_until": until}
	if getdate(until) < getdate(today()):
		values["status"] = "Superseded"
	frappe.db.set_value("Regulation", name, values)


def look_through() -> None:
	"""Daily: regulations whose last day has passed and that another one replaces are superseded, others repealed."""
	until = ["effective_until", "is", "set"], ["effective_until", "<", today()]
	names = frappe.get_all("Regulation", [["status", "=", "In Force"], *until], pluck="name", limit=0)
	replaced = set(frappe.get_all("Regulation", {"supersedes": ("in", names or [""])}, pluck="supersedes"))
	for name in names:
		frappe.db.set_value("Regulation", name, "status", "Superseded" if name in replaced else "Repealed")


def is_in_force(row: Row) -> bool:
	"""Whether a regulation binds today."""
	start, end = row["effective_from"], row["effective_until"]
	now = getdate()
	return (
		row["status"] == "In Force"
		and (not start or getdate(start) <= now)
		and (not end or getdate(end) >= now)
	)


def read(names: Iterable[str] | None = None) -> dict[str, Row]:
	"""Regulations by name with FIELDS and `clauses` (number -> {title, text}, in order); two statements.

	Of each named one the version in force of the same number is there as well.
	"""
	rows = _rows(names)
	for row in rows:
		row.clauses = {}
	found = {row.name: row for row in rows}
	for clause in _clauses(list(found)):
		found[clause.parent].clauses[clause.clause_no] = {
			"title": clause.title or "",
			"text": clause.text or "",
		}
	return found


def binding(regulations: dict[str, Row]) -> dict[str, Row]:
	"""Name -> the version of the same number that binds today, of all versions; those without one are left out."""
	now = {row.number: row for row in regulations.values() if is_in_force(row)}
	return {name: now[row.number] for name, row in regulations.items() if row.number in now}


def _rows(names: Iterable[str] | None) -> list[Row]:
	if names is None:
		return frappe.get_all("Regulation", fields=FIELDS, order_by="number, version", limit=0)
	named, table = DocType("Regulation").as_("named"), DocType("Regulation")
	wanted = sorted(set(names))
	if not wanted:
		return []
	query = frappe.qb.from_(table).join(named).on(named.number == table.number).distinct()
	query = query.select(*(table[field] for field in FIELDS)).where(named.name.isin(wanted))
	return query.orderby(table.number, table.version).run(as_dict=True)


def _clauses(names: list[str]) -> list[Row]:
	if not names:
		return []
	fields = ["parent", "clause_no", "title", "text"]
	filters = {"parenttype": "Regulation", "parent": ("in", names)}
	return frappe.get_all("Regulation Clause", filters, fields, order_by="parent, idx", limit=0)
