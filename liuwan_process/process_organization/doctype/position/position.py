"""What a person is employed as; belongs to an org unit and fills process roles there."""

import frappe
from frappe import _
from frappe.model.document import Document


class Position(Document):
	def before_naming(self):
		self.position_name = (self.position_name or "").strip()

	def validate(self):
		self.validate_title_is_new_in_unit()
		self.validate_roles_named_once()

	def validate_title_is_new_in_unit(self):
		same = {"position_name": self.position_name, "org_unit": self.org_unit, "name": ("!=", self.name)}
		if frappe.db.exists("Position", same):
			frappe.throw(
				_("{0}: {1} already has a position {2}.").format(
					frappe.bold(_("Position Name")), _(self.org_unit), _(self.position_name)
				),
				frappe.DuplicateEntryError,
			)

	def validate_roles_named_once(self):
		seen = set()
		for row in self.process_roles:
			if row.process_role in seen:
				frappe.throw(
					_("{0}, row {1}: {2} is listed twice.").format(
						frappe.bold(_("Process Roles")), row.idx, _(row.process_role)
					)
				)
			seen.add(row.process_role)


def position_key(position_name: str, org_unit: str) -> str:
	"""The name that a position of this title in this unit has (see autoname)."""
	return f"{position_name} - {org_unit}"
