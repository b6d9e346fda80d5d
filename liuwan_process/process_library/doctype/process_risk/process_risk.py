"""What may go wrong in a step, and what is done against it."""

from frappe.model.document import Document

from liuwan_process.process_library import coded, where_used

GRADES = ("Low", "Medium", "High")


class ProcessRisk(Document):
	def before_naming(self):
		coded.give(self)

	def onload(self):
		self.set_onload("where_used", where_used.html(self))

	def validate(self):
		self.rating = rating(self.severity, self.likelihood)

	def on_trash(self):
		coded.refuse_if_used(self)


def rating(severity: str | None, likelihood: str | None) -> str:
	"""Of severity times likelihood, each from 1 to 3: 1 and 2 low, 3 and 4 medium, 6 and 9 high."""
	points = (GRADES.index(severity or "Medium") + 1) * (GRADES.index(likelihood or "Medium") + 1)
	return "Low" if points < 3 else "Medium" if points < 6 else "High"
