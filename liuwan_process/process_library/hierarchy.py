"""Levels of the process tree, and the numbers that processes have by their place in it.

Domain, group and process are the first three levels of seed 003 (rules for managing processes, 3.2 to 3.6);
a sub-process may be taken apart twice more.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from pypika.terms import Case

DOMAIN = "Domain"
LEVELS = (
	DOMAIN,
	"Process Group",
	"Process",
	"Sub-process",
	"Second-level Sub-process",
	"Third-level Sub-process",
)
LAST = 1_000_000  # where a process stands that names no place
Row = dict[str, Any]


def validate(process: Document) -> None:
	"""A process lies deeper than what it is part of. Raises ValidationError."""
	process.level = process.level or "Process"
	if process.level == DOMAIN and process.parent_process:
		frappe.throw(_("{0} is a domain: it is part of no other process").format(_(process.title)))
	if process.level != DOMAIN:
		process.category = None
	_validate_above(process)
	_validate_below(process)


def _validate_above(process: Document) -> None:
	above = process.parent_process and frappe.db.get_value("Process", process.parent_process, "level")
	if above and depth(process.level) <= depth(above):
		frappe.throw(
			_("Level: a {0} cannot be part of {1}, which is a {2}").format(
				_(process.level), process.parent_process, _(above)
			)
		)


def _validate_below(process: Document) -> None:
	below = (
		[]
		if process.is_new()
		else frappe.get_all("Process", {"parent_process": process.name}, ["title", "level"], order_by="place")
	)
	for row in below:
		if depth(row.level) <= depth(process.level):
			frappe.throw(
				_("Level: {0}, which is a {1}, cannot be part of a {2}").format(
					_(row.title), _(row.level), _(process.level)
				)
			)


def depth(level: str | None) -> int:
	"""1 for a domain."""
	return LEVELS.index(level or "Process") + 1


def order(number: str | None) -> tuple[int, ...]:
	"""Sorts numbers: 2.10 comes after 2.9, what has none comes last."""
	return tuple(map(int, number.split("."))) if number else (LAST,)


def renumber(moved: str | None = None) -> None:
	"""Give every process its place among its neighbours and its number; two statements at most.

	`moved` has been given its place just now; its neighbours make room.
	"""
	fields = ["name", "parent_process", "level", "place", "number"]
	rows = frappe.get_all("Process", fields=fields, order_by="creation, name")
	found = numbered(rows, moved)
	changed = [row for row in rows if (row.place, row.number) != found[row.name]]
	if changed:
		_write({row.name: found[row.name] for row in changed})


def numbered(rows: list[Row], moved: str | None = None) -> dict[str, tuple[int, str | None]]:
	"""(place, number) by name; a number counts from the domain, so that without a domain there is none."""
	below: dict[str | None, list[Row]] = defaultdict(list)
	names = {row["name"] for row in rows}
	for row in rows:
		below[row["parent_process"] if row["parent_process"] in names else None].append(row)
	found: dict[str, tuple[int, str | None]] = {}

	def number(neighbours: list[Row], above: str | None) -> None:
		for place, row in enumerate(_placed(neighbours, moved), 1):
			mine = None if above is None else f"{above}{place}"
			found[row["name"]] = (place, mine)
			number(below[row["name"]], mine and f"{mine}.")

	number([row for row in below[None] if row["level"] == DOMAIN], "")
	number([row for row in below[None] if row["level"] != DOMAIN], None)
	return found


def _placed(neighbours: list[Row], moved: str | None) -> list[Row]:
	placed = sorted(neighbours, key=lambda row: row["place"] or LAST)
	for row in neighbours:
		if row["name"] == moved and row["place"]:
			placed.remove(row)
			placed.insert(row["place"] - 1, row)
	return placed


def _write(found: dict[str, tuple[int, str | None]]) -> None:
	process = DocType("Process")
	place, number = Case(), Case()
	for name, (its_place, its_number) in found.items():
		place = place.when(process.name == name, its_place)
		number = number.when(process.name == name, its_number)
	query = frappe.qb.update(process).set(process.place, place).set(process.number, number)
	query.where(process.name.isin(list(found))).run()
	for name in found:
		frappe.clear_document_cache("Process", name)
