"""Whether a step can start the process that it names: published, startable, filled in, and no circle back to itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import frappe

from liuwan_process.compiler.plan import Plan
from liuwan_process.definition import access, expressions, soundness_of_work
from liuwan_process.definition.model import Definition, Participant, Step
from liuwan_process.definition.parse import parse
from liuwan_process.definition.problems import Problem, _


def problems(plan: Plan, step: Step) -> Iterator[Problem]:
	"""Problems of one step that starts another process."""
	name = step.subprocess.process
	if circle := _circle(plan.definition, step):
		message = _("“{0}”: the processes start each other in a circle: {1}")
		yield Problem(message, step.id, (step.title, " → ".join(circle)))
		return
	child = published([name]).get(name)
	if not child:
		yield Problem(_("“{0}”: the process {1} is not published"), step.id, (step.title, name))
		return
	if child.start.participants and not any(map(_finds_somebody, child.start.participants)):
		yield Problem(_("“{0}”: nobody may start the process {1}"), step.id, (step.title, name))
	yield from _exchange(plan.definition, step, child)


def published(processes: Iterable[str]) -> dict[str, Definition]:
	"""The definitions that new runs of these processes follow; one statement for all."""
	process, version = frappe.qb.DocType("Process"), frappe.qb.DocType("Process Version")
	query = frappe.qb.from_(process).join(version).on(version.name == process.current_version)
	query = query.select(process.name, version.definition).where(process.status == "Published")
	names = list(processes)
	rows = query.where(process.name.isin(names)).run() if names else []
	return {name: parse(json.loads(text)) for name, text in rows}


def _exchange(parent: Definition, step: Step, child: Definition) -> Iterator[Problem]:
	"""What goes into the other form and comes back fits, and that form can be submitted."""
	given = step.subprocess.give
	kinds = expressions.kinds_of(parent)
	yield from soundness_of_work.filled(step, child.fields_by_name, given, kinds)
	names = {row.target for row in given}
	for name in sorted(access.required(child, child.start) - names):
		field = child.fields_by_name.get(name)
		if field and not field.default:
			message = _("“{0}”: {1} needs “{2}”, which nothing fills in")
			args = (step.title, child.title, field.label)
			yield Problem(message, step.id, args, table=soundness_of_work.TABLE)
	takes = [row for row in step.subprocess.take if row.target in parent.fields_by_name]
	back = expressions.kinds_of(child)
	yield from soundness_of_work.filled(step, parent.fields_by_name, takes, back)


def _circle(definition: Definition, step: Step) -> list[str]:
	"""The processes from this one back to itself by way of a step; none when there is no such way."""
	own = definition.process
	ways = {step.subprocess.process: [own, step.subprocess.process]}
	seen: set[str] = set()
	while new := ways.keys() - seen - {own}:
		seen |= new
		for name, found in published(sorted(new)).items():
			for other in children(found):
				ways.setdefault(other, [*ways[name], other])
	return ways.get(own, [])


def children(definition: Definition) -> list[str]:
	"""Codes of the processes that a definition's steps start."""
	return list(dict.fromkeys(s.subprocess.process for s in definition.steps if s.subprocess))


def _finds_somebody(rule: Participant) -> bool:
	"""Whether a rule can find anybody; rules that depend on who asks always can."""
	if rule.rule == "process_role":
		held = frappe.db.exists("Position Process Role", {"process_role": rule.role})
		return bool(held or frappe.db.exists("Process Role Person", {"parent": rule.role}))
	if rule.rule == "position":
		return bool(frappe.db.exists("Staff Position", {"position": rule.position}))
	if rule.rule == "users":
		return bool(frappe.db.exists("User", {"name": ("in", list(rule.users)), "enabled": 1}))
	return True
