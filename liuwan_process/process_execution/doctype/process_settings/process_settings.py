import frappe
from frappe import _
from frappe.model.document import Document


class ProcessSettings(Document):
	"""What the process office sets for the whole site. Each part has a section of its own."""

	def validate(self) -> None:
		self._check_hours()

	def _check_hours(self) -> None:
		if self.mail_decisions and not 0 < (self.mail_hours or 0) <= 30 * 24:
			frappe.throw(_("A link may live from 1 to {0} hours").format(30 * 24))
