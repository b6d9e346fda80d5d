"""What the engine's records have in common: nobody writes them by hand, and the indexes their lists need."""

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.engine.errors import ProtectedField

INDEXES = {
	"Process Instance": (
		["initiator", "status", "started_on"],
		["process_code", "status", "started_on"],
		["initiator_unit", "started_on"],
		["document_type", "document_name"],
		["process_version", "status"],
		["status", "started_on"],
		["status", "ended_on"],
		["status", "warn_on"],
		["urgent", "started_on"],
		["parent_instance", "parent_token"],
		["parent_waits", "status"],
		["unattended", "status", "process_code", "started_on"],
	),
	"Process Task": (
		["assignee", "status", "due_on"],
		["instance", "status"],
		["status", "due_on"],
		["status", "warn_on"],
		["process_code", "step", "closed_on"],
		["process_code", "status", "step", "due_on", "opened_on", "reminders"],
		["assignee_unit", "closed_on"],
		["closed_on"],
		["late", "closed_on"],
		["make_up", "opened_on"],
	),
	"Green Channel Use": (["month", "process_code", "org_unit"],),
	"Process Call": (["status", "next_on"], ["instance", "token"]),
	"Process Log": (
		["instance", "creation"],
		["actor", "creation"],
		["to_tell", "creation"],
		["creation", "idx"],
	),
	"Process Instance Participant": (["instance", "user"], ["user", "instance"]),
}


class EngineRecord(Document):
	"""A row that is inserted and changed by statements of the engine, never through a form, REST or import."""

	def validate(self) -> None:
		self._refuse()

	def on_trash(self) -> None:
		self._refuse()

	def before_rename(self, *_args, **_kwargs) -> None:
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(
			_("{0} is written by running processes and cannot be changed by hand").format(_(self.doctype)),
			ProtectedField,
		)


def add_indexes(doctype: str) -> None:
	"""Create the indexes of a record type; called by Frappe after its table was made or changed."""
	for fields in INDEXES[doctype]:
		frappe.db.add_index(doctype, fields, index_name="_".join(fields)[:60] + "_index")
