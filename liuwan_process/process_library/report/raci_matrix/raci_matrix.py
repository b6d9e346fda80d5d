"""Who is responsible, accountable, consulted and informed: units by processes, or positions by steps."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import frappe
from frappe import _

from liuwan_process.analytics.columns import card, column
from liuwan_process.definition.knowledge import LETTERS
from liuwan_process.definition.model import WORK_KINDS, Definition, Step
from liuwan_process.process_library import basis
from liuwan_process.process_library.raci import ANYBODY, PERSON, POST, UNIT, Entity, Raci, needs_somebody
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self

UNITS, POSITIONS = "Units and Processes", "Positions and Steps"
MOST_COLUMNS, MOST_BARS = 80, 15
COLOURS = {"R": "#2490ef", "A": "#e24c4c", "C": "#f8b64c", "I": "#98a1a9"}
Row = dict[str, Any]
Key = tuple[str, str]  # process and step, or process alone
Cells = dict[Key, dict[Entity, set[str]]]  # what a row is for -> who -> letters


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows with the total last, a note, chart, cards."""
	chosen = frappe._dict(filters or {})
	matrix = Matrix(chosen)
	rows = matrix.rows()
	return matrix.columns(), rows, matrix.message(), matrix.chart(), matrix.summary()


class Matrix:
	"""One run of the report. Filter `org_unit` keeps the columns of that unit and of those below it."""

	def __init__(self, chosen: Row) -> None:
		self.by_steps = chosen.get("show") == POSITIONS
		subjects = basis.read({**chosen, "org_unit": None})
		self.subjects = {subject.code: subject for subject in subjects}
		self.raci = Raci()
		self.units = set(descendants_and_self(chosen.org_unit)) if chosen.get("org_unit") else None
		self.needing: set[Key] = set()  # rows for which somebody should be accountable
		self.accountable: set[Key] = set()  # rows for which somebody is, of whatever unit
		self.cells = self._cells()
		self.who = self._in_order({entity for cells in self.cells.values() for entity in cells})

	def _cells(self) -> Cells:
		found: Cells = {}
		for subject in self.subjects.values():
			for step in subject.definition.steps:
				if step.kind in (*WORK_KINDS, "notice"):
					key = (subject.code, step.id if self.by_steps else "")
					self._add(found.setdefault(key, defaultdict(set)), key, subject.definition, step)
		return {key: cells for key, cells in found.items() if cells or self.units is None}

	def _add(self, cells: dict[Entity, set[str]], key: Key, definition: Definition, step: Step) -> None:
		letters = self.raci.of_step(definition, step)
		if needs_somebody(step):
			self.needing.add(key)
		if letters["A"]:
			self.accountable.add(key)
		for letter, entities in letters.items():
			for entity in filter(self._is_wanted, entities):
				cells[self._column_of(entity)].add(letter)

	def _is_wanted(self, entity: Entity) -> bool:
		return self.units is None or self.raci.unit_of(entity) in self.units

	def _column_of(self, entity: Entity) -> Entity:
		return entity if self.by_steps or entity.kind == ANYBODY else Entity(UNIT, self.raci.unit_of(entity))

	def _in_order(self, entities: set[Entity]) -> list[Entity]:
		"""By the tree of units, positions before persons; any employee last."""
		place = {unit: number for number, unit in enumerate(self.raci.registry.organisation.units)}
		kinds = (UNIT, POST, PERSON, ANYBODY)
		return sorted(
			entities,
			key=lambda e: (
				e.kind == ANYBODY,
				place.get(self.raci.unit_of(e), len(place)),
				kinds.index(e.kind),
				e.name,
			),
		)

	def columns(self) -> list[Row]:
		first = [column("process_title", _("Process"), width=220, link=("Process", "process"))]
		if self.by_steps:
			first.append(column("step_title", _("Step"), width=180))
		shown = self.who[:MOST_COLUMNS]
		return first + [
			column(
				f"c{n}",
				self.label(entity),
				width=150 if self.by_steps else 105,
				align="center",
				entity_kind=entity.kind,
				entity=entity.name,
			)
			for n, entity in enumerate(shown)
		]

	def label(self, entity: Entity) -> str:
		organisation = self.raci.registry.organisation
		if entity.kind == POST:
			post = organisation.posts[entity.name]
			return f"{_(post.title)} ({_(post.unit)})"
		if entity.kind == PERSON:
			return organisation.people[entity.name].title
		return _(entity.name) if entity.kind == UNIT else _("Any employee")

	def rows(self) -> list[Row]:
		rows = [self._row(*key, cells) for key, cells in self.cells.items()]
		return [*rows, self._total()] if rows else []

	def _row(self, code: str, step_id: str, cells: dict[Entity, set[str]]) -> Row:
		subject = self.subjects[code]
		step = subject.definition.by_id.get(step_id)
		row = {"process": code, "process_title": subject.title, "step": step_id}
		row["step_title"] = _(step.title) if step else ""
		for number, entity in enumerate(self.who[:MOST_COLUMNS]):
			row[f"c{number}"] = " ".join(letter for letter in LETTERS if letter in cells.get(entity, ()))
		return row

	def _total(self) -> Row:
		"""How many rows each is responsible for."""
		said = _("{0} steps") if self.by_steps else _("{0} processes")
		total: Row = {
			"process_title": f"{_('Responsible in')} ({said.format(len(self.cells))})",
			"is_total": 1,
		}
		for number, entity in enumerate(self.who[:MOST_COLUMNS]):
			total[f"c{number}"] = sum("R" in cells.get(entity, ()) for cells in self.cells.values())
		return total

	def counts(self) -> dict[Entity, Counter]:
		found: dict[Entity, Counter] = defaultdict(Counter)
		for cells in self.cells.values():
			for entity, letters in cells.items():
				found[entity].update(letters)
		return found

	def chart(self) -> Row | None:
		"""Letters of those who have the most of them."""
		counts = self.counts()
		busiest = sorted(counts, key=lambda entity: -counts[entity].total())[:MOST_BARS]
		if not busiest:
			return None
		words = dict(
			zip(LETTERS, (_("Responsible"), _("Accountable"), _("Consulted"), _("Informed")), strict=True)
		)
		used = [letter for letter in LETTERS if any(counts[entity][letter] for entity in busiest)]
		return {
			"data": {
				"labels": [self.label(entity) for entity in busiest],
				"datasets": [
					{"name": words[letter], "values": [counts[entity][letter] for entity in busiest]}
					for letter in used
				],
			},
			"type": "bar",
			"colors": [COLOURS[letter] for letter in used],
			"fieldtype": "Int",
			"barOptions": {"stacked": 1, "spaceRatio": 0.6},
		}

	def summary(self) -> list[Row]:
		without = len((self.needing & self.cells.keys()) - self.accountable)
		named = (
			_("Steps without anyone accountable")
			if self.by_steps
			else _("Processes without anyone accountable")
		)
		return [
			card(_("Number of processes"), len({code for code, _step in self.cells}), "Int"),
			card(_("Positions and people") if self.by_steps else _("Units"), len(self.who), "Int"),
			card(named, without, "Int", "Red" if without else "Green"),
		]

	def message(self) -> str | None:
		if not self.cells:
			return _("No process matches these filters.")
		legend = _("R responsible · A accountable · C consulted · I informed")
		more = len(self.who) - MOST_COLUMNS
		return (
			legend
			if more <= 0
			else f"{legend}. {_('{0} more columns are left out; please choose a process or a unit.').format(more)}"
		)
