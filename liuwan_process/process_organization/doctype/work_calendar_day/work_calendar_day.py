"""Work Calendar Day: see the DocType's description."""

from frappe.model.document import Document


class WorkCalendarDay(Document):
	pass
