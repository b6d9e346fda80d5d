"""Who the caller is."""

from __future__ import annotations

import frappe

from liuwan_process.api.rest import shapes
from liuwan_process.api.rest.routes import route
from liuwan_process.engine import inbox


@route("GET", "/me", "Caller")
def get_me() -> shapes.Person:
	"""Who you are

	To see whether a key or a token works, and for whom.
	"""
	user = frappe.session.user
	staff = frappe.db.get_value("Staff Member", {"user": user}, ["name", "org_unit"], as_dict=True)
	return shapes.Person(
		user=user,
		full_name=frappe.get_cached_value("User", user, "full_name") or user,
		staff_member=staff.name if staff else None,
		unit=staff.org_unit if staff else None,
		language=frappe.local.lang,
		open_tasks=inbox.count_open(user),
	)
