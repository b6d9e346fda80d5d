"""What I was asked to read: the list, and the page on which I say that I have read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from liuwan_process.portal import rows, times
from liuwan_process.portal.answer import Page
from liuwan_process.process_library import impact
from liuwan_process.process_library.announcements import reading
from liuwan_process.process_library.versions import sides, view, words

Row = dict[str, Any]
ROOM = "home"
FIELDS = ["name", "title", "version", "status", "due_on", "read_on", "sent_on", "score"]
OPEN, PAST = 50, 30


def page() -> Page:
	"""What is still to be read, and what I have read."""
	user, now = frappe.session.user, now_datetime()
	context = {"open": to_read(user, now, OPEN), "past": _past(user, now)}
	return Page("reading_list.html", _("To read"), context, room=ROOM)


def to_read(user: str, now: datetime, length: int) -> list[Row]:
	"""Open acknowledgements of a person, the one due first first. One statement, and the calendar where there are any."""
	found = frappe.get_all(
		"Process Acknowledgement",
		{"user": user, "status": "Open"},
		FIELDS,
		order_by="due_on",
		limit=length,
	)
	calendar = rows.my_calendar() if found else None
	return [_line(row, now, calendar) for row in found]


def _past(user: str, now: datetime) -> list[Row]:
	found = frappe.get_all(
		"Process Acknowledgement",
		{"user": user, "status": "Acknowledged"},
		FIELDS,
		order_by="read_on desc",
		limit=PAST,
	)
	return [_line(row, now, None) for row in found]


def _line(row: Row, now: datetime, calendar: Any) -> Row:
	urgency = "late" if row.due_on < now else "near" if (row.due_on - now).days < 1 else "on time"
	with_time = calendar and {"due_on": row.due_on, "urgency": urgency}
	return {
		"address": f"/process/reading/{row.name}",
		"title": _(row.title),
		"version": row.version.rpartition("-v")[2],
		"time": rows.time_left(frappe._dict(with_time), now, calendar) if calendar else None,
		"read": times.when(row.read_on, now) if row.read_on else "",
		"read_exact": times.exact(row.read_on),
	}


def one(name: str) -> Page:
	"""What changed, in words and in the drawing, the quiz, and the button. Raises NotYours."""
	row = reading.mine(name, frappe.session.user)
	now = now_datetime()
	paper = frappe.db.get_value(
		"Process Announcement", row.announcement, ["what_changed", "pass_mark", "most_attempts"], as_dict=True
	)
	context = {
		"ack": _line(row, now, rows.my_calendar())
		| {"name": row.name, "status": row.status, "new": not row.opened_on},
		"process": row.process_code,
		"what_changed": paper.what_changed or "",
		"pass_mark": f"{paper.pass_mark or 0:g}",
		"left": max(paper.most_attempts - row.attempts, 0) if paper.most_attempts else None,
		"questions": reading.questions(row.announcement) if row.status == "Open" else [],
		**_changes(row),
	}
	return Page("reading.html", _("What changed in {0}").format(_(row.title)), context, room=ROOM)


def _changes(row: Row) -> Row:
	"""Against the version before; of a first version, the process as it is."""
	found = impact.comparison_of(row.version)
	titles = {step.id: step.title for step in (*found.before.steps, *found.after.steps)}
	mine = [titles[step] for step in (row.steps or "").split("\n") if step in titles]
	before = sides.Side("", _("Until now"), found.before)
	after = sides.Side("", _("Now"), found.after)
	return {
		"first": not found.before.steps,
		"mine": rows.joined(map(_, dict.fromkeys(mine))),
		"summary": words.summary(found) if found.before.steps else [],
		"comparison": view.of(before, after),
	}
