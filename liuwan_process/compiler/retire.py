"""The way back: a process that is no longer started, and everything of the compiler taken off a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe.utils.synchronization import filelock

from liuwan_process.compiler import act_script, linked
from liuwan_process.compiler.naming import MODULE, register_name
from liuwan_process.compiler.publish import after_commit

if TYPE_CHECKING:
	from frappe.model.document import Document


def retire(process_name: str) -> None:
	"""Nobody can start the process any more; documents and versions stay readable, open runs go on to their end.

	The caller has checked that the user may do this. Repeating it changes nothing.
	"""
	with filelock(f"publish_{frappe.scrub(process_name)}"):
		process = frappe.get_doc("Process", process_name, for_update=True)
		if process.status != "Published":
			return
		if process.workflow:
			frappe.db.set_value("Workflow", process.workflow, "is_active", 0)
		frappe.db.set_value("Process Version", process.current_version, "status", "Retired")
		process.db_set("status", "Retired")
		frappe.db.commit()  # while the lock is held: a publication that waits reads it
	after_commit(process)


def remove_everything() -> None:
	"""Take off the site what publications made, before the app is uninstalled. Forms go with their documents."""
	for name in frappe.get_all("Process", {"document_type": ("is", "set")}, pluck="name"):
		remove(frappe.get_doc("Process", name))
	for doctype in frappe.get_all("DocType", {"custom": 1, "module": MODULE}, pluck="name"):
		_delete("DocType", doctype)


def remove(process: Document) -> None:
	"""Take off the site what the publications of one process made."""
	form = process.document_type
	_delete("Workflow", process.workflow)
	_delete("Report", register_name(form))
	_delete("Client Script", act_script.name_of(form))
	if process.form_source == "Linked DocType":
		linked.remove(form)
		return
	tables = frappe.get_all("DocField", {"parent": form, "fieldtype": "Table"}, pluck="options")
	_forget_translations([form, register_name(form), *tables])
	for doctype in (form, *tables):
		if frappe.db.get_value("DocType", doctype, "module") == MODULE:
			_delete("DocType", doctype)


def _delete(doctype: str, name: str | None) -> None:
	if name and frappe.db.exists(doctype, name):
		frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)  # uninstalling: nobody is asked


def _forget_translations(names: list[str]) -> None:
	for name in frappe.get_all("Translation", {"source_text": ("in", names), "language": "zh"}, pluck="name"):
		_delete("Translation", name)
