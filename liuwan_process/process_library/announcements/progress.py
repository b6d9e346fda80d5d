"""How many have read an announcement."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import now_datetime
from pypika.terms import Case

from liuwan_process.portal import environment
from liuwan_process.process_library.announcements.sending import ACKNOWLEDGEMENT

Row = dict[str, Any]


def counts(announcement: str) -> Row:
	"""{"read", "late" (read late), "open", "overdue", "excused", "without" (open and without an account)}; one statement."""
	ack = DocType(ACKNOWLEDGEMENT)
	is_open = ack.status == "Open"
	found = {
		"read": ack.status == "Acknowledged",
		"late": (ack.status == "Acknowledged") & (ack.late == 1),
		"open": is_open,
		"overdue": is_open & (ack.due_on < now_datetime()),
		"excused": ack.status == "Excused",
		"without": is_open & ack.user.isnull(),
	}
	query = frappe.qb.from_(ack).where(ack.announcement == announcement)
	query = query.select(*(Count(Case().when(each, 1)).as_(name) for name, each in found.items()))
	return query.run(as_dict=True)[0]


def html(announcement: str) -> str:
	found = counts(announcement)
	asked = found["read"] + found["open"]
	share = round(100 * found["read"] / asked) if asked else 0
	return environment.render(
		"reading_progress.html",
		{"counts": found, "asked": asked, "share": share, "announcement": announcement},
	)
