"""A named thing that steps take and give."""

from frappe.model.document import Document

from liuwan_process.process_library import coded, where_used


class ProcessObject(Document):
	def before_naming(self):
		coded.give(self)

	def onload(self):
		self.set_onload("where_used", where_used.html(self))

	def validate(self):
		self.form = self.form if self.form_type else None

	def on_trash(self):
		coded.refuse_if_used(self)
