"""My own page: who I am here, the language, the way out."""

from __future__ import annotations

import frappe
from frappe import _

from liuwan_process.portal.answer import Page


def page() -> Page:
	fields = ["staff_name", "staff_no", "org_unit"]
	person = frappe.db.get_value("Staff Member", {"user": frappe.session.user}, fields, as_dict=True)
	return Page(
		"me.html", _("My page"), {"person": person, "unit": _(person.org_unit) if person else ""}, room="me"
	)
