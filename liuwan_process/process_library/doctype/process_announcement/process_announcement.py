"""A request to those whom a new version concerns: read what changed, by a day, with a quiz where one is wanted."""

from frappe.model.document import Document

from liuwan_process.process_library.announcements import checks, sending


class ProcessAnnouncement(Document):
	def before_validate(self):
		checks.complete(self)

	def validate(self):
		checks.validate(self)

	def on_update(self):
		if self.status == "Sent":
			sending.sync(self)

	def on_trash(self):
		checks.refuse_removal(self)


def on_doctype_update() -> None:
	import frappe

	frappe.db.add_index("Process Announcement", ["version"])
