"""What of a run's form a person may read: everything that is not hidden in each step that the person has or had.

Initiators stand in the start step. Whoever only looks on (heads, people who were sent a copy by hand) does not see
what any step hides. The offices that see every run and the owner of the process see everything.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition
from liuwan_process.engine.versions import current_version, definition_of, forms, get_definition
from liuwan_process.permissions import runs

RUN = ("name", "initiator", "process_version", "state")


def hidden_from(
	user: str, run: dict[str, Any], definition: Definition, tasks: list[dict[str, Any]] | None = None
) -> set[str]:
	"""Fields, and columns as `table.column`, that a reader of a run does not see.

	`tasks`: those of the run, where the caller has read them.
	"""
	if not access.confidential(definition) or runs.sees_all(user) or _owns(user, run["name"]):
		return set()
	mine = _tasks_of(user, run["name"]) if tasks is None else tasks
	acted = {task["step"] for task in mine if user in (task["assignee"], task["acted_by"])}
	steps = {*acted, *_told(user, run, definition)} & definition.by_id.keys()
	return access.hidden_from(definition, steps | _started(user, run, definition))


def hidden_in(doc: Document, user: str | None = None) -> set[str]:
	"""The same for the document of a form; one that belongs to no run yet stands in the start step."""
	user = user or frappe.session.user
	if not doc.get("process_instance"):
		return _hidden_in_draft(doc, user)
	run = frappe.db.get_value("Process Instance", doc.process_instance, RUN, as_dict=True)
	return hidden_from(user, run, definition_of(run)) if run else set()


def mask(doc: Document, _method: str | None = None) -> None:
	"""Take out of a document what its reader may not see. Hook `on_change`: what a save answers with."""
	if doc.flags.liuwan_engine or doc.doctype not in forms():
		return
	for path in hidden_in(doc):
		field, dot, column = path.partition(".")
		for holder in (doc.get(field) or []) if dot else [doc]:
			holder.__dict__.pop(column if dot else field, None)


def without(changes: dict[str, list], hidden: set[str]) -> dict[str, list]:
	"""Changes of the log without what a reader does not see, columns of tables included."""
	return {
		name: [_without(name, value, hidden) for value in pair]
		for name, pair in changes.items()
		if name not in hidden
	}


def seen(form: dict[str, Any], hidden: set[str] | frozenset[str]) -> dict[str, Any]:
	"""A form in plain values as a reader sees it."""
	return {name: _without(name, value, hidden) for name, value in form.items() if name not in hidden}


def _without(table: str, value: Any, hidden: set[str]) -> Any:
	if not isinstance(value, list):
		return value
	return [{k: v for k, v in row.items() if f"{table}.{k}" not in hidden} for row in value]


def _hidden_in_draft(doc: Document, user: str) -> set[str]:
	try:
		definition = get_definition(current_version(forms()[doc.doctype]))
	except frappe.ValidationError:  # the process is retired
		frappe.clear_last_message()
		return set()
	if definition.linked or runs.sees_all(user):
		return set()  # a form that lives outside of its process too: its own rights hold
	return access.closed(definition, definition.start)


def _owns(user: str, instance: str) -> bool:
	filters = {"instance": instance, "user": user, "part": "Owner"}
	return bool(frappe.db.exists("Process Instance Participant", filters))


def _tasks_of(user: str, instance: str) -> list[dict[str, Any]]:
	task = DocType("Process Task")
	mine = (task.assignee == user) | (task.acted_by == user)
	query = frappe.qb.from_(task).select(task.step, task.assignee, task.acted_by)
	return query.where((task.instance == instance) & mine).run(as_dict=True)


def _started(user: str, run: dict[str, Any], definition: Definition) -> set[str]:
	return {definition.start.id} if user == run["initiator"] else set()


def _told(user: str, run: dict[str, Any], definition: Definition) -> list[str]:
	"""Notices that reached the person."""
	if not any(step.kind == "notice" for step in definition.steps):
		return []
	filters = {"instance": run["name"], "act": "Copy", "to_user": user, "step": ("is", "set")}
	return frappe.get_all("Process Log", filters, pluck="step")
