"""Process Step Responsibility: see the DocType's description."""

from frappe.model.document import Document


class ProcessStepResponsibility(Document):
	pass
