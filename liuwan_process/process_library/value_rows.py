"""Values that steps fill in, as people type them: labels stand for names, in the form at hand and in the sub-process's."""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING

import frappe

from liuwan_process.definition.conditions import FUNCTIONS
from liuwan_process.definition.model import NO_VALUE_FIELDTYPES
from liuwan_process.process_library import labels, linked_fields

if TYPE_CHECKING:
	from frappe.model.document import Document

Names = dict[str, str]
# Purposes whose target is a field of the form itself, and those whose value is calculated from it.
INTO_FORM = ("Field of this form", "Taken from the answer", "Taken from the sub-process")
FROM_FORM = (
	"Field of this form",
	"Field of the new document",
	"Sent with the call",
	"Given to the sub-process",
)


def complete(process: Document) -> None:
	"""Turn labels into names. A label that no field has stays: publication refuses it."""
	own = replacements(_of_process(process))
	others = _others(process)
	for row in process.step_values:
		other = others.get(row.step, {})
		target = own if row.purpose in INTO_FORM else other
		value = own if row.purpose in FROM_FORM else other if "sub-process" in row.purpose else {}
		row.target = target.get((row.target or "").strip(), (row.target or "").strip())
		row.value = in_names(row.value, value)


def replacements(names: Names) -> Names:
	"""Label -> name of those labels that cannot be taken for a part of an expression."""
	return {
		label: name
		for label, name in names.items()
		if label not in FUNCTIONS and not keyword.iskeyword(label)
	}


def in_names(text: str | None, names: Names) -> str:
	"""An expression with names in place of labels; what is in quotes stays."""
	if not names:
		return text or ""
	spelt = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
	pattern = re.compile(rf"'[^']*'|\"[^\"]*\"|(?<!\w)(?:{spelt})(?!\w)")
	return pattern.sub(lambda found: names.get(found[0], found[0]), text or "")


def _of_process(process: Document) -> Names:
	if process.form_source == labels.LINKED:
		return {f.label: f.name for f in linked_fields.of(process.document_type) if not f.table}
	own = [row for row in process.form_fields if not row.parent_table and row.label]
	return {row.label: row.fieldname for row in own if row.fieldtype not in NO_VALUE_FIELDTYPES}


def _others(process: Document) -> dict[str, Names]:
	"""Step -> label -> name in the form that the step fills in: a sub-process's or a new document's."""
	found = {row.step_id: _of_doctype(row.create_doctype) for row in process.steps if row.create_doctype}
	children = {row.step_id: row.sub_process for row in process.steps if row.sub_process}
	forms = _of_children(set(children.values()))
	return found | {step: replacements(forms.get(child, {})) for step, child in children.items()}


def _of_doctype(doctype: str) -> Names:
	return replacements({f.label: f.name for f in linked_fields.of(doctype) if not f.table})


def _of_children(processes: set[str]) -> dict[str, Names]:
	if not processes:
		return {}
	filters = {
		"parent": ("in", sorted(processes)),
		"parenttype": "Process",
		"parent_table": ("is", "not set"),
	}
	rows = frappe.get_all("Process Form Field", filters, ["parent", "label", "fieldname"])
	found: dict[str, Names] = {}
	for row in rows:
		if row.label:
			found.setdefault(row.parent, {})[row.label] = row.fieldname
	return found
