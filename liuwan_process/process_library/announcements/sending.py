"""An announcement goes out: one Process Acknowledgement for each person, and word to each of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_datetime, now_datetime

from liuwan_process.process_library import written
from liuwan_process.process_organization.calendar import get_calendar
from liuwan_process.telling import documents

ACKNOWLEDGEMENT = "Process Acknowledgement"
Row = dict[str, Any]


def send(doc: Document) -> None:
	"""Ask everybody on the list who is not left out. Raises ValidationError when that is nobody."""
	if doc.status != "Draft":
		frappe.throw(_("It has been sent already"))
	if not doc.everybody and all(row.left_out for row in doc.readers):
		frappe.throw(_("Nobody is asked to read it"))
	doc.status, doc.sent_on, doc.sent_by = "Sent", now_datetime(), frappe.session.user
	doc.due_on = doc.due_on or due(doc, doc.sent_on)
	doc.flags.by_app = True
	doc.save()


def close(doc: Document) -> None:
	"""Nobody is reminded any more; whoever has not read it is no longer asked to."""
	if doc.status != "Sent":
		frappe.throw(_("Only what was sent can be closed"))
	doc.status, doc.flags.by_app = "Closed", True
	doc.save()
	table = DocType(ACKNOWLEDGEMENT)
	query = (
		frappe.qb.update(table)
		.set(table.status, "Excused")
		.set(table.reason, _("The announcement was closed"))
	)
	query.where((table.announcement == doc.name) & (table.status == "Open")).run()


def due(doc: Document, since: datetime) -> datetime:
	return get_calendar().add(since, doc.within or 1, "working_days")


def sync(doc: Document) -> None:
	"""Bring the acknowledgements in line with the list: new people are asked, those left out no longer are."""
	known = {row.staff: row for row in _existing(doc.name)}
	wanted = {row["staff"]: row for row in _wanted(doc)}
	left = {row.staff: row.reason for row in doc.readers if row.left_out}
	open_ = {staff: row.name for staff, row in known.items() if row.status == "Open"}
	_excuse({open_[staff]: why for staff, why in left.items() if staff in open_})
	again = [known[s].name for s in wanted if s in known and known[s].status == "Excused"]
	_ask_again(again)
	new = [row for staff, row in wanted.items() if staff not in known]
	_ask(doc, new, first=not known)


def _existing(announcement: str) -> list[Row]:
	return frappe.get_all(
		ACKNOWLEDGEMENT, {"announcement": announcement}, ["name", "staff", "status"], limit=0
	)


def _wanted(doc: Document) -> list[Row]:
	"""People to ask, with their user and unit as they are now. One statement."""
	listed = {row.staff: row for row in doc.readers}
	filters: Row = {"status": "Active"}
	if not doc.everybody:
		filters["name"] = ("in", list(listed) or [""])
	people = frappe.get_all("Staff Member", filters, ["name", "staff_name", "user", "org_unit"], limit=0)
	return [_row(doc, one, listed.get(one.name)) for one in people if not _left_out(listed.get(one.name))]


def _left_out(row: Any) -> bool:
	return bool(row and row.left_out)


def _row(doc: Document, one: Row, listed: Any) -> Row:
	return {
		"announcement": doc.name,
		"process_code": doc.process_code,
		"version": doc.version,
		"title": frappe.get_cached_value("Process", doc.process_code, "title"),
		"staff": one.name,
		"staff_name": one.staff_name,
		"user": one.user,
		"org_unit": one.org_unit,
		"status": "Open",
		"origin": listed.origin if listed else "Added",
		"steps": listed.steps if listed else "",
		"reason": (listed.reason if listed else doc.meta.get_label("everybody")) or "",
	}


def _ask(doc: Document, rows: list[Row], first: bool) -> None:
	"""Those who are asked later get as many days as the others had."""
	now = now_datetime()
	until = doc.due_on if first else max(get_datetime(doc.due_on), due(doc, now))
	full = [row | {"sent_on": now, "due_on": until} for row in rows]
	names = written.insert(ACKNOWLEDGEMENT, full, ignore_duplicates=True)
	to_tell = [(row["user"], name) for row, name in zip(full, names, strict=True) if row["user"]]
	documents.tell("read", to_tell, ACKNOWLEDGEMENT)


def _excuse(reasons: dict[str, str]) -> None:
	"""Acknowledgement -> why. A statement for each reason."""
	table = DocType(ACKNOWLEDGEMENT)
	for reason in set(reasons.values()):
		names = [name for name, why in reasons.items() if why == reason]
		query = frappe.qb.update(table).set(table.status, "Excused").set(table.reason, reason)
		query.where(table.name.isin(names)).run()


def _ask_again(names: list[str]) -> None:
	table = DocType(ACKNOWLEDGEMENT)
	if names:
		query = frappe.qb.update(table).set(table.status, "Open").set(table.reason, "")
		query.where(table.name.isin(names)).run()
