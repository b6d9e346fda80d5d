"""The desk's form for one reader: values that Frappe's levels close and the step opens, and what may be edited."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.model.document import Document

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, Step
from liuwan_process.engine import attachments, guard, reading, table_rows
from liuwan_process.engine.versions import current_version, forms, get_definition


def onload(doc: Document, _method: str | None = None) -> None:
	"""Hook `onload`: tells the desk what to hide and to lock; the server enforces it."""
	if doc.doctype not in forms() or doc.is_new():
		return
	definition, steps = _standing(doc)
	hidden = reading.hidden_in(doc)
	tables = (f for f in definition.fields_by_name.values() if f.type == "Table" and f.name not in hidden)
	doc.set_onload(
		"liuwan_step",
		{
			"hidden": sorted(path for path in hidden if "." not in path),
			"tables": {f.name: _table(definition, steps, f, hidden) for f in tables},
		},
	)


def _standing(doc: Document) -> tuple[Definition, list[Step]]:
	if doc.get("process_instance"):
		return guard.open_steps(doc.process_instance)
	definition = get_definition(current_version(forms()[doc.doctype]))
	return definition, [definition.start]


def _table(definition: Definition, steps: list[Step], table: Any, hidden: set[str]) -> dict[str, Any]:
	columns = table_rows.columns_of(definition, table)

	def some(rule) -> list[str]:
		return [c.name for c in columns if any(rule(definition, step, c) for step in steps)]

	editable = some(access.may_edit_column)
	return {
		"rows": max(
			(access.rows_of(definition, step, table.name) for step in steps),
			key=table_rows.RULES.index,
			default="fixed",
		),
		"hidden": [c.name for c in columns if f"{table.name}.{c.name}" in hidden],
		"locked": [c.name for c in columns if c.name not in editable],
		"required": some(access.must_fill_column),
	}


def complete(doc: Document) -> None:
	"""Put back what Frappe has taken out of a document by its level, where this reader may see it."""
	hidden = reading.hidden_in(doc)
	whole = frappe.get_doc(doc.doctype, doc.name)
	for field in _closed(doc.doctype):
		if field.fieldname not in hidden:
			doc.set(field.fieldname, whole.get(field.fieldname))
	for table in doc.meta.get_table_fields():
		for field in _closed(table.options):
			if f"{table.fieldname}.{field.fieldname}" not in hidden and table.fieldname not in hidden:
				_put_back(doc, whole, table.fieldname, field.fieldname)


def _closed(doctype: str) -> list:
	return [field for field in frappe.get_meta(doctype).fields if field.permlevel]


def _put_back(doc: Document, whole: Document, table: str, column: str) -> None:
	values = {row.name: row.get(column) for row in whole.get(table) or []}
	for row in doc.get(table) or []:
		row.set(column, values.get(row.name))


def cut_docinfo(doc: Document) -> None:
	"""Take hidden files and changes of hidden fields out of what the desk shows beside a form."""
	hidden, docinfo = reading.hidden_in(doc), frappe.response.get("docinfo")
	if not hidden or not docinfo:
		return
	urls = attachments.hidden_urls(doc.doctype, doc.name, hidden)
	docinfo["attachments"] = [file for file in docinfo.get("attachments") or [] if file.file_url not in urls]
	names = {url.rsplit("/", 1)[-1] for url in urls}
	docinfo["attachment_logs"] = [
		row
		for row in docinfo.get("attachment_logs") or []
		if not any(n in (row.content or "") for n in names)
	]
	docinfo["versions"] = [_cut_version(row, hidden) for row in docinfo.get("versions") or []]


def _cut_version(row: dict, hidden: set[str]) -> dict:
	tables = {path.partition(".")[0] for path in hidden}
	data = json.loads(row["data"] or "{}")
	data["changed"] = [entry for entry in data.get("changed") or [] if entry[0] not in hidden]
	for key in ("row_changed", "added", "removed"):
		data[key] = [entry for entry in data.get(key) or [] if entry[0] not in tables]
	return row | {"data": json.dumps(data)}
