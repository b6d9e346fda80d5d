"""Work Calendar Hours: see the DocType's description."""

from frappe.model.document import Document


class WorkCalendarHours(Document):
	pass
