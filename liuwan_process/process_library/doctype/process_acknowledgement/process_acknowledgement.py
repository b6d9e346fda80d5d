"""Whether one person has read what changed; written by the app only."""

import frappe

from liuwan_process.engine.records import EngineRecord


class ProcessAcknowledgement(EngineRecord):
	"""One for each person and announcement."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Process Acknowledgement", ["announcement", "staff"], "announcement_staff")
	for fields in (
		["user", "status", "due_on"],
		["status", "due_on"],
		["process_code", "sent_on"],
		["sent_on"],
	):
		frappe.db.add_index("Process Acknowledgement", fields, "_".join(fields) + "_index")
