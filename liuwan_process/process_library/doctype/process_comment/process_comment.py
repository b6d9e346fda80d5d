"""A question or remark on the page of a process, or the answer to one."""

from frappe.model.document import Document

from liuwan_process.process_library.feedback import comments


class ProcessComment(Document):
	def before_validate(self):
		comments.complete(self)

	def validate(self):
		comments.validate(self)

	def after_insert(self):
		comments.tell(self)


def on_doctype_update() -> None:
	import frappe

	for fields in (["process_code", "posted_on"], ["answer_to", "posted_on"]):
		frappe.db.add_index("Process Comment", fields, "_".join(fields) + "_index")
