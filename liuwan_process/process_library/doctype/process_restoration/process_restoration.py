"""One restoring of a working copy: who, why, and what stood there before."""

import frappe
from frappe import _
from frappe.model.document import Document


class ProcessRestoration(Document):
	def validate(self):
		self.refuse_by_hand()

	def on_trash(self):
		self.refuse_by_hand()

	def before_rename(self, *_names, **_options):
		self.refuse_by_hand()

	def refuse_by_hand(self):
		frappe.throw(_("What was restored is noted by the app and never changed"))


def on_doctype_update() -> None:
	frappe.db.add_index("Process Restoration", ["process_code", "restored_on"])
