from frappe.model.document import Document


class ProcessRobotUnit(Document):
	"""Row of a Process Robot."""
