"""Which processes an edition takes up, in which parts and in which order."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.process_library import hierarchy
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self

FIELDS = [
	"name",
	"title",
	"number",
	"level",
	"is_group",
	"parent_process",
	"lft",
	"rgt",
	"org_unit",
	"description",
	"status",
	"current_version",
	"process_owner.staff_name as owner_name",
]
BY_DOMAIN = "Domain"
Row = frappe._dict


def chosen(compendium: Any) -> list[Row]:
	"""Published processes in the order of the book, with FIELDS and `chapter` (a unit's or a domain's title, may be "")."""
	rows = frappe.get_all("Process", fields=FIELDS, order_by="lft", limit=0)
	by_name = {row.name: row for row in rows}
	published = [
		row for row in rows if row.status == "Published" and row.current_version and not row.is_group
	]
	taken = [row for row in published if _is_taken(row, _scope(compendium, by_name))]
	places = _chapters(taken, by_name, compendium.arranged_by == BY_DOMAIN)
	return sorted(taken, key=lambda row: (places[row.name], *_order(row)))


def _scope(compendium: Any, by_name: dict[str, Row]) -> Row:
	units: set[str] = set()
	for chosen_unit in compendium.units:
		units |= set(descendants_and_self(chosen_unit.org_unit))
	groups = [by_name[row.process_code] for row in compendium.domains if row.process_code in by_name]
	return Row(
		groups=[(row.lft, row.rgt) for row in groups],
		units=units,
		deepest=hierarchy.depth(compendium.deepest_level) if compendium.deepest_level else 0,
		single={row.process_code for row in compendium.processes},
	)


def _is_taken(row: Row, scope: Row) -> bool:
	narrowed = scope.groups or scope.units or scope.deepest
	if row.name in scope.single or not (narrowed or scope.single):
		return True
	if not narrowed:
		return False
	return (
		(not scope.groups or any(left <= row.lft and row.rgt <= right for left, right in scope.groups))
		and (not scope.units or row.org_unit in scope.units)
		and (not scope.deepest or hierarchy.depth(row.level) <= scope.deepest)
	)


def _order(row: Row) -> tuple:
	return hierarchy.depth(row.level), hierarchy.order(row.number), row.name


def _chapters(taken: list[Row], by_name: dict[str, Row], by_domain: bool) -> dict[str, int]:
	"""Sets each row's `chapter`; the place of its part in the book, by name. What belongs nowhere comes last."""
	unit_places = {} if by_domain else _unit_places()
	places = {}
	for row in taken:
		top = _top(row, by_name) if by_domain else None
		if by_domain:
			row.chapter, place = (top.title, top.lft) if top else ("", hierarchy.LAST)
		else:
			row.chapter, place = row.org_unit or "", unit_places.get(row.org_unit, hierarchy.LAST)
		places[row.name] = place
	return places


def _top(row: Row, by_name: dict[str, Row]) -> Row | None:
	"""The group at the top of the tree in which a process lies."""
	above, seen = by_name.get(row.parent_process), set()
	while above and above.parent_process in by_name and above.name not in seen:
		seen.add(above.name)
		above = by_name[above.parent_process]
	return above


def _unit_places() -> dict[str, int]:
	return {row.name: row.lft for row in frappe.get_all("Org Unit", fields=["name", "lft"], limit=0)}


def chapter_title(chapter: str, by_domain: bool) -> str:
	"""In the language of the book."""
	if chapter:
		return _(chapter)
	return _("Other processes") if by_domain else _("Without a responsible unit")
