"""What an announcement needs of its rows before it can be saved."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.process_library.announcements import quiz

# Once people were asked, these stay as they read them.
SETTLED = ("what_changed", "pass_mark", "most_attempts")


def complete(doc: Document) -> None:
	"""What follows from the version and from the people's own records."""
	before, by_app = doc.get_doc_before_save(), doc.flags.pop("by_app", False)
	if not by_app:
		doc.status = before.status if before else "Draft"
		doc.sent_on, doc.sent_by = (before.sent_on, before.sent_by) if before else (None, None)
	version = frappe.db.get_value(
		"Process Version", doc.version, ["process_code", "title", "version"], as_dict=True
	)
	if version:
		doc.process_code = version.process_code
		doc.title = f"{version.title} V{version.version}"
	if not by_app:
		_keep_origins(doc, before)


def _keep_origins(doc: Document, before: Document | None) -> None:
	"""Who is concerned was found by the app; rows that somebody adds say so."""
	found = {row.name: row for row in before.readers} if before else {}
	for row in doc.readers:
		row.origin = found[row.name].origin if row.name in found else "Added"
		row.steps = found[row.name].steps if row.name in found else ""


def validate(doc: Document) -> None:
	"""Raises ValidationError naming the row."""
	_refuse_doubles(doc)
	for row in doc.readers:
		if (row.left_out or row.origin == "Added") and not (row.reason or "").strip():
			_refuse(
				doc, "readers", row, _("say why {0} is added or left out").format(row.staff_name or row.staff)
			)
	for row in doc.questions:
		if not quiz.is_sound(quiz.read(row.name, row.question or "", row.choices or "")):
			text = _("at least two different choices, one a line, and an asterisk before each that is right")
			_refuse(doc, "questions", row, text)
	before = doc.get_doc_before_save()
	if before and before.status != "Draft":
		_refuse_changes(doc, before)


def _refuse_doubles(doc: Document) -> None:
	seen: set[str] = set()
	for row in doc.readers:
		if row.staff in seen:
			_refuse(doc, "readers", row, _("{0} is there twice").format(row.staff_name or row.staff))
		seen.add(row.staff)


def _refuse_changes(doc: Document, before: Document) -> None:
	"""After it was sent people may be added and left out; what they were asked stays as it is."""
	asked = [(row.question, row.choices) for row in doc.questions]
	if asked != [(row.question, row.choices) for row in before.questions] or any(
		doc.has_value_changed(field) for field in SETTLED
	):
		frappe.throw(_("It has been sent: what people read and were asked can no longer be changed"))
	if {row.staff for row in before.readers} - {row.staff for row in doc.readers}:
		frappe.throw(_("It has been sent: leave people out with a reason instead of deleting their rows"))


def refuse_removal(doc: Document) -> None:
	if doc.status != "Draft":
		frappe.throw(_("What people were asked to read is kept; it can be closed"))


def _refuse(doc: Document, table: str, row: Document, reason: str) -> None:
	place = _("{0}, row {1}").format(_(doc.meta.get_label(table)), row.idx)
	frappe.throw(f"{frappe.bold(place)}: {frappe.utils.escape_html(reason)}")
