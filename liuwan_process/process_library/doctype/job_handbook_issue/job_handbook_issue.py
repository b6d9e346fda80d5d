"""One issue of a job handbook; never changed."""

import frappe
from frappe import _
from frappe.model.document import Document


class JobHandbookIssue(Document):
	def validate(self):
		self.refuse_by_hand()

	def on_trash(self):
		self.refuse_by_hand()

	def before_rename(self, *_names, **_options):
		self.refuse_by_hand()

	def refuse_by_hand(self):
		"""An issue says what somebody was told to do at a time: the app alone writes it, and only once."""
		frappe.throw(_("An issue of a job handbook is made by the app and never changed"))
