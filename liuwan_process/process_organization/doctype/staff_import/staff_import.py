"""Staff Import: see the DocType's description."""

from frappe.model.document import Document


class StaffImport(Document):
	pass
