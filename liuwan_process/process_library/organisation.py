"""The organisation as it is now, read once: who holds which position, who heads which unit, who fills which role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import frappe
from frappe.query_builder import DocType


@dataclass(frozen=True, slots=True)
class Person:
	"""An active Staff Member. `positions`: the main one first."""

	name: str
	title: str
	user: str
	unit: str
	superior: str
	positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
	"""A Position that is not disabled, with the process roles that it fills."""

	name: str
	title: str
	unit: str
	roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
	name: str
	parent: str
	head: str


@dataclass(frozen=True)
class Organisation:
	"""Six statements, whatever its size. `named`: (staff member, unit or none) of whom a role names, by role."""

	people: dict[str, Person]
	posts: dict[str, Post]
	units: dict[str, Unit]
	named: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

	@staticmethod
	def read() -> Organisation:
		return Organisation(_people(), _posts(), _units(), _named())

	@cached_property
	def by_user(self) -> dict[str, Person]:
		return {person.user: person for person in self.people.values() if person.user}

	@cached_property
	def by_post(self) -> dict[str, list[str]]:
		"""Staff members by the position they hold, the disabled positions too."""
		held = defaultdict(list)
		for person in self.people.values():
			for post in person.positions:
				held[post].append(person.name)
		return held

	@cached_property
	def by_role(self) -> dict[str, list[str]]:
		"""Positions by the process role they fill."""
		filled = defaultdict(list)
		for post in self.posts.values():
			for role in post.roles:
				filled[role].append(post.name)
		return filled

	def heads_above(self, unit: str) -> Iterator[tuple[str, str]]:
		"""(unit, its head) from `unit` upwards; units whose head has left or has no login are left out."""
		for above in self.upwards(unit):
			head = self.people.get(self.units[above].head)
			if head and head.user:
				yield above, head.name

	def upwards(self, unit: str) -> Iterator[str]:
		"""`unit` and those above it, nearest first."""
		seen: set[str] = set()
		while unit in self.units and unit not in seen:
			seen.add(unit)
			yield unit
			unit = self.units[unit].parent

	def superior(self, member: str, levels: int) -> str:
		"""The superior's superior and so on, or nothing; nobody who has left is anybody's superior."""
		for _level in range(levels):
			person = self.people.get(member)
			member = person.superior if person else ""
		return member if member in self.people else ""

	def main_posts(self, members: Iterable[str], unit: str = "") -> set[str]:
		"""Of each person the positions in `unit`, or else the main one."""
		found: set[str] = set()
		for member in members:
			held = [post for post in self.people[member].positions if post in self.posts]
			here = [post for post in held if unit and self.posts[post].unit == unit]
			found.update(here or held[:1])
		return found


def _people() -> dict[str, Person]:
	held: dict[str, list[str]] = defaultdict(list)
	rows = frappe.get_all(
		"Staff Position", fields=["parent", "position"], order_by="is_primary desc, idx", limit=0
	)
	for row in rows:
		held[row.parent].append(row.position)
	fields = ["name", "staff_name", "user", "org_unit", "superior"]
	found = frappe.get_all("Staff Member", {"status": "Active"}, fields, order_by="name", limit=0)
	return {
		row.name: Person(
			row.name,
			row.staff_name,
			row.user or "",
			row.org_unit or "",
			row.superior or "",
			tuple(dict.fromkeys(held[row.name])),
		)
		for row in found
	}


def _posts() -> dict[str, Post]:
	post, filled = DocType("Position"), DocType("Position Process Role")
	query = frappe.qb.from_(post).left_join(filled).on(filled.parent == post.name)
	query = query.select(post.name, post.position_name, post.org_unit, filled.process_role)
	roles: dict[tuple[str, str, str], list[str]] = defaultdict(list)
	for name, title, unit, role in query.where(post.disabled == 0).orderby(post.name, filled.idx).run():
		roles[name, title, unit or ""] += [role] if role else []
	return {name: Post(name, title, unit, tuple(found)) for (name, title, unit), found in roles.items()}


def _units() -> dict[str, Unit]:
	rows = frappe.get_all("Org Unit", fields=["name", "parent_org_unit", "head"], order_by="lft", limit=0)
	return {row.name: Unit(row.name, row.parent_org_unit or "", row.head or "") for row in rows}


def _named() -> dict[str, list[tuple[str, str]]]:
	found: dict[str, list[tuple[str, str]]] = defaultdict(list)
	fields = ["parent", "staff_member", "org_unit"]
	for row in frappe.get_all("Process Role Person", fields=fields, order_by="parent, idx", limit=0):
		found[row.parent].append((row.staff_member, row.org_unit or ""))
	return found
