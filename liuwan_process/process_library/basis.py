"""The processes that a report looks at, with their definitions: current versions, or working copies."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.model import Definition, DefinitionError
from liuwan_process.engine.versions import get_definitions
from liuwan_process.process_library.working_copy import to_definition
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self

CURRENT, COPIES = "Current Versions", "Working Copies"
FIELDS = [
	"name",
	"title",
	"number",
	"place",
	"status",
	"is_group",
	"parent_process",
	"org_unit",
	"process_owner",
	"current_version",
]
TABLES = (
	"steps",
	"transitions",
	"form_fields",
	"participants",
	"field_access",
	"step_values",
	"step_knowledge",
	"responsibilities",
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Subject:
	"""One process of a report. `title` and `domain` in the reader's language; `above`: codes from the domain down."""

	code: str
	title: str
	unit: str
	owner: str
	domain: str
	above: tuple[str, ...]
	definition: Definition


def read(filters: Row | None = None) -> list[Subject]:
	"""In the order of the process tree. Filters: `basis`, `process`, `domain`, `org_unit` (responsible, or above that).

	A number of statements that does not depend on the number of processes. Working copies that cannot be read
	are left out; nobody can publish them either.
	"""
	chosen = frappe._dict(filters or {})
	rows = frappe.get_all("Process", fields=FIELDS, order_by="place, name", limit=0)
	by_name = {row.name: row for row in rows}
	copies = chosen.get("basis") == COPIES
	wanted = [row for row in rows if not row.is_group and row.status != "Retired"]
	wanted = [row for row in wanted if _matches(row, chosen, by_name)]
	if chosen.get("org_unit"):
		units = set(descendants_and_self(chosen.org_unit))
		wanted = [row for row in wanted if row.org_unit in units]
	found = _copies(wanted) if copies else _versions(wanted)
	return [_subject(row, found[row.name], by_name) for row in wanted if row.name in found]


def _matches(row: Row, chosen: Row, by_name: dict[str, Row]) -> bool:
	if chosen.get("process") and row.name != chosen.process:
		return False
	return not chosen.get("domain") or chosen.domain in _above(row, by_name)


def _above(row: Row, by_name: dict[str, Row]) -> tuple[str, ...]:
	found: list[str] = []
	above = by_name.get(row.parent_process)
	while above is not None and above.name not in found:
		found.insert(0, above.name)
		above = by_name.get(above.parent_process)
	return tuple(found)


def _subject(row: Row, definition: Definition, by_name: dict[str, Row]) -> Subject:
	above = _above(row, by_name)
	domain = _(by_name[above[0]].title) if above else _("Without a domain")
	return Subject(
		row.name, _(row.title), row.org_unit or "", row.process_owner or "", domain, above, definition
	)


def _versions(rows: list[Row]) -> dict[str, Definition]:
	current = {row.name: row.current_version for row in rows if row.status == "Published"}
	definitions = get_definitions(current.values())
	return {name: definitions[version] for name, version in current.items()}


def _copies(rows: list[Row]) -> dict[str, Definition]:
	"""One statement for the processes and one for each of their tables."""
	names = [row.name for row in rows]
	if not names:
		return {}
	heads = frappe.get_all("Process", {"name": ("in", names)}, ["*"], limit=0)
	tables = {table: _rows_of(table, names) for table in TABLES}
	found: dict[str, Definition] = {}
	for head in heads:
		parts = {table: rows_of[head.name] for table, rows_of in tables.items()}
		try:
			found[head.name] = to_definition(frappe.get_doc({"doctype": "Process", **head, **parts}))
		except (DefinitionError, KeyError):
			continue
	return found


def _rows_of(table: str, names: list[str]) -> dict[str, list[Row]]:
	doctype = frappe.get_meta("Process").get_field(table).options
	filters = {"parenttype": "Process", "parentfield": table, "parent": ("in", names)}
	found: dict[str, list[Row]] = defaultdict(list)
	for row in frappe.get_all(doctype, filters, ["*"], order_by="parent, idx", limit=0):
		found[row.parent].append(row)
	return found
