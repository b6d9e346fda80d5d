"""Suggestions and complaints about a process: filed by anybody, answered by whoever answers for the process."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_fullname, now_datetime
from pypika.enums import Order
from pypika.terms import Case

from liuwan_process.process_library.feedback import answering, limits
from liuwan_process.telling import documents
from liuwan_process.telling.documents import Notice

DOCTYPE = "Process Change Request"
LONGEST = 4_000
MOST_AN_HOUR = 10
SHOWN = 30
FILED = ("filed_by", "filed_by_name", "org_unit", "filed_on", "title", "version")
Row = dict[str, Any]


def complete(doc: Document) -> None:
	"""Who files it, and who answered when, is not for the writer to say."""
	before = doc.get_doc_before_save()
	if before is None:
		_complete_new(doc)
		return
	doc.update({key: before.get(key) for key in FILED})
	if any(doc.has_value_changed(key) for key in ("status", "answer")):
		doc.answered_by, doc.answered_on = frappe.session.user, now_datetime()


def _complete_new(doc: Document) -> None:
	process = frappe.db.get_value("Process", doc.process_code, ["title", "current_version"], as_dict=True)
	if process is None or not process.current_version:
		frappe.throw(_("There is no process {0}").format(doc.process_code), frappe.DoesNotExistError)
	user = frappe.session.user
	doc.update({"title": process.title, "version": process.current_version, "status": "Open"})
	doc.update({"filed_by": user, "filed_by_name": get_fullname(user), "filed_on": now_datetime()})
	doc.org_unit = frappe.db.get_value("Staff Member", {"user": user}, "org_unit")
	doc.update({"answer": "", "answered_by": None, "answered_on": None})
	doc.request = (doc.request or "").strip()


def validate(doc: Document) -> None:
	"""Raises ValidationError."""
	if doc.is_new():
		if not doc.request:
			frappe.throw(_("Please say what should be better"))
		if len(doc.request) > LONGEST:
			frappe.throw(_("Please say it in at most {0} characters").format(LONGEST))
		limits.take("suggestion", MOST_AN_HOUR)
	elif doc.status != "Open" and not (doc.answer or "").strip():
		frappe.throw(_("Please write an answer"))


def answer(name: str, status: str, text: str) -> None:
	"""Answer a suggestion. Raises PermissionError for whoever does not answer for its process."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	doc.check_permission("write")
	if status not in ("Answered", "Accepted", "Declined"):
		frappe.throw(_("This answer is not offered"))
	doc.update({"status": status, "answer": text})
	doc.save()


def tell_owner(doc: Document) -> None:
	users = [user for user in answering.who(doc.process_code) if user != doc.filed_by]
	documents.tell("suggestion", [(user, doc.name) for user in users], DOCTYPE)


def tell_asker(doc: Document) -> None:
	"""Of each new answer, once."""
	before = doc.get_doc_before_save()
	if (
		before
		and doc.answered_on
		and doc.answered_on != before.answered_on
		and doc.filed_by != frappe.session.user
	):
		documents.tell("answer", [(doc.filed_by, doc.name)], DOCTYPE, mark=str(doc.answered_on))


def notice(message: Row) -> Notice:
	"""Hook `liuwan_notices`."""
	row = frappe.db.get_value(DOCTYPE, message["reference_name"], "*", as_dict=True)
	address = f"/process/library/{row.process_code}#suggestions"
	if message["event"] == "answer":
		sentence = _("Your suggestion about {0} has been answered: {1}").format(_(row.title), _(row.status))
		return Notice(sentence, address, [row.answer or ""], row.answered_by or "")
	sentence = _("{0} suggests something about {1}").format(row.filed_by_name, _(row.title))
	return Notice(sentence, address, [row.request], row.filed_by)


def shown(process: str, user: str, everybody: bool) -> list[Row]:
	"""A reader's own suggestions about a process, the newest first; of `everybody` for whoever answers."""
	table = DocType(DOCTYPE)
	query = frappe.qb.from_(table).select("*").where(table.process_code == process)
	if not everybody:
		query = query.where(table.filed_by == user)
	waiting = Case().when(table.status == "Open", 0).else_(1)
	return query.orderby(waiting).orderby(table.filed_on, order=Order.desc).limit(SHOWN).run(as_dict=True)
