"""Process Step Knowledge: see the DocType's description."""

from frappe.model.document import Document


class ProcessStepKnowledge(Document):
	pass
