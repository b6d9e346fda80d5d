"""What steps are tied to, as people read it: objects with their forms, risks, clauses with their words, indicators.

Titles and texts are given in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.knowledge import Clause
from liuwan_process.definition.model import Step
from liuwan_process.process_library import regulations

Row = dict[str, Any]
THING = ["name", "title", "kind", "org_unit", "form_type", "form", "description"]
RISK = ["name", "title", "risk", "control", "control_owner", "rating"]


@dataclass(frozen=True)
class Rule:
	"""A clause as it binds today. `regulation`: the version in force, or the one that the step names where none is.

	`named`: the version that the step names, where that is another one; `in_force`: whether it binds at all.
	"""

	regulation: str
	title: str
	number: str
	version: int
	clause: str
	clause_title: str
	text: str
	file: str
	in_force: bool
	named: str = ""


@dataclass(frozen=True)
class Ties:
	"""Of one step. Rows of objects have THING, rows of risks RISK; records that are gone are left out."""

	inputs: list[Row] = field(default_factory=list)
	outputs: list[Row] = field(default_factory=list)
	rules: list[Rule] = field(default_factory=list)
	risks: list[Row] = field(default_factory=list)
	indicators: list[Row] = field(default_factory=list)

	def __bool__(self) -> bool:
		return any((self.inputs, self.outputs, self.rules, self.risks, self.indicators))


class Reader:
	"""What some steps are tied to: one statement for objects, one for risks, two for regulations, none for nothing."""

	def __init__(self, steps: Iterable[Step]) -> None:
		steps = list(steps)
		things = {name for step in steps for name in (*step.inputs, *step.outputs)}
		self.things = _records("Process Object", THING, things)
		self.risks = _records("Process Risk", RISK, {name for step in steps for name in step.risks})
		self.regulations = regulations.read({row.regulation for step in steps for row in step.clauses})
		self.binding = regulations.binding(self.regulations)

	def of(self, step: Step) -> Ties:
		return Ties(
			inputs=[self.things[name] for name in step.inputs if name in self.things],
			outputs=[self.things[name] for name in step.outputs if name in self.things],
			rules=[self._rule(row) for row in step.clauses if row.regulation in self.regulations],
			risks=[self.risks[name] for name in step.risks if name in self.risks],
			indicators=[
				frappe._dict(title=_(row.title), target=_(row.target), unit=_(row.unit))
				for row in step.indicators
			],
		)

	def _rule(self, row: Clause) -> Rule:
		named = self.regulations[row.regulation]
		current = self.binding.get(row.regulation, named)
		words = current.clauses.get(row.clause) or named.clauses.get(row.clause) or {}
		return Rule(
			regulation=current.name,
			title=_(current.title),
			number=current.number,
			version=current.version,
			clause=row.clause,
			clause_title=_(words.get("title") or ""),
			text=_(words.get("text") or ""),
			file=current.file or "",
			in_force=row.regulation in self.binding,
			named=named.name if named.name != current.name else "",
		)


def _records(doctype: str, fields: list[str], names: set[str]) -> dict[str, Row]:
	if not names:
		return {}
	rows = frappe.get_all(doctype, {"name": ("in", sorted(names))}, fields, limit=0)
	for row in rows:
		for key in ("title", "description", "risk", "control", "kind", "rating", "control_owner"):
			if row.get(key):
				row[key] = _(row[key])
	return {row.name: row for row in rows}
