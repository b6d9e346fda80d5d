"""One value that an automatic step or a sub-process fills in, sends or takes."""

from frappe.model.document import Document


class ProcessStepValue(Document):
	pass
