from frappe.model.document import Document


class ProcessAnnouncementReader(Document):
	"""Somebody who is asked to read what changed."""
