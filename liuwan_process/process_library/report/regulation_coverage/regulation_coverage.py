"""Regulations and processes side by side: clauses that no step applies, processes without any rule, steps under several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from liuwan_process.analytics.columns import card, column
from liuwan_process.definition.model import Step
from liuwan_process.process_library import basis, regulations
from liuwan_process.process_library.basis import Subject
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self

UNCOVERED = "Clause Without a Process"
UNRULED = "Process Without a Regulation"
SEVERAL = "Several Regulations in One Step"
NOT_IN_FORCE = "Not in Force"
FINDINGS = (UNCOVERED, UNRULED, SEVERAL, NOT_IN_FORCE)
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows, a note, chart, cards."""
	coverage = Coverage(frappe._dict(filters or {}))
	rows = coverage.rows()
	return get_columns(), rows, get_message(rows), coverage.chart(), coverage.summary(rows)


def get_columns() -> list[Row]:
	return [
		column("finding_title", _("Finding"), width=200),
		column("regulation_title", _("Regulation"), width=230, link=("Regulation", "regulation")),
		column("clause", _("Clause"), width=80, align="left"),
		column("clause_title", _("Title of the Clause"), width=180),
		column("process_title", _("Process"), width=210, link=("Process", "process")),
		column("step_title", _("Step"), width=170),
		column("unit_title", _("Responsible Unit"), width=150, align="left"),
		column("detail", _("Details"), width=260),
	]


class Coverage:
	"""One run of the report. Filters of `basis.read`, `regulation` and `finding`.

	A step that names a superseded version is counted for the version in force, and listed as not in force itself.
	"""

	def __init__(self, chosen: Row) -> None:
		self.chosen = chosen
		self.subjects = basis.read({**chosen, "org_unit": None})
		self.regulations = regulations.read()
		self.binding = regulations.binding(self.regulations)
		self.units = set(descendants_and_self(chosen.org_unit)) if chosen.get("org_unit") else None
		self.applied = self._applied()

	def _applied(self) -> dict[str, set[str]]:
		"""Regulation in force -> numbers of its clauses that steps name; "" for the whole of it."""
		found: dict[str, set[str]] = {}
		for subject in self.subjects:
			for step in subject.definition.steps:
				for row in step.clauses:
					if current := self.binding.get(row.regulation):
						found.setdefault(current.name, set()).add(row.clause)
		return found

	def rows(self) -> list[Row]:
		found = [*self._uncovered(), *self._of_processes()]
		wanted = self.chosen.get("finding")
		return sorted(
			(row for row in found if wanted in (None, "", row["finding"]) and self._is_wanted(row)),
			key=lambda row: FINDINGS.index(row["finding"]),
		)

	def _is_wanted(self, row: Row) -> bool:
		if self.units is not None and row["unit"] not in self.units:
			return False
		return not self.chosen.get("regulation") or row.get("regulation") == self.chosen.regulation

	def in_force(self) -> list[Row]:
		return [row for row in self.regulations.values() if regulations.is_in_force(row)]

	def _uncovered(self) -> Iterator[Row]:
		"""A domain is a part of the processes only: what it does not apply others may."""
		if self.chosen.get("domain"):
			return
		for regulation in self.in_force():
			for number, clause in regulation.clauses.items():
				if number not in self.applied.get(regulation.name, ()):
					yield {
						**self._of_regulation(UNCOVERED, regulation, number),
						"clause_title": _(clause["title"]),
						"unit": regulation.org_unit,
						"unit_title": _(regulation.org_unit or ""),
					}

	def _of_processes(self) -> Iterator[Row]:
		for subject in self.subjects:
			if not any(step.clauses for step in subject.definition.steps):
				yield self._of_process(UNRULED, subject)
			for step in subject.definition.steps:
				yield from self._of_step(subject, step)

	def _of_step(self, subject: Subject, step: Step) -> Iterator[Row]:
		named = list(
			dict.fromkeys(row.regulation for row in step.clauses if row.regulation in self.regulations)
		)
		numbers = list(dict.fromkeys(self.regulations[name].number for name in named))
		if len(numbers) > 1:
			row = self._of_process(SEVERAL, subject, step)
			yield {**row, "detail": ", ".join(_(self.regulations[name].title) for name in named)}
		for name in named:
			regulation, current = self.regulations[name], self.binding.get(name)
			if current is None or current.name != name:
				state = (
					_(regulation.status) if current is None else _("Superseded by {0}").format(current.name)
				)
				row = self._of_regulation(NOT_IN_FORCE, regulation, "")
				yield {**self._of_process(NOT_IN_FORCE, subject, step), **row, "detail": state}

	def _of_regulation(self, finding: str, regulation: Row, clause: str) -> Row:
		title = f"{regulation.number} {_(regulation.title)}"
		return {
			"finding": finding,
			"finding_title": _(finding),
			"regulation": regulation.name,
			"regulation_title": title,
			"clause": clause,
		}

	def _of_process(self, finding: str, subject: Subject, step: Step | None = None) -> Row:
		return {
			"finding": finding,
			"finding_title": _(finding),
			"process": subject.code,
			"process_title": subject.title,
			"step_title": _(step.title) if step else "",
			"unit": subject.unit,
			"unit_title": _(subject.unit),
		}

	def chart(self) -> Row | None:
		"""Clauses of each regulation in force: applied and not."""
		shown = [row for row in self.in_force() if row.clauses][:20]
		if not shown:
			return None
		applied = [len(self.applied.get(row.name, set()) & row.clauses.keys()) for row in shown]
		missing = [len(row.clauses) - count for row, count in zip(shown, applied, strict=True)]
		return {
			"data": {
				"labels": [_(row.title) for row in shown],
				"datasets": [
					{"name": _("Clauses applied"), "values": applied},
					{"name": _(UNCOVERED), "values": missing},
				],
			},
			"type": "bar",
			"colors": ["#28a745", "#f8b64c"],
			"fieldtype": "Int",
			"barOptions": {"stacked": 1, "spaceRatio": 0.6},
		}

	def summary(self, rows: list[Row]) -> list[Row]:
		counts = Counter(row["finding"] for row in rows)
		cards = [card(_("Regulations in force"), len(self.in_force()), "Int")]
		return cards + [
			card(_(each), counts[each], "Int", "Red" if counts[each] else "Green") for each in FINDINGS
		]


def get_message(rows: list[Row]) -> str | None:
	return None if rows else _("Nothing found with these filters.")
