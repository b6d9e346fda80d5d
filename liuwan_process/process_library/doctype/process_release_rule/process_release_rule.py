"""Process Release Rule: see the DocType's description."""

from frappe.model.document import Document


class ProcessReleaseRule(Document):
	pass
