"""Who sees a run: everybody on its list of participants, the process office and the supervision group.

The list query and `has_permission` stand on the same condition. The form's own DocType follows by DocShare, which the
engine writes together with the list of participants.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document

SEES_ALL = ("Process Administrator", "Process Supervisor", "System Manager")


def sees_all(user: str) -> bool:
	return user == "Administrator" or bool(set(SEES_ALL) & set(frappe.get_roles(user)))


def condition(user: str, instance: str) -> str:
	"""SQL: the run whose name is in the column `instance` is seen by `user`; empty when all are."""
	if sees_all(user):
		return ""
	return (
		"exists (select 1 from `tabProcess Instance Participant` seen"
		f" where seen.instance = {instance} and seen.user = {frappe.db.escape(user)})"
	)


def instances_query(user: str | None = None) -> str:
	return condition(user or frappe.session.user, "`tabProcess Instance`.`name`")


def tasks_query(user: str | None = None) -> str:
	return condition(user or frappe.session.user, "`tabProcess Task`.`instance`")


def log_query(user: str | None = None) -> str:
	return condition(user or frappe.session.user, "`tabProcess Log`.`instance`")


def may_see(instance: str, user: str | None = None) -> bool:
	"""Whether a user sees a run, by its name."""
	user = user or frappe.session.user
	return sees_all(user) or bool(
		frappe.db.exists("Process Instance Participant", {"instance": instance, "user": user})
	)


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""For Process Instance, Process Task and Process Log: nobody writes, participants read."""
	if ptype not in ("read", "select", "print", "export", "report", "email"):
		return False
	return may_see(doc.name if doc.doctype == "Process Instance" else doc.instance, user)


def require(instance: str) -> None:
	"""Raises PermissionError, in the same words for a run that is not there."""
	if not may_see(instance):
		frappe.throw(frappe._("There is no such run, or you may not see it"), frappe.PermissionError)
