from frappe.model.document import Document


class ProcessAnnouncementQuestion(Document):
	"""A question about what changed, with its choices."""
