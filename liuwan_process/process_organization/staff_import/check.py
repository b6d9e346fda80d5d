"""Judging the rows of a staff file, all in memory: no database.

A blank cell means "as it is" for a person who is known already. Every problem of a row is listed at once.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from frappe import _

from liuwan_process.process_organization.doctype.position.position import position_key
from liuwan_process.process_organization.staff_import.file import StaffRow, label

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
MOBILE = re.compile(r"\+?[\d\s()/-]{5,30}")
LONGEST = {"staff_no": 40, "staff_name": 80, "org_unit": 80, "position": 57, "email": 140, "mobile": 40}


def fold(text: str) -> str:
	"""What the database takes for the same key: case, accents and width of letters do not count."""
	decomposed = unicodedata.normalize("NFKD", text)
	return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


@dataclass
class Known:
	"""What the site holds already.

	`units`: what a unit may be called (folded) to its name; `positions`: (folded title, unit) to name;
	`staff`: staff number to `staff_name`, `org_unit`, `superior`, `email`, `mobile`.
	"""

	units: dict[str, str] = field(default_factory=dict)
	positions: dict[tuple[str, str], str] = field(default_factory=dict)
	staff: dict[str, dict] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
	"""A row that was accepted, with names of the site; `position` is None where the row names none."""

	row_no: int
	staff_no: str
	staff_name: str
	org_unit: str
	superior: str | None
	email: str
	mobile: str
	position: str | None


@dataclass(frozen=True)
class Refusal:
	row_no: int
	staff_no: str
	field: str
	reason: str


@dataclass
class Outcome:
	"""`new_units`: names; `new_positions`: position name to (title, unit)."""

	people: list[Person] = field(default_factory=list)
	refusals: list[Refusal] = field(default_factory=list)
	new_units: list[str] = field(default_factory=list)
	new_positions: dict[str, tuple[str, str]] = field(default_factory=dict)


class StaffCheck:
	"""Call `run` once."""

	def __init__(self, known: Known, create_units: bool = False, create_positions: bool = True):
		self.known = known
		self.create_units = create_units
		self.create_positions = create_positions
		self.refusals: list[Refusal] = []
		self.staff_no_of = {fold(no): no for no in known.staff}
		self.units = dict(known.units)
		self.positions = dict(known.positions)
		self.row_of_staff_no: dict[str, int] = {}
		self.row_of_email: dict[str, int] = {}
		self.staff_of_email = {person["email"]: no for no, person in known.staff.items() if person["email"]}

	def run(self, rows: list[StaffRow]) -> Outcome:
		"""Every row ends either among the people or among the refusals."""
		self._spell_alike(rows)
		accepted = {row.staff_no: row for row in rows if self._accept(row, self._problems(row))}
		self._refuse_superiors(accepted)
		people = [self._person(row) for row in accepted.values()]
		return Outcome(people, sorted(self.refusals, key=lambda r: r.row_no), *self._to_create(people))

	def _spell_alike(self, rows: list[StaffRow]) -> None:
		"""a12 and A12 are one person: the site's spelling counts, else the first one in the file."""
		for row in rows:
			row.staff_no = self.staff_no_of.setdefault(fold(row.staff_no), row.staff_no)
		for row in rows:
			row.superior = self.staff_no_of.get(fold(row.superior), row.superior)

	def _accept(self, row: StaffRow, problems: list[tuple[str, str]]) -> bool:
		self.refusals += [Refusal(row.row_no, row.staff_no, name, reason) for name, reason in problems]
		return not problems

	def _problems(self, row: StaffRow) -> list[tuple[str, str]]:
		checks = (
			self._number,
			self._name_and_unit,
			self._unit_exists,
			self._position,
			self._email,
			self._others,
		)
		return [problem for check in checks for problem in check(row)]

	def _number(self, row: StaffRow) -> Iterator[tuple[str, str]]:
		if not row.staff_no:
			yield "staff_no", _("is missing")
			return
		first = self.row_of_staff_no.setdefault(row.staff_no, row.row_no)
		if first != row.row_no:
			yield "staff_no", _("{0} stands in row {1} already").format(row.staff_no, first)

	def _name_and_unit(self, row: StaffRow) -> Iterator[tuple[str, str]]:
		if row.staff_no in self.known.staff:
			return
		for name in ("staff_name", "org_unit"):
			if not getattr(row, name):
				yield name, _("is missing")

	def _unit_exists(self, row: StaffRow) -> Iterator[tuple[str, str]]:
		if row.org_unit and not self.create_units and fold(row.org_unit) not in self.units:
			yield "org_unit", _("there is no unit {0}").format(row.org_unit)

	def _position(self, row: StaffRow) -> Iterator[tuple[str, str]]:
		if not row.position or self.create_positions:
			return
		unit = self._unit(row)
		if (fold(row.position), unit) not in self.positions:
			yield "position", _("{0} has no position {1}").format(_(unit), row.position)

	def _email(self, row: StaffRow) -> Iterator[tuple[str, str]]:
		email = row.email.lower()
		if not email:
			return
		if not EMAIL.fullmatch(email):
			yield "email", _("{0} is no e-mail address").format(row.email)
			return
		first = self.row_of_email.setdefault(email, row.row_no)
		owner = self.staff_of_email.get(email, row.staff_no)
		if first != row.row_no:
			yield "email", _("{0} stands in row {1} already").format(row.email, first)
		elif owner != row.staff_no:
			yield "email", _("{0} belongs to {1} already").format(row.email, owner)

	def _others(self, row: StaffRow) -> Iterator[tuple[str, str]]:
		if row.mobile and not MOBILE.fullmatch(row.mobile):
			yield "mobile", _("{0} is no telephone number").format(row.mobile)
		for name, longest in LONGEST.items():
			if len(getattr(row, name)) > longest:
				yield name, _("is longer than {0} characters").format(longest)
			if "<" in getattr(row, name) or ">" in getattr(row, name):
				yield name, _("must not contain < or >")
		if row.superior and row.superior == row.staff_no:
			yield "superior", _("nobody is one's own superior")

	def _refuse_superiors(self, accepted: dict[str, StaffRow]) -> None:
		"""Until nothing changes: a refused row leaves its person where they were, which may close a circle."""
		before = None
		while before != len(accepted):
			before = len(accepted)
			self._refuse_unknown_superiors(accepted)
			self._refuse_circles(accepted)

	def _refuse_unknown_superiors(self, accepted: dict[str, StaffRow]) -> None:
		"""Repeats itself: somebody refused here may be another's superior."""
		while lost := [row for row in accepted.values() if not self._has_superior(row, accepted)]:
			for row in lost:
				del accepted[row.staff_no]
				self._accept(row, [("superior", self._why_unknown(row.superior))])

	def _has_superior(self, row: StaffRow, accepted: dict[str, StaffRow]) -> bool:
		return not row.superior or row.superior in accepted or row.superior in self.known.staff

	def _why_unknown(self, superior: str) -> str:
		refused_in = self.row_of_staff_no.get(superior)
		if refused_in:
			return _("{0} was refused, see row {1}").format(superior, refused_in)
		return _("nobody has the staff number {0}").format(superior)

	def _refuse_circles(self, accepted: dict[str, StaffRow]) -> None:
		above = {no: person["superior"] for no, person in self.known.staff.items()}
		above |= {no: row.superior for no, row in accepted.items() if row.superior}
		for staff_no in staff_in_circles(above):
			row = accepted.pop(staff_no, None)
			if row:
				self._accept(row, [("superior", _("{0} is below this person already").format(row.superior))])

	def _unit(self, row: StaffRow) -> str:
		if not row.org_unit:
			return self.known.staff.get(row.staff_no, {}).get("org_unit") or ""
		return self.units.get(fold(row.org_unit), row.org_unit)

	def _person(self, row: StaffRow) -> Person:
		before = self.known.staff.get(row.staff_no, {})
		unit = self.units.setdefault(fold(self._unit(row)), self._unit(row))
		return Person(
			row_no=row.row_no,
			staff_no=row.staff_no,
			staff_name=row.staff_name or before["staff_name"],
			org_unit=unit,
			superior=row.superior or before.get("superior") or None,
			email=row.email.lower() or before.get("email") or "",
			mobile=row.mobile or before.get("mobile") or "",
			position=self._position_name(row.position, unit),
		)

	def _position_name(self, title: str, unit: str) -> str | None:
		if not title:
			return None
		return self.positions.setdefault((fold(title), unit), position_key(title, unit))

	def _to_create(self, people: list[Person]) -> tuple[list[str], dict[str, tuple[str, str]]]:
		units = set(self.known.units.values())
		positions = set(self.known.positions.values())
		new_units = dict.fromkeys(person.org_unit for person in people if person.org_unit not in units)
		new_positions = {
			person.position: (person.position.removesuffix(f" - {person.org_unit}"), person.org_unit)
			for person in people
			if person.position and person.position not in positions
		}
		return list(new_units), new_positions


def staff_in_circles(above: dict[str, str | None]) -> list[str]:
	"""The staff numbers that are above themselves. `above`: staff number to the superior's."""
	finished: set[str] = set()
	circles: list[str] = []
	for start in above:
		path: dict[str, int] = {}
		at: str | None = start
		while at and at not in finished and at not in path:
			path[at] = len(path)
			at = above.get(at)
		if at in path:
			circles += list(path)[path[at] :]
		finished |= set(path)
	return circles


def describe(refusal: Refusal) -> dict:
	"""The refusal as a row of `Staff Import Refusal`, in the reader's language."""
	return {
		"row_no": refusal.row_no,
		"staff_no": refusal.staff_no,
		"field_label": label(refusal.field),
		"reason": refusal.reason,
	}
