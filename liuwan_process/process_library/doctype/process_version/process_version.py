"""One published definition of a process with its drawing; never changed."""

import frappe
from frappe import _
from frappe.model.document import Document


class ProcessVersion(Document):
	def autoname(self):
		self.name = f"{self.process_code}-v{self.version}"

	def onload(self):
		self.set_onload("drawing", self.drawing)

	def validate(self):
		self.refuse_by_hand()

	def on_trash(self):
		self.refuse_by_hand()

	def before_rename(self, *_names, **_options):
		self.refuse_by_hand()

	def refuse_by_hand(self):
		"""A version is evidence: only publication writes it, and only once."""
		if not self.flags.by_compiler or not (self.is_new() or self.flags.in_insert):
			frappe.throw(_("A process version is made by publishing and never changed"))
