"""Nobody but the engine moves a form: hooks on every way in which Frappe saves, submits, cancels or deletes it."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.compiler.states import state_of
from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, FormField, Step
from liuwan_process.engine import attachments, reading, table_rows
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
		_keep_unseen(doc, before)
		_check_fields(doc, before)
		doc.flags.ignore_version = bool(doc.get("process_instance"))  # the log keeps it: see `edits`


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
	if not definition.linked:
		_check_against(doc, frappe.new_doc(doc.doctype), definition, [definition.start])


def _check_engine_fields(doc: Document, before: Document) -> None:
	for name in ENGINE_FIELDS:
		if (doc.get(name) or "") != (before.get(name) or ""):
			_refuse(_("State"))


def _keep_unseen(doc: Document, before: Document) -> None:
	"""What the person does not see came back empty from the desk's form: it stays as it is."""
	for path in reading.hidden_in(doc):
		table, dot, column = path.partition(".")
		if not dot:
			if not doc.get(path):
				doc.set(path, before.get(path))
			continue
		stood = {row.name: row.get(column) for row in before.get(table) or []}
		for row in doc.get(table) or []:
			if not row.get(column):
				row.set(column, stood.get(row.name))


def _check_fields(doc: Document, before: Document) -> None:
	"""In a running case only the person whose turn it is edits, and only what the step lets them edit.

	A form that is not submitted yet stands in the start step.
	"""
	if doc.get("process_instance"):
		_check_against(doc, before, *open_steps(doc.process_instance))
		return
	definition = get_definition(current_version(forms()[doc.doctype]))
	if not definition.linked:
		_check_against(doc, before, definition, [definition.start])


def _check_against(doc: Document, before: Document, definition: Definition, steps: list[Step]) -> None:
	allowed = set().union(*(access.editable(definition, step) for step in steps))
	for field in doc.meta.fields:
		name = field.fieldname
		if name in ENGINE_FIELDS or _same(doc, before, field):
			continue
		known = definition.fields_by_name.get(name)
		if name not in allowed or known is None:
			message = _("“{0}” cannot be changed now")
			frappe.throw(message.format(_(field.label)), ProtectedField, title=_(field.label))
		if known.type == "Table":
			_check_rows(definition, steps, known, before.get(name) or [], doc.get(name) or [])


def _check_rows(
	definition: Definition, steps: list[Step], table: FormField, before: list, after: list
) -> None:
	columns = [column.name for column in table_rows.columns_of(definition, table)]
	given = [{"name": row.name, **{c: row.get(c) for c in columns}} for row in after]
	mine = [step for step in steps if table.name in access.editable(definition, step)]
	table_rows.merge(definition, mine, table, before, given, lambda _column, value: value)


def _same(doc: Document, before: Document, field) -> bool:
	"""`has_value_changed` compares rows of a table by identity; compare what they hold."""
	if field.fieldtype not in ("Table", "Table MultiSelect"):
		return not doc.has_value_changed(field.fieldname) or table_rows.same(
			doc.get(field.fieldname), before.get(field.fieldname)
		)
	return _rows(doc.get(field.fieldname)) == _rows(before.get(field.fieldname))


def _rows(rows: list[Document]) -> list[dict[str, str]]:
	return [
		{
			field.fieldname: str(row.get(field.fieldname) or "")
			for field in row.meta.fields
			if field.fieldtype not in frappe.model.no_value_fields
		}
		for row in rows or []
	]


def open_steps(instance: str) -> tuple[Definition, list[Step]]:
	"""The definition of a run and the steps in which the session's user can act now."""
	fields = ["process_version", "state", "status"]
	run = frappe.db.get_value("Process Instance", instance, fields, as_dict=True)
	filters = {"instance": instance, "assignee": frappe.session.user, "status": "Open"}
	definition = definition_of(run)
	if run.status != "Running":
		return definition, []
	steps = frappe.get_all("Process Task", filters=filters, pluck="step")
	return definition, [definition.by_id[step] for step in steps]


def _refuse(label: str) -> None:
	message = _("“{0}” is set by the process only; please use the actions")
	frappe.throw(message.format(label), ProtectedField, title=label)
