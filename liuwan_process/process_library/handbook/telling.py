"""Tells people that their handbook has a new issue: at the bell, in their language. First issues are not announced."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from liuwan_process.portal import times
from liuwan_process.process_library.handbook.content import PERSON
from liuwan_process.telling.identity import acting_as, speaking
from liuwan_process.telling.readers import Reader, readers

DOCTYPE = "Job Handbook Issue"
Row = dict[str, Any]


def sentence(found: list[Row], issue_no: int) -> str:
	"""What is different, in one sentence: `New: Leave. Changed: Purchase (Approve: Limit).`"""
	if issue_no == 1:
		return _("First issue")
	lines = [_said(row) for row in found]
	return "\n".join(lines) or _("Only the heading is different")


def _said(row: Row) -> str:
	if row.get("position"):
		words = {"new": _("Position taken up: {0}"), "removed": _("Position given up: {0}")}
		return words[row["change"]].format(_post(row["position"]))
	title = _(row["title"])
	words = {"new": _("New: {0}"), "removed": _("No longer: {0}"), "changed": _("Changed: {0}")}
	steps = _joined(_said_of_step(step) for step in row["steps"])
	return words[row["change"]].format(_("{0} ({1})").format(title, steps) if steps else title)


def _post(name: str) -> str:
	"""A Position by its name, which is made of title and unit."""
	title, _dash, unit = name.rpartition(" - ")
	return _("{who} of {unit}").format(who=_(title), unit=_(unit)) if title else _(name)


def _said_of_step(step: Row) -> str:
	title = _(step["title"])
	words = {"new": _("new: {0}"), "removed": _("removed: {0}")}
	if step["change"] in words:
		return words[step["change"]].format(title)
	return _("{0}: {1}").format(title, _joined(map(_, step["what"])))


def _joined(parts: Any) -> str:
	return ("、" if times.locale().language == "zh" else ", ").join(parts)


def tell(made: list[Row]) -> None:
	"""Everybody whose own handbook has a second or later issue; commits."""
	news = {row["staff_member"]: row for row in made if row["kind"] == PERSON and row["issue_no"] > 1}
	users = _users(list(news))
	found = readers(users.values()) if users else {}
	with acting_as("Administrator"):
		for member, user in users.items():
			if user in found:
				_notice(news[member], found[user]).insert()
	frappe.db.commit()


def _users(members: list[str]) -> dict[str, str]:
	filters = {"name": ("in", members), "user": ("is", "set")}
	rows = frappe.get_all("Staff Member", filters, ["name", "user"], limit=0) if members else []
	return {row.name: row.user for row in rows}


def _notice(row: Row, reader: Reader) -> Document:
	with speaking(reader.language):
		subject = _("Your job handbook has a new issue: No. {0}").format(row["issue_no"])
	log = frappe.new_doc("Notification Log")
	about = {"document_type": DOCTYPE, "document_name": row["name"]}
	return log.update({"for_user": reader.user, "type": "Alert", "subject": escape_html(subject), **about})
