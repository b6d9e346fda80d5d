"""Position Process Role: see the DocType's description."""

from frappe.model.document import Document


class PositionProcessRole(Document):
	pass
