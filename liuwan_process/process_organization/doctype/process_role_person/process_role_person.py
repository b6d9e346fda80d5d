"""Process Role Person: see the DocType's description."""

from frappe.model.document import Document


class ProcessRolePerson(Document):
	pass
