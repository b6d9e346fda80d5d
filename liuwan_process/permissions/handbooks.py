"""Who may read which handbook: one's own, a head or superior those of the people and positions below, the office all."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType

OFFICE = {"Process Administrator", "Process Analyst", "System Manager"}


@dataclass(frozen=True)
class Reach:
	"""`everything`, or these Org Units, Staff Members and Positions."""

	everything: bool = False
	staff: str = ""
	units: frozenset[str] = frozenset()
	people: frozenset[str] = frozenset()
	positions: frozenset[str] = frozenset()

	@property
	def others(self) -> bool:
		"""Whether somebody else's may be read."""
		return self.everything or bool(self.units or self.people - {self.staff})

	def holds(self, kind: str, name: str) -> bool:
		"""Whether the handbook of a Position, of a Staff Member or of Everybody may be read."""
		if self.everything or kind == "Everybody":
			return True
		if kind == "Position":
			return name in self.positions or _unit("Position", name) in self.units
		return name in self.people or _unit("Staff Member", name) in self.units


def _unit(doctype: str, name: str) -> str:
	return frappe.db.get_value(doctype, name, "org_unit") or ""


def reach(user: str) -> Reach:
	"""What a user may read; four statements at most."""
	staff = frappe.db.get_value("Staff Member", {"user": user, "status": "Active"}, "name") or ""
	if user == "Administrator" or OFFICE & set(frappe.get_roles(user)):
		return Reach(everything=True, staff=staff)
	if not staff:
		return Reach()
	people = frappe.get_all("Staff Member", {"superior": staff, "status": "Active"}, pluck="name")
	positions = frappe.get_all("Staff Position", {"parent": ("in", [staff, *people])}, pluck="position")
	return Reach(
		staff=staff,
		units=frozenset(_headed(staff)),
		people=frozenset([staff, *people]),
		positions=frozenset(positions),
	)


def require(kind: str, name: str) -> None:
	"""Raises PermissionError."""
	if not reach(frappe.session.user).holds(kind, name):
		raise frappe.PermissionError


def _headed(staff: str) -> list[str]:
	"""Units that somebody heads, with those below them."""
	unit, above = DocType("Org Unit"), DocType("Org Unit").as_("above")
	query = frappe.qb.from_(unit).join(above).on((above.lft <= unit.lft) & (above.rgt >= unit.rgt))
	return query.select(unit.name).distinct().where(above.head == staff).run(pluck=True)
