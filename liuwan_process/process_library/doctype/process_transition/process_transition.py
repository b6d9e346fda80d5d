"""One arrow of a process: which step follows which, by which action and on what condition."""

from frappe.model.document import Document


class ProcessTransition(Document):
	pass
