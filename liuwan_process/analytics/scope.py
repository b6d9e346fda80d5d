"""Whose runs a reader of reports sees: personal data follows the reader's org unit.

The process office, the supervision group, the leading group and personnel see all units; a process manager the units
that he or she heads or belongs to, and those below; nobody else sees any.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.query_builder import DocType

from liuwan_process.setup.role_permissions import ADMINISTRATOR, ANALYST, LEADER, MANAGER, SUPERVISOR

ALL_UNITS = frozenset((ADMINISTRATOR, SUPERVISOR, LEADER, ANALYST, "System Manager"))
MOST_NAMED = 4
READERS = (ADMINISTRATOR, MANAGER, LEADER, SUPERVISOR, ANALYST)


def reader_units(user: str | None = None) -> list[str] | None:
	"""Names of the units whose people a user sees in reports; None for all units, an empty list for none."""
	user = user or frappe.session.user
	roles = set(frappe.get_roles(user))
	if user == "Administrator" or roles & ALL_UNITS:
		return None
	return own_units(user) if MANAGER in roles else []


def own_units(user: str) -> list[str]:
	"""Units that a person heads or belongs to, with all units below, in tree order. One statement."""
	unit, above, staff = DocType("Org Unit"), DocType("Org Unit").as_("above"), DocType("Staff Member")
	query = (
		frappe.qb.from_(staff)
		.join(above)
		.on((above.name == staff.org_unit) | (above.head == staff.name))
		.join(unit)
		.on((unit.lft >= above.lft) & (unit.rgt <= above.rgt))
		.where((staff.user == user) & (staff.status == "Active"))
		.select(unit.name)
		.distinct()
		.orderby(unit.lft)
	)
	return query.run(pluck=True)


def require_reader() -> None:
	"""Raises PermissionError for everybody who may see no report."""
	if frappe.session.user != "Administrator" and not set(frappe.get_roles()) & {*READERS, "System Manager"}:
		frappe.throw(_("You may not see figures of processes"), frappe.PermissionError)


def scope_note() -> str:
	"""A sentence for a reader who does not see all units; else nothing."""
	units = reader_units()
	if units is None:
		return ""
	if not units:
		return " " + _("You see no unit's figures: you belong to no unit that you answer for.")
	shown = [_(unit) for unit in units[:MOST_NAMED]] + ["…"] * (len(units) > MOST_NAMED)
	return " " + _("Shown for your units: {0}.").format(" · ".join(shown))
