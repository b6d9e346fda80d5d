"""One field of a process's form."""

from frappe.model.document import Document


class ProcessFormField(Document):
	pass
