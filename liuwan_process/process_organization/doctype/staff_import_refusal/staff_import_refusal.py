"""Staff Import Refusal: see the DocType's description."""

from frappe.model.document import Document


class StaffImportRefusal(Document):
	pass
