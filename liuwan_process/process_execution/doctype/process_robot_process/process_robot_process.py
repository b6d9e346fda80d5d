from frappe.model.document import Document


class ProcessRobotProcess(Document):
	"""Row of a Process Robot."""
