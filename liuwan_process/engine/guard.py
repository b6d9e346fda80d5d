"""Nobody but the engine moves a form: hooks on every way in which Frappe saves, submits, cancels or deletes it."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.compiler.states import state_of
from liuwan_process.definition import access
from liuwan_process.definition.model import Definition
from liuwan_process.engine import attachments
from liuwan_process.engine.errors import ProtectedField
from liuwan_process.engine.versions import current_version, definition_of, forms, get_definition

ENGINE_FIELDS = ("workflow_state", "process_instance", "docstatus")


def before_save(doc: Document, _method: str | None = None) -> None:
	"""Hook `validate` and `before_update_after_submit` of every DocType."""
	if doc.doctype not in forms():
		return
	before = doc.get_doc_before_save()
	attachments.check(doc, before)
	if before is not None:
		attachments.attach(doc)
	if doc.flags.liuwan_engine:
		return
	if before is None:
		_check_new(doc)
	else:
		_check_engine_fields(doc, before)
		_check_fields(doc, before)


def refuse_change(doc: Document, *_arguments: object) -> None:
	"""Hook `before_cancel`, `on_trash` and `before_rename`: what a run stands on stays as it is."""
	if doc.doctype in forms() and doc.get("process_instance") and not doc.flags.liuwan_engine:
		frappe.throw(
			_("This form belongs to a run; it cannot be cancelled, renamed or deleted"), ProtectedField
		)


def refuse_row(doc: Document, _method: str | None = None) -> None:
	"""Rows of a form's tables are saved with the form only."""
	if doc.get("parenttype") in forms() and doc.meta.istable and not doc.flags.liuwan_engine:
		frappe.throw(_("Rows of a form are saved with the form"), ProtectedField)


def _check_new(doc: Document) -> None:
	definition = get_definition(current_version(forms()[doc.doctype]))
	first = state_of(definition.start)
	if doc.get("process_instance") or doc.docstatus or doc.get("workflow_state") not in (None, "", first):
		_refuse(_("State"))


def _check_engine_fields(doc: Document, before: Document) -> None:
	for name in ENGINE_FIELDS:
		if (doc.get(name) or "") != (before.get(name) or ""):
			_refuse(_("State"))


def _check_fields(doc: Document, before: Document) -> None:
	"""In a running case only the person whose turn it is edits, and only what the step lets them edit."""
	if not doc.get("process_instance"):
		return
	definition, steps = _open_steps(doc.process_instance)
	allowed: set[str] = set()
	for step in steps:
		allowed |= access.editable(definition, definition.by_id[step])
	for field in doc.meta.fields:
		if (
			field.fieldname not in allowed
			and doc.has_value_changed(field.fieldname)
			and not _same(doc, before, field)
		):
			message = _("“{0}” cannot be changed now")
			frappe.throw(message.format(_(field.label)), ProtectedField, title=_(field.label))


def _same(doc: Document, before: Document, field) -> bool:
	"""`has_value_changed` compares rows of a table by identity; compare what they hold."""
	if field.fieldtype not in ("Table", "Table MultiSelect"):
		return str(doc.get(field.fieldname) or "") == str(before.get(field.fieldname) or "")
	return _rows(doc.get(field.fieldname)) == _rows(before.get(field.fieldname))


def _rows(rows: list[Document]) -> list[dict[str, str]]:
	return [
		{
			field.fieldname: str(row.get(field.fieldname) or "")
			for field in row.meta.fields
			if field.fieldtype not in frappe.model.no_value_fields
		}
		for row in rows
	]


def _open_steps(instance: str) -> tuple[Definition, list[str]]:
	"""The definition of a run and the steps in which the session's user has an open task."""
	run = frappe.db.get_value("Process Instance", instance, ["process_version", "state"], as_dict=True)
	filters = {"instance": instance, "assignee": frappe.session.user, "status": "Open"}
	return definition_of(run), frappe.get_all("Process Task", filters=filters, pluck="step")


def _refuse(label: str) -> None:
	message = _("“{0}” is set by the process only; please use the actions")
	frappe.throw(message.format(label), ProtectedField, title=label)
