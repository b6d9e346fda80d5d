"""What a process calls for; positions and persons fill it."""

import frappe
from frappe import _
from frappe.model.document import Document


class ProcessRole(Document):
	def validate(self):
		self.validate_persons_named_once()

	def validate_persons_named_once(self):
		seen = set()
		for row in self.persons:
			key = (row.staff_member, row.org_unit or "")
			if key in seen:
				frappe.throw(
					_("{0}, row {1}: {2} is listed twice.").format(
						frappe.bold(_("Persons")), row.idx, row.staff_member
					)
				)
			seen.add(key)
