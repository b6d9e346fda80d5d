"""One test run of a draft; written by the test page only."""

import frappe
from frappe import _
from frappe.model.document import Document


class ProcessTestRun(Document):
	def validate(self):
		if not self.flags.by_rehearsal:
			frappe.throw(_("A test run is played on its own page and cannot be changed by hand"))


def on_doctype_update() -> None:
	frappe.db.add_index("Process Test Run", ["process_code", "version"])
