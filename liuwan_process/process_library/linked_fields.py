"""The fields of a form that exists already, as a definition sees them."""

from __future__ import annotations

import frappe

from liuwan_process.definition.model import FIELDTYPES, NO_VALUE_FIELDTYPES, FormField

# Frappe's types that a definition does not know: the known type that holds the same.
ALIKE = {
	"Text Editor": "Text",
	"Long Text": "Text",
	"Code": "Text",
	"Markdown Editor": "Text",
	"HTML Editor": "Text",
	"Read Only": "Data",
	"Dynamic Link": "Data",
	"Phone": "Data",
	"Autocomplete": "Data",
	"Percent": "Float",
	"Rating": "Float",
	"Duration": "Int",
	"Attach Image": "Attach",
}
OURS = ("workflow_state", "process_instance", "amended_from")


def of(doctype: str | None) -> tuple[FormField, ...]:
	"""Fields that hold something, and the columns of tables; none where there is no such DocType."""
	if not doctype or not frappe.db.exists("DocType", doctype):
		return ()
	meta = frappe.get_meta(doctype)
	found = list(_fields(meta, ""))
	for table in meta.get_table_fields():
		found += _fields(frappe.get_meta(table.options), table.fieldname)
	return tuple(found)


def columns(doctype: str, table: str) -> tuple[FormField, ...]:
	"""Columns of a table whose rows are a DocType of their own."""
	return tuple(_fields(frappe.get_meta(doctype), table))


def _fields(meta, table: str):
	for df in meta.fields:
		kind = ALIKE.get(df.fieldtype, df.fieldtype)
		if kind in FIELDTYPES and kind not in NO_VALUE_FIELDTYPES and df.fieldname not in OURS:
			yield FormField(
				name=df.fieldname,
				label=df.label or df.fieldname,
				type=kind,
				options=df.options or "",
				required=bool(df.reqd),
				table=table,
			)
