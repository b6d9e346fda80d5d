"""A department, team or group; units form a tree (nested set)."""

import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet

from liuwan_process.process_organization.calendar import clear_calendars
from liuwan_process.process_organization.changes import people_changed


class OrgUnit(NestedSet):
	nsm_parent_field = "parent_org_unit"

	def validate(self):
		self.unit_name = self.unit_name.strip()
		self.validate_parent()
		self.validate_head()

	def validate_parent(self):
		"""The unit above may hold units; it is not the unit itself (deeper loops: NestedSet)."""
		if not self.parent_org_unit:
			return
		if self.parent_org_unit == self.name:
			frappe.throw(_("{0}: a unit cannot be below itself.").format(self.bold_label("parent_org_unit")))
		if not frappe.db.get_value("Org Unit", self.parent_org_unit, "is_group"):
			frappe.throw(
				_("{0}: {1} has no units below it. Tick {2} there first.").format(
					self.bold_label("parent_org_unit"), _(self.parent_org_unit), _("Has Units Below")
				)
			)

	def validate_head(self):
		if self.head and frappe.db.get_value("Staff Member", self.head, "status") == "Departed":
			frappe.throw(_("{0}: this person has left.").format(self.bold_label("head")))

	def bold_label(self, fieldname: str) -> str:
		return frappe.bold(_(self.meta.get_label(fieldname)))

	def on_update(self):
		super().on_update()
		clear_calendars()

	def on_trash(self, allow_root_deletion: bool = True):
		super().on_trash(allow_root_deletion)
		clear_calendars()

	def after_rename(self, old: str, new: str, merge: bool = False):
		super().after_rename(old, new, merge)
		clear_calendars()
		people_changed()


def ancestors_and_self(org_unit: str) -> list[str]:
	"""Names from the unit itself up to the root; empty for an unknown unit. One statement."""
	unit = frappe.qb.DocType("Org Unit")
	below = frappe.qb.DocType("Org Unit").as_("below")
	query = (
		frappe.qb.from_(unit)
		.join(below)
		.on((unit.lft <= below.lft) & (unit.rgt >= below.rgt))
		.where(below.name == org_unit)
		.select(unit.name)
		.orderby(unit.lft, order=frappe.qb.desc)
	)
	return query.run(pluck=True)


def descendants_and_self(org_unit: str) -> list[str]:
	"""Names of the unit and all units below it, in tree order. One statement."""
	unit = frappe.qb.DocType("Org Unit")
	above = frappe.qb.DocType("Org Unit").as_("above")
	query = (
		frappe.qb.from_(unit)
		.join(above)
		.on((unit.lft >= above.lft) & (unit.rgt <= above.rgt))
		.where(above.name == org_unit)
		.select(unit.name)
		.orderby(unit.lft)
	)
	return query.run(pluck=True)
