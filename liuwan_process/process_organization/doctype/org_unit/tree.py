"""What the tree view of org units asks for."""

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import cint
from pypika import Table
from pypika.queries import QueryBuilder


@frappe.whitelist()
def get_children(doctype: str, parent: str = "", is_root: bool = False, **filters) -> list[dict]:
	"""The units directly below `parent` (the top units for the root), with head and number of people."""
	above = "" if is_root or parent == "All Units" else parent
	units = frappe.get_list(
		"Org Unit",
		fields=["name as value", "unit_name as title", "is_group as expandable", "head", "lft", "rgt"],
		filters=[["parent_org_unit", "in", [above, None]] if not above else ["parent_org_unit", "=", above]],
		order_by="lft",
	)
	_add_heads_and_people(units)
	return units


def _add_heads_and_people(units: list[dict]) -> None:
	"""Three statements for the whole level. The names of heads are public in the enterprise."""
	heads = [unit.head for unit in units if unit.head]
	names = dict(
		frappe.get_all("Staff Member", {"name": ("in", heads or [""])}, ["name", "staff_name"], as_list=True)
	)
	people = _people_below([unit.value for unit in units])
	seats = _holders_below([unit.value for unit in units if unit.value not in people])
	for unit in units:
		unit.head_name = names.get(unit.head)
		unit.people = people.get(unit.value) or seats.get(unit.value, 0)


def _people_below(units: list[str]) -> dict[str, int]:
	"""Active people in each unit and the units below it."""
	staff = frappe.qb.DocType("Staff Member")
	query, top, unit = _branches(units)
	query = query.join(staff).on((staff.org_unit == unit.name) & (staff.status == "Active"))
	return dict(query.select(top.name, Count(staff.name)).run())


def _holders_below(units: list[str]) -> dict[str, int]:
	"""Holders of positions in groups that are nobody's own unit, such as the leading group."""
	seat = frappe.qb.DocType("Staff Position")
	query, top, unit = _branches(units)
	query = query.join(seat).on(seat.org_unit == unit.name)
	return dict(query.select(top.name, Count(seat.parent).distinct()).run())


def _branches(units: list[str]) -> tuple[QueryBuilder, Table, Table]:
	"""A query over the units and all units below them, with the tables of the upper and the lower ones."""
	top, unit = frappe.qb.DocType("Org Unit").as_("top"), frappe.qb.DocType("Org Unit")
	query = frappe.qb.from_(top).join(unit).on((unit.lft >= top.lft) & (unit.rgt <= top.rgt))
	return query.where(top.name.isin(units or [""])).groupby(top.name), top, unit


@frappe.whitelist(methods=["POST"])
def add_node(
	unit_name: str, parent: str = "", is_group: int | str = 0, is_root: str | bool = False, **_: str
) -> None:
	"""Adds a unit below `parent`, with the rights of the user. Raises what Org Unit's validation raises."""
	top = parent in ("", "All Units") or is_root in (True, "true", "True")
	frappe.get_doc(
		doctype="Org Unit",
		unit_name=unit_name,
		is_group=cint(is_group),
		parent_org_unit=None if top else parent,
	).insert()
