"""What the Process form shows beside its fields: the drawing, what stands in the way of publication, versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _

from liuwan_process.compiler import checks
from liuwan_process.compiler.plan import Plan, prepare
from liuwan_process.definition.model import Definition, Participant, Step
from liuwan_process.definition.problems import Problem
from liuwan_process.process_library import drawing, labels
from liuwan_process.process_library.labels import label_of
from liuwan_process.process_library.raci import stated
from liuwan_process.process_library.ties import Reader, Ties
from liuwan_process.process_library.versions import restore, sides

if TYPE_CHECKING:
	from frappe.model.document import Document

VIEWS = "liuwan_process/process_library/views/"
# Part of a definition: the table of the Process form, and the column by which its rows name a step or field.
TABLES = {
	"steps": ("steps", "step_id"),
	"participants": ("participants", "step"),
	"transitions": ("transitions", "from_step"),
	"fields": ("form_fields", "fieldname"),
	"field_access": ("field_access", "step"),
	"step_values": ("step_values", "step"),
	"step_knowledge": ("step_knowledge", "step"),
	"responsibilities": ("responsibilities", "step"),
}


def of(process: Document) -> dict[str, Any]:
	"""Drawing, problems and the rest as HTML, and the fields of a linked form for the choices."""
	plan = prepare(process)
	problems = located(process, checks.problems(plan))
	return {
		"drawing": _drawing(plan, problems),
		"problems": _render("problems", problems=problems),
		"overview": _render("overview", rows=_overview(process, plan.definition)),
		"readiness": _render("readiness", **_readiness(plan, problems)),
		"versions": _render("versions", **_versions(process)),
		"count": sum(problem["level"] == "error" for problem in problems),
		"fields": _fields(plan.definition) if plan.definition.linked else None,
		"paths": _paths(plan.definition) if plan.definition.linked else None,
	}


def located(process: Document, problems: list[Problem]) -> list[dict[str, str]]:
	"""Problems in the reader's language, each with the row of the form to mend it in."""
	return [asdict(problem) | _place(process, problem) | {"text": problem.text(_)} for problem in problems]


def _place(process: Document, problem: Problem) -> dict[str, str]:
	field, column = TABLES.get(problem.table, (problem.table, ""))
	rows = process.get(field) if column else []
	row = next((row for row in rows if row.get(column) == problem.where), None)
	return {"fieldname": field, "row": row.name if row else ""}


def _drawing(plan: Plan, problems: list[dict[str, str]]) -> str:
	if not plan.definition.steps:
		return ""
	marked = {problem["where"] for problem in problems if problem["where"] in plan.definition.by_id}
	return drawing.svg(plan.definition, problems=marked, interactive=True)


def _readiness(plan: Plan, problems: list[dict[str, str]]) -> dict[str, Any]:
	return {
		"errors": sum(problem["level"] == "error" for problem in problems),
		"version": plan.process.current_version,
		"status": plan.process.status,
		"changed": plan.is_new_version,
		"form": plan.process.document_type,
	}


def _overview(process: Document, definition: Definition) -> list[dict[str, Any]]:
	rows = {row.step_id: row for row in process.steps}
	reader = Reader(definition.steps)
	return [
		{
			"row": rows[step.id].name,
			"title": step.title,
			"kind": rows[step.id].kind,
			"people": [_who(rule) for rule in step.participants] or _work(step),
			"limit": _limit(step),
			"late": _(rows[step.id].when_late) if step.limit else "",
			"knowledge": _knowledge(rows[step.id]) + _ties(reader.of(step)),
			"raci": _raci(definition, step),
		}
		for step in definition.steps
		if step.kind != "end"
	]


def _who(rule: Participant) -> str:
	"""A rule in words: `Process role: Director`."""
	people = ", ".join(map(frappe.utils.get_fullname, rule.users))
	named = rule.role or rule.position or rule.field or rule.step or people
	said = _(label_of(labels.RULES, rule.rule))
	return f"{said}: {_(named)}" if named else said


def _work(step: Step) -> list[str]:
	"""What the engine does in a step of its own."""
	said = [_("It fills in fields of the form")] if step.sets else []
	if step.creation:
		said.append(f"{_('Makes a Document Of')}: {_(step.creation.doctype)}")
	if step.call:
		said.append(f"{_('Calls the Address')}: {step.call.url}")
	if step.subprocess:
		said.append(f"{_('Starts the Process')}: {step.subprocess.process}")
	return said


def _limit(step: Step) -> str:
	if not step.limit:
		return ""
	unit = label_of(labels.UNITS, step.limit.unit)
	return f"{step.limit.amount:g} {_(unit)}"


def _knowledge(row: Any) -> list[tuple[str, str]]:
	return [(_(row.meta.get_label(key)), row.get(key)) for key in labels.KNOWLEDGE if row.get(key)]


def _ties(ties: Ties) -> list[tuple[str, str]]:
	"""What a step is tied to, by its titles."""
	rules = [" ".join(filter(None, (row.number, row.title, row.clause))) for row in ties.rules]
	named = {
		_("Input"): [row.title for row in ties.inputs],
		_("Output"): [row.title for row in ties.outputs],
		_("Clause"): rules,
		_("Risk"): [row.title for row in ties.risks],
		_("Indicator"): [f"{row.title} {row.target} {row.unit}".strip() for row in ties.indicators],
	}
	return [(label, "; ".join(titles)) for label, titles in named.items() if titles]


def _raci(definition: Definition, step: Step) -> list[str]:
	"""Parties with a letter, as the step says them: `A: Director`."""
	return [
		f"{letter}: {_(row.name or label_of(labels.PARTIES, row.party))}"
		for letter, rows in stated(definition, step).items()
		for row in rows
	]


def _fields(definition: Definition) -> list[dict[str, str]]:
	return [{"value": f.name, "label": f.label} for f in definition.fields_by_name.values() if f.holds_value]


def _paths(definition: Definition) -> list[dict[str, str]]:
	"""Fields, each table followed by its columns."""
	found = []
	for field in _fields(definition):
		found.append(field)
		for column in definition.columns(field["value"]):
			path, label = f"{field['value']}.{column.name}", f"{field['label']} › {column.label}"
			found.append({"value": path, "label": label})
	return found


def _versions(process: Document) -> dict[str, Any]:
	return {
		"process": process.name,
		"versions": sides.versions(process.name),
		"restorations": restore.history(process.name),
		"may_change": process.has_permission("write"),
	}


def _render(template: str, **values: Any) -> str:
	return frappe.render_template(f"{VIEWS}{template}.html", values)
