"""Process Release Item: see the DocType's description."""

from frappe.model.document import Document


class ProcessReleaseItem(Document):
	pass
