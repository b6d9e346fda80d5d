"""Requests that would find out hidden values by asking for them: a filter or an order is an answer too.

Frappe keeps fields of a higher permission level out of what a list gives, not out of its filters, and does not
narrow lists of a table's rows to documents that somebody may read. Runs as an `auth_hook`: after the person is known,
before anything is answered.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import frappe
from frappe import _

from liuwan_process.compiler.levels import LEVEL
from liuwan_process.engine.versions import CLOSED, forms
from liuwan_process.permissions import runs

OWN = "liuwan_process."
# They write, and the guard looks at what they write.
WRITERS = {
	"frappe.desk.form.save.savedocs",
	"frappe.desk.form.save.cancel",
	"frappe.client.save",
	"frappe.client.insert",
	"frappe.client.insert_many",
	"frappe.client.submit",
	"frappe.client.set_value",
	"frappe.model.workflow.apply_workflow",
	"frappe.model.workflow.get_transitions",
	"run_doc_method",
}
# Frappe takes closed fields out of these by itself.
LISTED = ("fields", "fieldname", "cmd", "csrf_token", "doctype")


def refuse_guesses() -> None:
	"""Raises PermissionError for a list of a form that asks about a hidden field, and for lists of a form's rows."""
	user = frappe.session.user
	if user == "Guest" or not frappe.db or runs.sees_all(user):
		return
	asked = dict(frappe.local.form_dict or {})
	doctype, method = _target(asked)
	if method.startswith(OWN) or method in WRITERS:
		return
	closed, tables = _closed()
	text = _text(asked)
	named = {
		name
		for name in (*closed, *tables)
		if name == doctype or f'"{name}"' in text or f"`tab{name}`" in text
	}
	if named & tables:
		_refuse()
	if any(_mentions(closed[name], text) for name in named & closed.keys()):
		_refuse()


def _target(asked: dict[str, Any]) -> tuple[str, str]:
	"""(DocType, method) that a request is about; writing to a document by its address counts as a method."""
	request = frappe.local.request
	parts = [part for part in (request.path if request else "").split("/") if part]
	if parts[:2] == ["api", "method"]:
		return str(asked.get("doctype") or ""), parts[2] if len(parts) > 2 else ""
	if parts[:2] == ["api", "resource"] or parts[:3] == ["api", "v2", "document"]:
		rest = parts[2:] if parts[1] == "resource" else parts[3:]
		writes = request.method != "GET" or len(rest) > 1
		return (rest[0] if rest else ""), next(iter(WRITERS)) if writes else ""
	return str(asked.get("doctype") or ""), str(asked.get("cmd") or "")


def _text(asked: dict[str, Any]) -> str:
	"""All that a request says besides the columns that it wants, decoded, as one text."""
	return json.dumps(
		[_decoded(v) for k, v in asked.items() if k not in LISTED], ensure_ascii=False, default=str
	)


def _decoded(value: Any) -> Any:
	if isinstance(value, str) and value[:1] in ("[", "{", '"'):
		try:
			return _decoded(json.loads(value))
		except ValueError:
			return value
	if isinstance(value, dict):
		return {key: _decoded(each) for key, each in value.items()}
	return [_decoded(each) for each in value] if isinstance(value, list) else value


def _closed() -> tuple[dict[str, tuple[str, ...]], set[str]]:
	"""Form -> names of its closed fields; DocTypes of rows that belong to forms with closed fields or of our own."""
	return CLOSED.get("all", _read_closed)


def _read_closed() -> tuple[dict[str, tuple[str, ...]], set[str]]:
	closed, tables = {}, set()
	for form in forms():
		meta = frappe.get_meta(form)
		names = {f.fieldname for f in meta.fields if f.permlevel == LEVEL}
		for table in meta.get_table_fields():
			columns = frappe.get_meta(table.options)
			names |= {f.fieldname for f in columns.fields if f.permlevel == LEVEL}
			if meta.custom or names:
				tables.add(table.options)
		if names:
			closed[form] = tuple(sorted(names))
	return closed, tables


def _mentions(names: tuple[str, ...], text: str) -> bool:
	return bool(_pattern(names).search(text))


@lru_cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
	return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.IGNORECASE)


def _refuse() -> None:
	frappe.throw(_("This list cannot be asked for what a step of the process hides"), frappe.PermissionError)
