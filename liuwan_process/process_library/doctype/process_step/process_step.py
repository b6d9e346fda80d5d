"""One step of a process: what is done, by when, and what is known about it."""

from frappe.model.document import Document


class ProcessStep(Document):
	pass
