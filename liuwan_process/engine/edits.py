"""Edits of a form outside of acts: somebody who has the task saves the desk's form. They are in the log too."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from liuwan_process.engine import changes, clock, store
from liuwan_process.engine.versions import forms, get_definition


def record(doc: Document, _method: str | None = None) -> None:
	"""Hooks `on_update` and `on_update_after_submit`: one row in the log, in the transaction of the save."""
	if doc.flags.liuwan_engine or not doc.get("process_instance") or doc.doctype not in forms():
		return
	before = doc.get_doc_before_save()
	if before is None:
		return
	version = frappe.db.get_value("Process Instance", doc.process_instance, "process_version")
	definition = get_definition(version)
	made = changes.between(changes.plain(definition, before), changes.plain(definition, doc))
	if made:
		store.insert_log([_row(doc.process_instance, made)], clock.now())


def _row(instance: str, made: dict[str, list]) -> dict:
	user = frappe.session.user
	filters = {"instance": instance, "assignee": user, "status": "Open"}
	task = frappe.db.get_value("Process Task", filters, ["name", "step", "step_title"], as_dict=True) or {}
	return {
		"act": "Edit",
		"instance": instance,
		"actor": user,
		"task": task.get("name"),
		"step": task.get("step"),
		"step_title": task.get("step_title"),
		"changes": made,
	}
