"""Reading what the site holds and writing what was accepted: a fixed number of statements, not one a row."""

from typing import NamedTuple

import frappe
from frappe import _

from liuwan_process.process_organization.bulk import delete_rows, insert_rows, update_rows
from liuwan_process.process_organization.changes import people_changed
from liuwan_process.process_organization.pinyin import search_key
from liuwan_process.process_organization.staff_import.check import Known, Outcome, Person, fold

FIELDS = ("staff_name", "org_unit", "superior", "email", "mobile")


def read_known() -> Known:
	"""Three statements."""
	staff = frappe.get_all("Staff Member", ["name", "user", "status", *FIELDS])
	return Known(
		units=_unit_labels(), positions=_position_labels(), staff={person.name: person for person in staff}
	)


def _unit_labels() -> dict[str, str]:
	"""A unit may be called by its name, its code, or its name in Chinese or the reader's language."""
	labels: dict[str, str] = {}
	units = frappe.get_all("Org Unit", ["name", "unit_code"])
	for unit in units:
		for text in (unit.unit_code, *_translations(unit.name)):
			if text:
				labels[fold(text)] = unit.name
	return labels | {fold(unit.name): unit.name for unit in units}


def _position_labels() -> dict[tuple[str, str], str]:
	return {
		(fold(text), position.org_unit): position.name
		for position in frappe.get_all("Position", ["name", "position_name", "org_unit"])
		for text in (*_translations(position.position_name), position.position_name)
	}


def _translations(text: str) -> tuple[str, str]:
	return _(text), _(text, lang="zh")


def write(outcome: Outcome, known: Known, units_under: str | None) -> tuple[int, int]:
	"""Writes everything; returns how many people are new and how many changed. The caller commits.

	The document history (Version) is not written: the import itself is the record.
	"""
	_insert_units(outcome.new_units, units_under)
	_insert_positions(outcome.new_positions)
	new = [person for person in outcome.people if person.staff_no not in known.staff]
	_insert_people(new)
	changed = _update_people([person for person in outcome.people if person.staff_no in known.staff], known)
	moved = _write_staff_positions(outcome.people)
	for doctype in ("Staff Member", "Position", "Org Unit"):
		frappe.clear_document_cache(doctype)
	people_changed()
	return len(new), len((changed | moved) - {person.staff_no for person in new})


def _insert_units(names: list[str], under: str | None) -> None:
	"""Few, and they move the whole tree: so these are saved one by one, as the user who imports."""
	if names and under:
		frappe.db.set_value("Org Unit", under, "is_group", 1)
	for name in names:
		frappe.get_doc(doctype="Org Unit", unit_name=name, kind="Department", parent_org_unit=under).insert()


def _insert_positions(positions: dict[str, tuple[str, str]]) -> None:
	insert_rows(
		"Position",
		[
			{"name": name, "position_name": title, "org_unit": unit}
			for name, (title, unit) in positions.items()
		],
	)


def _insert_people(people: list[Person]) -> None:
	insert_rows(
		"Staff Member",
		[
			{
				"name": p.staff_no,
				"staff_no": p.staff_no,
				"status": "Active",
				"pinyin": search_key(p.staff_name),
			}
			| {field: getattr(p, field) for field in FIELDS}
			for p in people
		],
	)


def _update_people(people: list[Person], known: Known) -> set[str]:
	changes = {}
	for person in people:
		before = known.staff[person.staff_no]
		changed = {f: getattr(person, f) for f in FIELDS if (getattr(person, f) or "") != (before[f] or "")}
		if "staff_name" in changed:
			changed["pinyin"] = search_key(person.staff_name)
		if changed:
			changes[person.staff_no] = changed
	update_rows("Staff Member", changes)
	return set(changes)


def _write_staff_positions(people: list[Person]) -> set[str]:
	"""Returns the staff numbers of people whose positions change."""
	held = _held_positions()
	unit_of = dict(frappe.get_all("Position", ["name", "org_unit"], as_list=True))
	plans = {p.staff_no: _plan_positions(p, held.get(p.staff_no, []), unit_of) for p in people}
	delete_rows("Staff Position", [plan.drop for plan in plans.values() if plan.drop])
	update_rows(
		"Staff Position", {plan.promote: {"is_primary": 1} for plan in plans.values() if plan.promote}
	)
	insert_rows("Staff Position", [plan.insert for plan in plans.values() if plan.insert])
	return {staff_no for staff_no, plan in plans.items() if any(plan)}


class _Plan(NamedTuple):
	"""Names of rows to delete and to make primary, and a row to insert."""

	drop: str | None = None
	promote: str | None = None
	insert: dict | None = None


def _plan_positions(person: Person, rows: list[dict], unit_of: dict[str, str]) -> _Plan:
	"""The position in the file becomes the primary one in place of the former. Where the file names none, the
	former stays, unless it lies in a unit that the person has left."""
	primary = next((row for row in rows if row.is_primary), None)
	wanted = person.position
	if not wanted and primary and unit_of.get(primary.position) == person.org_unit:
		wanted = primary.position
	if (primary.position if primary else None) == wanted:
		return _Plan()
	drop = primary.name if primary else None
	other = next((row.name for row in rows if row.position == wanted), None)
	if not wanted or other:
		return _Plan(drop, other)
	return _Plan(drop, None, _staff_position(person, len(rows) + 1))


def _held_positions() -> dict[str, list[dict]]:
	held: dict[str, list[dict]] = {}
	for row in frappe.get_all("Staff Position", ["name", "parent", "position", "is_primary"], order_by="idx"):
		held.setdefault(row.parent, []).append(row)
	return held


def _staff_position(person: Person, idx: int) -> dict:
	return {
		"parent": person.staff_no,
		"parenttype": "Staff Member",
		"parentfield": "positions",
		"idx": idx,
		"position": person.position,
		"org_unit": person.org_unit,
		"is_primary": 1,
	}
