"""A process as it stood when a release was sent; see `process_library/governance/candidates.py`."""

import frappe
from frappe import _
from frappe.model.document import Document


class ProcessCandidate(Document):
	def validate(self):
		self.refuse_by_hand()

	def on_trash(self):
		self.refuse_by_hand()

	def refuse_by_hand(self):
		"""It is what people approved: sending a release writes it, and only once."""
		if not self.flags.by_release or not (self.is_new() or self.flags.in_insert):
			frappe.throw(_("What was sent for release is never changed"))
