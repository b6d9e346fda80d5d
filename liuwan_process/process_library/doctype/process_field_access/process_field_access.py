"""What a step may do with a field of the form."""

from frappe.model.document import Document


class ProcessFieldAccess(Document):
	pass
