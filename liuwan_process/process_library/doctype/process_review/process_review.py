"""Somebody has looked a published process over; see `process_library/governance/review.py`."""

import frappe
from frappe import _
from frappe.model.document import Document


class ProcessReview(Document):
	def validate(self):
		self.refuse_by_hand()

	def on_trash(self):
		self.refuse_by_hand()

	def refuse_by_hand(self):
		if not self.flags.by_review or not (self.is_new() or self.flags.in_insert):
			frappe.throw(_("A review is written by “Reviewed, No Change” and never changed"))
