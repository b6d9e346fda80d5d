"""The objects, risks and regulations that processes name, as they travel with them: in packs, and in exports of a process.

{"objects": [...], "risks": [...], "regulations": [...]}, each row with the fields of its DocType.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import frappe

from liuwan_process.definition.model import Definition
from liuwan_process.process_library import regulations

if TYPE_CHECKING:
	from frappe.model.document import Document

FIELDS = {
	"objects": ("Process Object", "title code kind form_type form from_outside to_outside description"),
	"risks": ("Process Risk", "title code severity likelihood risk control control_owner"),
	"regulations": (
		"Regulation",
		"title number version kind status effective_from effective_until description",
	),
}
Row = dict[str, Any]


def make(records: Row, by_setup: bool = False) -> None:
	"""Create what is missing, with the rights of the user unless a site is being set up; nothing is changed."""
	for part, (doctype, fields) in FIELDS.items():
		for row in records.get(part) or []:
			known = {key: value for key, value in row.items() if key in (*fields.split(), "clauses")}
			doc = frappe.get_doc(
				{"doctype": doctype, **copy.deepcopy(known)}
			)  # it writes into rows of tables
			if not frappe.db.exists(doctype, _name(doc)):
				_insert(doc, by_setup)


def _name(doc: Document) -> str:
	if doc.doctype == "Regulation":
		return regulations.name_of(doc.number or "", doc.version or 1)
	return doc.code or ""


def _insert(doc: Document, by_setup: bool) -> None:
	"""A regulation keeps its version; it is a draft where another version is in force already."""
	doc.flags.keep_version = True
	if doc.doctype == "Regulation" and frappe.db.exists(
		"Regulation", {"number": doc.number, "status": "In Force"}
	):
		doc.status = "Draft"
	doc.flags.ignore_links = True  # the process in which a form is filled in comes after it
	doc.insert(ignore_permissions=by_setup)  # by a setup: installing a site, nobody is asked


def of(definition: Definition) -> Row:
	"""What the steps of a process name, without units, files and persons, which another site has not. Empty parts are left out."""
	steps = definition.steps
	names = {
		"objects": {name for step in steps for name in (*step.inputs, *step.outputs)},
		"risks": {name for step in steps for name in step.risks},
		"regulations": {row.regulation for step in steps for row in step.clauses},
	}
	found = {part: _rows(part, names[part]) for part in FIELDS if names[part]}
	clauses = regulations.read(names["regulations"])
	for row in found.get("regulations", []):
		known = clauses[regulations.name_of(row["number"], row["version"])].clauses
		row["clauses"] = [{"clause_no": number, **words} for number, words in known.items()]
	return found


def _rows(part: str, names: set[str]) -> list[Row]:
	doctype, fields = FIELDS[part]
	rows = frappe.get_all(doctype, {"name": ("in", sorted(names))}, fields.split(), order_by="name", limit=0)
	return [{key: _plain(value) for key, value in row.items() if value} for row in rows]


def _plain(value: Any) -> Any:
	return value if isinstance(value, (int, str)) else str(value)


def texts(records: Row) -> Iterator[str]:
	"""Everything in them that people read."""
	for part in FIELDS:
		for row in records.get(part) or []:
			yield row["title"]
			yield from (row[key] for key in ("description", "risk", "control") if row.get(key))
			for clause in row.get("clauses") or []:
				yield from (clause["title"], clause["text"])
