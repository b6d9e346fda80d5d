"""Who may change a process: the office every one, a process manager those of the own unit and those one owns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

if TYPE_CHECKING:
	from frappe.model.document import Document

CHANGES = ("write", "create", "delete", "import", "share")
OFFICE = {"Process Administrator", "System Manager", "Administrator"}


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Narrows what the roles give; reading is left to them."""
	user = user or frappe.session.user
	if ptype not in CHANGES or user == "Administrator" or OFFICE & set(frappe.get_roles(user)):
		return True
	staff = own_staff(user)
	if ptype == "create":
		return _is_own(doc.get("org_unit"), doc.get("process_owner"), staff, new=True)
	stored = frappe.db.get_value("Process", doc.name, ["org_unit", "process_owner"]) or (None, None)
	return _is_own(*stored, staff) and _is_own(doc.get("org_unit"), doc.get("process_owner"), staff)


def own_staff(user: str) -> frappe._dict | None:
	"""Name and unit of the person whose account this is."""
	return frappe.db.get_value("Staff Member", {"user": user}, ["name", "org_unit"], as_dict=True)


def _is_own(unit: str | None, owner: str | None, staff: frappe._dict | None, new: bool = False) -> bool:
	if not staff:
		return False
	if new and not unit:
		return True  # saved with the unit of its author
	return owner == staff.name or (bool(unit) and lies_in(unit, staff.org_unit))


def lies_in(unit: str, above: str) -> bool:
	"""Whether a unit is another one or lies below it."""
	if unit == above:
		return True
	bounds = frappe.db.get_value("Org Unit", above, ["lft", "rgt"], as_dict=True)
	inside = {"name": unit, "lft": (">", bounds.lft), "rgt": ("<", bounds.rgt)} if bounds else None
	return bool(inside and frappe.db.exists("Org Unit", inside))
