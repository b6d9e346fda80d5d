"""Who stands in for whom is told to the one of the two who did not write it down."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from liuwan_process.telling.identity import acting_as, speaking
from liuwan_process.telling.readers import readers


def tell(delegation: Document) -> None:
	"""A notice at the bell, in the reader's language."""
	people = {delegation.delegator, delegation.delegate} - {frappe.session.user}
	for reader in readers(people).values():
		with speaking(reader.language):
			subject = sentence(delegation)
		log = frappe.new_doc("Notification Log")
		about = {"document_type": delegation.doctype, "document_name": delegation.name}
		log.update({"for_user": reader.user, "type": "Alert", "subject": escape_html(subject), **about})
		with acting_as("Administrator"):
			log.insert()


def sentence(delegation: Document) -> str:
	words = _("{0} stands in for {1} from {2} to {3}")
	period = (frappe.format(delegation.get(side), "Datetime") for side in ("from_time", "to_time"))
	return words.format(delegation.delegate_name, delegation.delegator_name, *period)
