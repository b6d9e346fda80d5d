"""The form of a run: read for conditions, written field by field as the step allows, submitted at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.compiler.states import PARALLEL, REFUSED, TERMINATED, WITHDRAWN, state_of
from liuwan_process.definition import access, insertion
from liuwan_process.definition.model import Definition, FormField, Step
from liuwan_process.engine import changes, lean, statements, store, table_rows
from liuwan_process.engine import values as values_of_form
from liuwan_process.engine.errors import EngineError

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run

ENDED = {"Refused": REFUSED, "Withdrawn": WITHDRAWN, "Terminated": TERMINATED}
EMPTY = (None, "", [])


def values(definition: Definition, name: str) -> dict[str, Any]:
	"""The form's values as they are now, tables as lists of rows."""
	fields = [f for f in definition.fields_by_name.values() if f.holds_value]
	plain = tuple(f.name for f in fields if f.type != "Table")
	text = statements.select(definition.doctype, ("name", "docstatus", *plain), ("name",))
	found = statements.run(text, [name], as_dict=True)[0]
	for field in fields:
		if field.type == "Table":
			found[field.name] = _rows(definition, field, name)
	return found


def _rows(definition: Definition, field: FormField, name: str) -> list[dict[str, Any]]:
	child = frappe.get_meta(definition.doctype).get_field(field.name).options
	filters = {"parent": name, "parenttype": definition.doctype, "parentfield": field.name}
	return frappe.get_all(child, filters=filters, fields=["*"], order_by="idx")


def fill(document: Document, definition: Definition, step: Step, given: dict[str, Any]) -> None:
	"""Put given values into a document.

	Raises EngineError naming the field or column when the step does not let people edit it.
	"""
	allowed = access.editable(definition, step)
	for name, value in given.items():
		field = definition.fields_by_name.get(name)
		if field is None or name not in allowed:
			label = _(field.label) if field else name
			message = _("“{0}” cannot be edited in the step “{1}”")
			frappe.throw(message.format(label, _(step.title)), EngineError, title=label)
		if field.type == "Table":
			value = _merged(document, definition, step, field, value)
		else:
			value = values_of_form.clean(definition, field, value)
		document.set(name, value)


def _merged(
	document: Document, definition: Definition, step: Step, field: FormField, value: Any
) -> list[dict[str, Any]]:
	clean = partial(values_of_form.clean_cell, definition)
	given = values_of_form.rows(field, value)
	return table_rows.merge(definition, [step], field, document.get(field.name) or [], given, clean)


def require(definition: Definition, step: Step, form: dict[str, Any] | Document) -> None:
	"""Raises EngineError naming every field that the step needs and that is empty."""
	wanted = access.required(definition, step)
	empty = [
		f for f in definition.fields_by_name.values() if f.name in wanted and is_empty(f, form.get(f.name))
	]
	empty += _empty_columns(definition, step, form)
	if empty:
		labels = ", ".join(dict.fromkeys(_(field.label) for field in empty))
		frappe.throw(_("Please fill in: {0}").format(labels), EngineError, title=_("Something is missing"))


def is_empty(field: FormField, value: Any) -> bool:
	"""A number of 0 is an answer, a check box that is not ticked is none."""
	return value in EMPTY or (field.type == "Check" and not int(value or 0))


def _empty_columns(definition: Definition, step: Step, form: Any) -> list[FormField]:
	found = []
	for table in (f for f in definition.fields_by_name.values() if f.type == "Table"):
		for column in table_rows.columns_of(definition, table):
			if access.must_fill_column(definition, step, column):
				rows = form.get(table.name) or []
				found += [column for row in rows if is_empty(column, row.get(column.name))]
	return found


def write(run: Run, step: Step, given: dict[str, Any] | None, complete: bool = True) -> dict[str, Any]:
	"""Save what somebody filled in with an act; returns the changes. `complete`: nothing required may be empty."""
	if not given:
		if complete and _needs_anything(run.definition, step):
			require(run.definition, step, run.form)
		return {}
	document = frappe.get_doc(run.instance.document_type, run.instance.document_name, for_update=True)
	before = changes.plain(run.definition, document)
	fill(document, run.definition, step, given)
	if complete:
		require(run.definition, step, document)
	return _saved(run, document, before)


def _needs_anything(definition: Definition, step: Step) -> bool:
	return bool(access.required(definition, step)) or access.needs_columns(definition, step)


def put(run: Run, given: dict[str, Any]) -> dict[str, Any]:
	"""Save what the engine itself fills in, whatever people may edit; returns the changes as field -> [old, new].

	Raises EngineError naming the field that cannot hold its value.
	"""
	if not given:
		return {}
	document = frappe.get_doc(run.instance.document_type, run.instance.document_name, for_update=True)
	before = changes.plain(run.definition, document)
	for name, value in given.items():
		field = run.definition.fields_by_name[name]
		document.set(name, values_of_form.clean(run.definition, field, value))
	return _saved(run, document, before)


def _saved(run: Run, document: Document, before: changes.Plain) -> dict[str, list]:
	"""Save a form that differs from what it was; returns what is different then."""
	if before == changes.plain(run.definition, document):
		return {}
	save(document)
	run.__dict__.pop("form", None)
	return changes.between(before, changes.plain(run.definition, document))


def save(document: Document) -> None:
	"""Save, insert or submit a form on behalf of the engine.

	The engine has checked who may do what, its log keeps what changed, and Frappe's Workflow must not walk: its
	look-ups would take a third of an act's time.
	"""
	document.flags.liuwan_engine = True
	document.flags.ignore_permissions = True
	document.flags.ignore_version = True
	with without_workflow(document.doctype):
		if document.is_new():
			document.insert()
		else:
			document.save(ignore_version=True)
	lean.forget_links()


@contextmanager
def without_workflow(doctype: str) -> Iterator[None]:
	"""Let Frappe find no Workflow for a DocType, in this request only."""
	known = frappe.local.cache.setdefault(frappe.cache.make_key("workflow"), {})
	before = known.get(doctype)
	known[doctype] = ""
	try:
		yield
	finally:
		if before is None:
			known.pop(doctype, None)
		else:
			known[doctype] = before


def state_name(run: Run) -> str:
	"""The Workflow State that shows where a run stands."""
	if run.instance.status in ENDED:
		return ENDED[run.instance.status]
	if run.instance.status == "Completed":
		return state_of(run.step(run.instance.end_step))
	steps = dict.fromkeys(insertion.shown_as(run.definition, token.step) for token in run.state.tokens)
	return state_of(run.step(next(iter(steps)))) if len(steps) == 1 else PARALLEL


def set_state(run: Run) -> None:
	"""Write the state into the form; a completed form is then submitted as a whole document."""
	columns = ("workflow_state", "process_instance", "modified", "modified_by")
	text = statements.update(run.instance.document_type, columns)
	statements.run(text, [state_name(run), run.name, run.now, run.user, run.instance.document_name])
	if not run.form_is_new:
		frappe.clear_document_cache(run.instance.document_type, run.instance.document_name)
	if run.instance.status == "Completed":
		_submit(run)


def _submit(run: Run) -> None:
	if not frappe.get_meta(run.instance.document_type).is_submittable:
		return
	document = frappe.get_doc(run.instance.document_type, run.instance.document_name)
	if document.docstatus == 0:
		before = changes.plain(run.definition, document)
		document.docstatus = 1  # by whoever acted last, who need not own the form
		save(document)
		if made := changes.between(before, changes.plain(run.definition, document)):
			store.add_changes(run.log[0], made)  # an administrator's script on submit
