"""What somebody would have otherwise in a process, and the owner's answer."""

from frappe.model.document import Document

from liuwan_process.process_improvement import suggestions


class ProcessChangeRequest(Document):
	def before_validate(self):
		suggestions.complete(self)

	def validate(self):
		suggestions.validate(self)

	def after_insert(self):
		suggestions.tell_owner(self)

	def on_update(self):
		suggestions.tell_asker(self)


def on_doctype_update() -> None:
	import frappe

	for fields in (["process_code", "status", "filed_on"], ["filed_by", "filed_on"]):
		frappe.db.add_index("Process Change Request", fields, "_".join(fields) + "_index")
