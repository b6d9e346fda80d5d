"""People, for the portal and other signed-in callers."""

import frappe
from frappe import _

from liuwan_process.process_organization.people_search import LIMIT, matching
from liuwan_process.setup.roles import ROLES


@frappe.whitelist(methods=["GET", "POST"])
def search_people(txt: str) -> list[dict]:
	"""At most 20 active people with an account: `user`, `staff_name`, `unit` (in the reader's language).

	`txt` is part of a name, a staff number, or its Latin spelling or initials (`zw` finds 张伟); without any
	character nobody is found. Raises frappe.PermissionError for Guest and for people without a role of the app.
	"""
	_only_participants()
	if not txt.strip():
		return []
	staff = frappe.qb.DocType("Staff Member")
	query = matching(txt).where(staff.user.isnotnull()).limit(LIMIT)
	rows = query.select(staff.user, staff.staff_name, staff.org_unit.as_("unit")).run(as_dict=True)
	return [row | {"unit": _(row.unit)} for row in rows]


@frappe.whitelist(methods=["GET", "POST"])
def choices(txt: str = "") -> list[dict]:
	"""As `search_people`, for a box of the desk: `value` (user), `label` (name), `description` (unit)."""
	return [
		{"value": row["user"], "label": row["staff_name"], "description": row["unit"]}
		for row in search_people(txt)
	]


@frappe.whitelist(methods=["GET", "POST"])
def import_status(name: str) -> dict:
	"""How far the Staff Import `name` is: `status`, `progress` (percent), `stage`, `message` and counts.

	Raises frappe.PermissionError for everyone who may not read it, frappe.DoesNotExistError for an unknown one.
	"""
	doc = frappe.get_doc("Staff Import", name)
	doc.check_permission("read")
	return doc.state()


def _only_participants() -> None:
	if not set(ROLES) & set(frappe.get_roles()):
		frappe.throw(_("Only signed-in employees may look up people."), frappe.PermissionError)
