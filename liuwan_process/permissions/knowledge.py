"""Who changes objects, risks and regulations: the office all, a process manager those of the own unit and of none.

Everybody reads them; regulations that are still drafts are read in the desk alone.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from liuwan_process.process_library.permission import CHANGES, OFFICE, lies_in, own_staff
from liuwan_process.setup.role_permissions import DOCTYPE_RIGHTS, PARTICIPANT

DESK = {role for role in DOCTYPE_RIGHTS["Regulation"] if role != PARTICIPANT} | {"System Manager"}


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Hook: narrows what the roles give."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	roles = set(frappe.get_roles(user))
	if ptype not in CHANGES:
		return doc.doctype != "Regulation" or doc.get("status") != "Draft" or bool(DESK & roles)
	if OFFICE & roles:
		return True
	staff = own_staff(user)
	stored = None if doc.is_new() else frappe.db.get_value(doc.doctype, doc.name, "org_unit")
	return bool(staff) and all(
		not unit or lies_in(unit, staff.org_unit) for unit in (stored, doc.get("org_unit"))
	)


def regulations_query(user: str | None = None) -> str:
	"""Hook: drafts are not listed for those who have no desk."""
	user = user or frappe.session.user
	if user == "Administrator" or DESK & set(frappe.get_roles(user)):
		return ""
	return "`tabRegulation`.`status` != 'Draft'"
