"""A person of the enterprise: unit, positions, superior and account."""

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.process_organization.pinyin import search_key


class StaffMember(Document):
	def validate(self):
		self.pinyin = search_key(self.staff_name)
		self.email = (self.email or "").strip().lower()
		self.validate_user()
		self.validate_superior()
		self.validate_positions()
		if self.status == "Departed":
			self.validate_leads_no_unit()

	def validate_user(self):
		self.user = self.user or None
		if not self.user:
			return
		if self.user in ("Guest", "Administrator"):
			self.refuse("user", _("{0} is not a person.").format(self.user))
		other = frappe.db.get_value(
			"Staff Member", {"user": self.user, "name": ("!=", self.name)}, "staff_name"
		)
		if other:
			self.refuse("user", _("this account already belongs to {0}.").format(other))

	def validate_superior(self):
		"""The chain of superiors ends: nobody is above oneself."""
		above = self.superior
		seen = {self.name}
		while above:
			if above in seen:
				self.refuse("superior", self.circle_message())
			seen.add(above)
			above = frappe.db.get_value("Staff Member", above, "superior")

	def circle_message(self) -> str:
		if self.superior == self.name:
			return _("nobody is one's own superior.")
		return _("{0} is below this person already.").format(self.superior)

	def validate_positions(self):
		"""Each position once; exactly one primary as soon as there is any."""
		seen = set()
		for row in self.positions:
			if row.position in seen:
				self.refuse("positions", _("row {0}: {1} is listed twice.").format(row.idx, row.position))
			seen.add(row.position)
		primary = [row for row in self.positions if row.is_primary]
		if len(primary) > 1:
			self.refuse("positions", _("only one position can be primary."))
		if self.positions and not primary:
			self.positions[0].is_primary = 1
		self.validate_primary_unit()

	def validate_primary_unit(self):
		"""The primary position lies in the person's own unit; the others may lie anywhere."""
		for row in self.positions:
			unit = frappe.db.get_value("Position", row.position, "org_unit")
			if row.is_primary and unit != self.org_unit:
				self.refuse(
					"positions",
					_("row {0}: the primary position belongs to {1}, the person to {2}.").format(
						row.idx, _(unit), _(self.org_unit)
					),
				)

	def refuse(self, fieldname: str, reason: str):
		"""Raises ValidationError naming the field."""
		frappe.throw(f"{frappe.bold(_(self.meta.get_label(fieldname)))}: {reason}")

	def validate_leads_no_unit(self):
		"""Nobody who leads a unit leaves or is deleted, so that no unit loses its head unawares."""
		units = frappe.get_all("Org Unit", {"head": self.name}, pluck="name")
		if units:
			frappe.throw(
				_("{0} leads {1}. Name another head first.").format(
					self.staff_name, ", ".join(_(unit) for unit in units)
				),
				frappe.LinkExistsError,
			)

	def on_trash(self):
		self.validate_leads_no_unit()
