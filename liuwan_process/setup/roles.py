"""The app's roles. What each may do stands in `role_permissions.py`."""

import frappe

from liuwan_process.setup.role_permissions import ENGINE, PARTICIPANT, ROLE_PERMISSIONS, ROLES

__all__ = ["ENGINE", "PARTICIPANT", "ROLES", "ROLE_PERMISSIONS", "make_roles", "remove_roles"]

WITHOUT_DESK = (PARTICIPANT, ENGINE)


def make_roles() -> None:
	"""Creates the roles that are missing; runs before DocTypes are synced, which would give each role a desk.

	The engine's role stands on compiled workflow transitions, so that nobody but the engine can walk them.
	Frappe takes a disabled role away from every user who is given it.
	"""
	for role in ROLES:
		if not frappe.db.exists("Role", role):
			frappe.get_doc(
				doctype="Role",
				role_name=role,
				desk_access=int(role not in WITHOUT_DESK),
				disabled=int(role == ENGINE),
			).insert(ignore_permissions=True)  # installation runs without a user of its own


def remove_roles() -> None:
	"""Takes the roles from all users and deletes them."""
	frappe.db.delete("Has Role", {"role": ("in", ROLES)})
	for doctype in ("DocPerm", "Custom DocPerm"):
		frappe.db.delete(doctype, {"role": ("in", ROLES)})
	for role in ROLES:
		frappe.delete_doc("Role", role, ignore_permissions=True, ignore_missing=True, force=True)
	frappe.clear_cache()
