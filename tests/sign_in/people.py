"""Staff for these tests, and what became of them."""

from __future__ import annotations

import frappe

from liuwan_process.process_organization.changes import people_changed
from liuwan_process.setup.role_permissions import PARTICIPANT
from tests.factories import person


def staff(number: str, email: str = "", user: str | None = None) -> str:
	"""An active Staff Member, anew: whoever had that number or e-mail is gone. Commits."""
	for account in {email, f"{number.lower()}@directory.example", user} - {"", None}:
		frappe.db.set_value("Staff Member", {"user": account}, "user", None)
		if frappe.db.exists("User", account):
			frappe.delete_doc("User", account, force=True, ignore_permissions=True)
	if frappe.db.exists("Staff Member", number):
		frappe.delete_doc("Staff Member", number, force=True)
	unit = frappe.db.get_value("Staff Member", {"user": person("sales1")}, "org_unit")
	values = {
		"staff_no": number,
		"staff_name": "钱一鸣",
		"org_unit": unit,
		"email": email,
		"status": "Active",
	}
	frappe.get_doc(doctype="Staff Member", **values).insert()
	people_changed()
	frappe.db.commit()
	return number


def account_of(number: str) -> str | None:
	frappe.db.rollback()
	return frappe.db.get_value("Staff Member", number, "user")


def is_participant(user: str) -> bool:
	return bool(frappe.db.exists("Has Role", {"parent": user, "role": PARTICIPANT}))
