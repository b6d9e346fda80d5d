"""Questions and remarks on the page of a process, each with the answers of whoever answers for it: one level deep."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, now_datetime
from pypika.enums import Order

from liuwan_process.permissions.office import is_office
from liuwan_process.process_library.feedback import answering, limits
from liuwan_process.telling import documents
from liuwan_process.telling.documents import Notice

DOCTYPE = "Process Comment"
LONGEST = 2_000
MOST_AN_HOUR = 10
SHOWN = 50
Row = dict[str, Any]


def complete(doc: Document) -> None:
	"""Who says it and when is not for the writer to say."""
	before = doc.get_doc_before_save()
	if before:
		doc.update(
			{key: before.get(key) for key in ("author", "author_name", "posted_on", "title", "version")}
		)
		doc.moderated_by = (
			frappe.session.user if doc.has_value_changed("hidden_by_office") else before.moderated_by
		)
		return
	user = frappe.session.user
	doc.update({"author": user, "author_name": get_fullname(user), "posted_on": now_datetime()})
	doc.update({"hidden_by_office": 0, "why_hidden": "", "moderated_by": None})
	doc.text = (doc.text or "").strip()
	fields = ["title", "current_version", "status"]
	process = frappe.db.get_value("Process", doc.process_code, fields, as_dict=True)
	if process is None or process.status != "Published":
		frappe.throw(_("There is no process {0}").format(doc.process_code), frappe.DoesNotExistError)
	doc.title = process.title
	doc.version = frappe.db.get_value("Process Version", process.current_version, "version")


def validate(doc: Document) -> None:
	"""Raises ValidationError or PermissionError."""
	if doc.is_new():
		_validate_new(doc)
	elif doc.has_value_changed("hidden_by_office") or doc.has_value_changed("why_hidden"):
		_validate_moderation(doc)


def _validate_new(doc: Document) -> None:
	if not doc.text:
		frappe.throw(_("Please write something"))
	if len(doc.text) > LONGEST:
		frappe.throw(_("Please say it in at most {0} characters").format(LONGEST))
	if doc.answer_to:
		_validate_answer(doc)
	limits.take("comment", MOST_AN_HOUR * (3 if doc.answer_to else 1))


def _validate_answer(doc: Document) -> None:
	asked = frappe.db.get_value(DOCTYPE, doc.answer_to, ["process_code", "answer_to"], as_dict=True)
	if asked is None or asked.process_code != doc.process_code or asked.answer_to:
		frappe.throw(_("Only a question on the same page can be answered"))
	if not answering.may_answer(doc.process_code):
		frappe.throw(_("Only whoever answers for this process can answer"), frappe.PermissionError)


def _validate_moderation(doc: Document) -> None:
	if not is_office():
		frappe.throw(_("This is for the process office"), frappe.PermissionError)
	if doc.hidden_by_office and not (doc.why_hidden or "").strip():
		frappe.throw(_("Please say why"))


def tell(doc: Document) -> None:
	"""Whoever answers for the process hears of a question, whoever asked of the answer; nobody of the own words."""
	if doc.answer_to:
		event, users = "answer", [frappe.db.get_value(DOCTYPE, doc.answer_to, "author")]
	else:
		event, users = "question", answering.who(doc.process_code)
	documents.tell(event, [(user, doc.name) for user in users if user != doc.author], DOCTYPE)


def notice(message: Row) -> Notice:
	"""Hook `liuwan_notices`."""
	fields = ["process_code", "title", "author", "author_name", "text", "answer_to"]
	row = frappe.db.get_value(DOCTYPE, message["reference_name"], fields, as_dict=True)
	sentence = _("{0} answered your question about {1}") if row.answer_to else _("{0} asks about {1}")
	address = f"/process/library/{row.process_code}#comment-{message['reference_name']}"
	return Notice(sentence.format(row.author_name, _(row.title)), address, [row.text], row.author)


def shown(process: str, user: str, office: bool) -> list[Row]:
	"""Questions, the newest first, each with its `answers`, the oldest first. What was hidden is for its author and the office."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select("*").where(table.process_code == process)
	if not office:
		query = query.where((table.hidden_by_office == 0) | (table.author == user))
	rows = query.orderby(table.posted_on, order=Order.desc).run(as_dict=True)
	answers: dict[str, list[Row]] = defaultdict(list)
	for row in reversed(rows):
		if row.answer_to:
			answers[row.answer_to].append(row)
	questions = [row for row in rows if not row.answer_to][:SHOWN]
	return [frappe._dict(row, answers=answers[row.name]) for row in questions]
