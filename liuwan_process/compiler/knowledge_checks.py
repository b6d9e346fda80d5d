"""Whether what the steps of a process are tied to exists here, and whether the regulations among it are in force."""

from __future__ import annotations

from collections.abc import Iterator

import frappe

from liuwan_process.compiler.plan import Plan
from liuwan_process.definition.knowledge import Clause
from liuwan_process.definition.model import Definition, Step
from liuwan_process.definition.problems import Problem, _
from liuwan_process.definition.soundness_of_knowledge import KNOWLEDGE, RESPONSIBILITIES
from liuwan_process.process_library import regulations

MISSING = {
	"Process Object": _("“{0}”: there is no object {1}"),
	"Process Risk": _("“{0}”: there is no risk {1}"),
	"Regulation": _("“{0}”: there is no regulation {1}"),
	"Process Role": _("“{0}”: there is no process role {1}"),
	"Position": _("“{0}”: there is no position {1}"),
	"Org Unit": _("“{0}”: there is no org unit {1}"),
}
PARTIES = {"process_role": "Process Role", "position": "Position", "unit": "Org Unit"}


def problems(plan: Plan) -> Iterator[Problem]:
	"""One statement for each DocType that is named, two for regulations."""
	named = _named(plan.definition)
	missing = {doctype: _missing(doctype, names) for doctype, names in named.items() if names}
	known = regulations.read({row.regulation for step in plan.definition.steps for row in step.clauses})
	for step in plan.definition.steps:
		yield from _things(step, missing)
		yield from _clauses(step, known)
		yield from _parties(step, missing)


def _named(definition: Definition) -> dict[str, set[str]]:
	steps = definition.steps
	found = {
		"Process Object": {name for step in steps for name in (*step.inputs, *step.outputs)},
		"Process Risk": {name for step in steps for name in step.risks},
	}
	for party, doctype in PARTIES.items():
		found[doctype] = {
			row.name for step in steps for row in step.responsibilities if row.party == party and row.name
		}
	return found


def _missing(doctype: str, names: set[str]) -> set[str]:
	found = frappe.get_all(doctype, {"name": ("in", sorted(names))}, pluck="name", limit=0)
	there = {name.casefold() for name in found}  # the database compares without case
	return {name for name in names if name.casefold() not in there}


def _things(step: Step, missing: dict[str, set[str]]) -> Iterator[Problem]:
	for doctype, names in (("Process Object", (*step.inputs, *step.outputs)), ("Process Risk", step.risks)):
		for name in names:
			if name in missing.get(doctype, ()):
				yield _no(step, doctype, name, KNOWLEDGE)


def _parties(step: Step, missing: dict[str, set[str]]) -> Iterator[Problem]:
	for row in step.responsibilities:
		doctype = PARTIES.get(row.party, "")
		if row.name and row.name in missing.get(doctype, ()):
			yield _no(step, doctype, row.name, RESPONSIBILITIES)


def _no(step: Step, doctype: str, name: str, table: str) -> Problem:
	return Problem(MISSING[doctype], step.id, (step.title, name), table=table)


def _clauses(step: Step, known: dict[str, regulations.Row]) -> Iterator[Problem]:
	binding = regulations.binding(known)
	for row in step.clauses:
		if row.regulation not in known:
			yield _no(step, "Regulation", row.regulation, KNOWLEDGE)
		else:
			yield from _clause(step, row, known[row.regulation], binding.get(row.regulation))


def _clause(
	step: Step, row: Clause, named: regulations.Row, current: regulations.Row | None
) -> Iterator[Problem]:
	"""What is out of force is a hint; so is what the version that took its place has not."""
	if current is None or named.status == "Draft":
		yield _hint(step, _("“{0}”: the regulation {1} is not in force"), named.name)
	elif current.name != named.name:
		yield _hint(step, _("“{0}”: {1} has been superseded by {2}"), named.name, current.name)
	if row.clause and row.clause not in named.clauses:
		message = _("“{0}”: {1} has no clause {2}")
		yield Problem(message, step.id, (step.title, named.name, row.clause), table=KNOWLEDGE)
	elif row.clause and current and row.clause not in current.clauses:
		yield _hint(step, _("“{0}”: {1} has no clause {2}"), current.name, row.clause)


def _hint(step: Step, message: str, *args: str) -> Problem:
	return Problem(message, step.id, (step.title, *args), level="warning", table=KNOWLEDGE)
