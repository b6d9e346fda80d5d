"""Staff Position: see the DocType's description."""

from frappe.model.document import Document


class StaffPosition(Document):
	pass
