"""What is said of an acknowledgement, in the language that is being spoken."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from liuwan_process.portal import times
from liuwan_process.process_library.announcements.sending import ACKNOWLEDGEMENT
from liuwan_process.telling.documents import Notice

Row = dict[str, Any]


def of(message: Row) -> Notice:
	"""Hook `liuwan_notices`."""
	fields = ["title", "staff_name", "due_on", "announcement"]
	row = frappe.db.get_value(ACKNOWLEDGEMENT, message["reference_name"], fields, as_dict=True)
	words = {
		"read": _("Please read what changed: {0}"),
		"read_near": _("Soon due: read what changed in {0}"),
		"read_late": _("Overdue: read what changed in {0}"),
		"read_above": _("{1} has not yet read what changed in {0}"),
	}
	sentence = words[message["event"]].format(_(row.title), row.staff_name)
	until = _("Due {0}").format(times.until(row.due_on, now_datetime()))
	above = message["event"] == "read_above"
	address = "/process" if above else f"/process/reading/{message['reference_name']}"
	sender = frappe.db.get_value("Process Announcement", row.announcement, "sent_by") or ""
	return Notice(sentence, address, [until], sender)
