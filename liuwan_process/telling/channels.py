"""The ways by which a message reaches somebody. Each takes a claimed Process Message and raises NotSent, or is done."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html

from liuwan_process.telling import digest, documents, events, mail, robots, words
from liuwan_process.telling.errors import Hopeless
from liuwan_process.telling.identity import acting_as, speaking
from liuwan_process.telling.readers import Reader, one

Row = dict[str, Any]


def send(message: Row) -> None:
	"""Raises NotSent: try again later, or Hopeless: do not."""
	if message["channel"] == events.ROBOT:
		robots.send(message)
		return
	reader = one(message["user"])
	if reader is None:
		raise Hopeless(_("This person has no enabled account"))
	with speaking(reader.language):
		PERSONAL[message["channel"]](message, reader)


def to_desk(message: Row, reader: Reader) -> None:
	"""A Notification Log, shown by the bell. It names the form so that a click opens it."""
	log = frappe.new_doc("Notification Log")
	log.update({"for_user": reader.user, "type": "Alert", **_entry(message, reader)})
	with acting_as("Administrator"):
		log.insert()


def _entry(message: Row, reader: Reader) -> Row:
	if message["event"] == events.DIGEST:
		day = digest.of(reader)
		return {
			"subject": escape_html(day.subject),
			"email_content": "<br>".join(map(escape_html, day.lines)),
		}
	if notice := documents.of(message):
		about = {"document_type": message["reference_doctype"], "document_name": message["reference_name"]}
		return {"subject": escape_html(notice.subject), "from_user": notice.sender or None, **about}
	news = words.news(message)
	fields = ["document_type", "document_name"]
	form = frappe.db.get_value("Process Instance", message["instance"], fields, as_dict=True)
	actor = frappe.db.get_value("Process Log", message["log"], "actor")
	return {"subject": escape_html(words.subject(news)), "from_user": actor, **form}


PERSONAL = {"In the App": to_desk, "By E-mail": mail.send}
