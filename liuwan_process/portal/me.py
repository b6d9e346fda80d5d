"""My own page: who I am here, what I was told, how I want to be told, the language, the way out."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from liuwan_process.portal import delegations, news
from liuwan_process.portal.answer import Page
from liuwan_process.telling import settings


def page() -> Page:
	user = frappe.session.user
	fields = ["staff_name", "staff_no", "org_unit"]
	person = frappe.db.get_value("Staff Member", {"user": user}, fields, as_dict=True)
	context = {
		"person": person,
		"unit": _(person.org_unit) if person else "",
		"news": news.latest(user, now_datetime()),
		"choices": news.choices(user),
		"digest": settings.setting("digest_at") or "07:30",
		"mail": settings.mail_is_ready(),
		**delegations.context(),
	}
	return Page("me.html", _("My page"), context, room="me")
