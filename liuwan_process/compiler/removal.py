"""Takes off a site what publications made, before the app is uninstalled.

Documents that people wrote are the enterprise's own: a form that holds any stays, as a plain DocType that a System
Manager reads and that needs nothing of this app. Empty forms and everything else go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from liuwan_process.compiler import act_script, linked
from liuwan_process.compiler.naming import MODULE, register_name
from liuwan_process.compiler.states import FIXED_STYLES

if TYPE_CHECKING:
	from frappe.model.document import Document

KEPT_MODULE = "Custom"
READER = {"role": "System Manager", "read": 1, "report": 1, "export": 1, "print": 1}
STANDARD_STATES = ("Pending", "Approved", "Rejected")
STANDARD_ACTIONS = ("Approve", "Reject", "Review")


def remove_everything() -> None:
	"""Remove what the publications of every process made; see the module for what stays."""
	for name in frappe.get_all("Process", {"document_type": ("is", "set")}, pluck="name"):
		remove(frappe.get_doc("Process", name))
	for doctype in frappe.get_all("DocType", {"custom": 1, "module": MODULE}, pluck="name"):
		_drop(doctype)


def remove(process: Document) -> None:
	"""Remove what the publications of one process made."""
	form = process.document_type
	states, actions = _words(process.workflow)
	_delete("Workflow", process.workflow)
	_delete("Report", register_name(form))
	_delete("Client Script", act_script.name_of(form))
	if process.form_source == "Linked DocType":
		linked.remove(form)
		if _goes_with_the_app(form):
			_forget_words(states, actions)
		return
	tables = frappe.get_all("DocField", {"parent": form, "fieldtype": "Table"}, pluck="options")
	own = [d for d in (form, *tables) if frappe.db.get_value("DocType", d, "module") == MODULE]
	if frappe.db.exists(form, {}):
		_keep(form, own)
		return
	_forget_translations([form, register_name(form), *tables])
	for doctype in own:
		_drop(doctype)
	_forget_words(states, actions)


def _goes_with_the_app(form: str) -> bool:
	"""Whether a linked form is one of this app's own DocTypes, whose documents name states no longer."""
	module = frappe.db.get_value("DocType", form, "module")
	return frappe.db.get_value("Module Def", module, "app_name") == "liuwan_process"


def _keep(form: str, doctypes: list[str]) -> None:
	"""Turn a form into a DocType that stands by itself: nothing to write, no link into this app."""
	for doctype in doctypes:
		kept = frappe.get_doc("DocType", doctype)
		kept.module = KEPT_MODULE
		if doctype == form:
			kept.fields = [field for field in kept.fields if field.fieldname != "process_instance"]
			kept.set("permissions", [READER])
		kept.save(ignore_permissions=True)  # uninstalling: nobody is asked
	frappe.db.delete("DocShare", {"share_doctype": form})


def _drop(doctype: str) -> None:
	"""A DocType with its table; Frappe keeps the tables of custom ones."""
	_delete("DocType", doctype)
	frappe.db.commit()  # MariaDB does so anyway before it drops a table
	frappe.db.sql_ddl(f"drop table if exists `tab{doctype}`")


def _words(workflow: str | None) -> tuple[set[str], set[str]]:
	"""States and actions of a Workflow."""
	states = frappe.get_all("Workflow Document State", {"parent": workflow}, pluck="state")
	actions = frappe.get_all("Workflow Transition", {"parent": workflow}, pluck="action")
	return set(states), set(actions)


def _forget_words(states: set[str], actions: set[str]) -> None:
	"""States and actions that no other Workflow uses and that Frappe does not ship."""
	used = set(frappe.get_all("Workflow Document State", pluck="state"))
	for state in (states | set(FIXED_STYLES)) - used - set(STANDARD_STATES):
		_delete("Workflow State", state)
	used = set(frappe.get_all("Workflow Transition", pluck="action"))
	for action in actions - used - set(STANDARD_ACTIONS):
		_delete("Workflow Action Master", action)


def _delete(doctype: str, name: str | None) -> None:
	if name and frappe.db.exists(doctype, name):
		frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)  # uninstalling: nobody is asked


def _forget_translations(names: list[str]) -> None:
	for name in frappe.get_all("Translation", {"source_text": ("in", names), "language": "zh"}, pluck="name"):
		_delete("Translation", name)
