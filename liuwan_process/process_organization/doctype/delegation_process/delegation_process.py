from frappe.model.document import Document


class DelegationProcess(Document):
	"""One process that a delegation is for."""
