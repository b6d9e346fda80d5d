"""News that belong to no run: at the bell, and by e-mail to those who have their tasks told by e-mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, get_url_to_form, validate_email_address

from liuwan_process.portal import environment
from liuwan_process.telling import events, plan
from liuwan_process.telling.identity import acting_as, speaking
from liuwan_process.telling.readers import Reader, readers

EVENT = "task"  # the choice that these news follow


def tell(users: Iterable[str], words: Callable[[], str], about: Document, address: str = "") -> list[str]:
	"""Tell enabled users what `words` says in the language of each; the users who were told.

	`about` is what a click at the bell opens, `address` what the e-mail links to (the desk's form if empty).
	Within the caller's transaction.
	"""
	channels, told = plan.open_channels(), []
	for reader in readers(users).values():
		with speaking(reader.language):
			for channel in channels:
				if reader.wants(EVENT, channel):
					_WAYS[channel](reader, words(), about, address)
		told.append(reader.user)
	return told


def _at_the_bell(reader: Reader, subject: str, about: Document, _address: str) -> None:
	log = frappe.new_doc("Notification Log")
	named = {"document_type": about.doctype, "document_name": about.name}
	log.update({"for_user": reader.user, "type": "Alert", "subject": escape_html(subject), **named})
	with acting_as("Administrator"):
		log.insert()


def _by_mail(reader: Reader, subject: str, about: Document, address: str) -> None:
	if not validate_email_address(reader.email):
		return
	link = address or get_url_to_form(about.doctype, about.name)
	context = {"lead": subject, "lines": [], "address": link, "facts": [], "decisions": []}
	html = environment.render("mail.html", context)
	frappe.sendmail(
		recipients=[reader.email], subject=subject, message=html, add_unsubscribe_link=0, delayed=True
	)


_WAYS = dict(zip(events.CHANNELS, (_at_the_bell, _by_mail), strict=True))
