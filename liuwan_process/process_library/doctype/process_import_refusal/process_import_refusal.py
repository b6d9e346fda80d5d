"""Process Import Refusal: see the DocType's description."""

from frappe.model.document import Document


class ProcessImportRefusal(Document):
	pass
