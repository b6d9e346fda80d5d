from frappe.model.document import Document


class ProcessNotificationChoice(Document):
	"""Which events one person is told of, and how. Who has none is told as the defaults say."""
