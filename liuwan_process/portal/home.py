"""The first page: what waits for me, what I asked for, what I often start."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import now_datetime
from pypika.enums import Order

from liuwan_process.engine import inbox
from liuwan_process.portal import reading, rows
from liuwan_process.portal.answer import Page

TASKS, REQUESTS, FAVOURITES, READING = 10, 5, 4, 5


def page() -> Page:
	user = frappe.session.user
	now = now_datetime()
	tasks = inbox.open_tasks(user, length=TASKS)
	requests = inbox.requests(user, length=REQUESTS, running=True)
	context = {
		"tasks": rows.tasks(tasks["tasks"], now),
		"more_tasks": tasks["more"],
		"requests": rows.requests(requests["requests"], now),
		"more_requests": requests["more"],
		"reading": reading.to_read(user, now, READING),
		"favourites": favourites(user),
	}
	return Page("home.html", _("Home"), context, room="home")


def favourites(user: str) -> list[dict[str, Any]]:
	"""Published processes that a person started most often."""
	run, process = DocType("Process Instance"), DocType("Process")
	query = frappe.qb.from_(run).join(process).on(process.name == run.process_code)
	query = query.select(process.name, process.title).groupby(process.name, process.title)
	query = query.where((run.initiator == user) & (process.status == "Published"))
	query = query.where(process.current_version.isnotnull())
	found = query.orderby(Count(run.name), order=Order.desc).limit(FAVOURITES).run(as_dict=True)
	return [{"title": _(row.title), "address": f"/process/start/{row.name}"} for row in found]
