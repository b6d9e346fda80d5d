"""All my tasks and all my requests: searched, filtered, in pages."""

from __future__ import annotations

from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from liuwan_process.engine import inbox
from liuwan_process.portal import batch, rows
from liuwan_process.portal.answer import Page

LENGTH = 20
MOST_PAGES = 500
FILTERS = {"running": True, "ended": False}


def tasks() -> Page:
	search, number = _asked()
	found = inbox.open_tasks(frappe.session.user, (number - 1) * LENGTH, LENGTH, search)
	shown = batch.mark(found["tasks"], rows.tasks(found["tasks"], now_datetime()))
	context = {
		"tasks": shown,
		"may_choose": batch.may_choose(shown),
		"search": search,
		"pages": pages("/process/tasks", number, found["more"], q=search),
	}
	return Page("tasks.html", _("My tasks"), context, room="tasks")


def requests() -> Page:
	search, number = _asked()
	show = frappe.form_dict.get("show")
	show = show if show in FILTERS else ""
	found = inbox.requests(
		frappe.session.user, (number - 1) * LENGTH, LENGTH, search, running=FILTERS.get(show)
	)
	context = {
		"requests": rows.requests(found["requests"], now_datetime()),
		"search": search,
		"show": show,
		"filters": (("", _("All")), ("running", _("Running")), ("ended", _("Ended"))),
		"pages": pages("/process/requests", number, found["more"], q=search, show=show),
	}
	return Page("requests.html", _("My requests"), context, room="requests")


def pages(address: str, number: int, more: bool, **kept: str) -> dict:
	"""Addresses of the page before and the page after; "" where there is none."""

	def to(other: int) -> str:
		return f"{address}?{urlencode({k: v for k, v in kept.items() if v} | {'page': other})}"

	return {
		"number": number,
		"before": to(number - 1) if number > 1 else "",
		"after": to(number + 1) if more else "",
	}


def _asked() -> tuple[str, int]:
	"""What the reader searches for, and the number of the page."""
	given = frappe.form_dict
	return str(given.get("q") or "").strip()[:100], min(max(cint(given.get("page")), 1), MOST_PAGES)
