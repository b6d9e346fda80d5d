"""Whether running cases can go on in another version of their process, and if not, why: one pass over many cases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType

from liuwan_process.definition import moving, paths
from liuwan_process.definition.flow import State
from liuwan_process.definition.model import Definition
from liuwan_process.definition.problems import Problem
from liuwan_process.engine import forms
from liuwan_process.engine.run import load_state
from liuwan_process.engine.versions import definition_of, get_definition, get_definitions

Row = dict[str, Any]
CASE_FIELDS = (
	"name",
	"title",
	"status",
	"process_code",
	"process_version",
	"document_name",
	"initiator_name",
	"started_on",
	"current_steps",
	"making_up",
	"postponed",
	"state",
)


@dataclass(frozen=True, slots=True)
class Reason:
	"""Why a case does not move. `loss`: it could, if the administrator accepts what the form loses or lacks."""

	text: str
	loss: bool = False


@dataclass
class Case:
	"""One case, with what is known of its form: field -> value of those fields that the check asks for."""

	row: Row
	definition: Definition
	state: State
	memory: dict[str, Any]
	visited: set[str]
	form: Mapping[str, Any]


@dataclass
class Target:
	"""The version to move to. Ways on from the same place are tried once for all cases that stand there."""

	version: str
	process: str
	in_force: bool
	definition: Definition
	steps: dict[str, str] = field(default_factory=dict)
	tried: dict[tuple, list[Problem]] = field(default_factory=dict)

	@classmethod
	def of(cls, version: str, steps: Mapping[str, str] | None = None) -> Target:
		"""Raises EngineError when there is no such version."""
		definition = get_definition(version)
		process, status = frappe.db.get_value("Process Version", version, ["process_code", "status"])
		given = {old: new for old, new in (steps or {}).items() if new}
		return cls(version, process, status == "Current", definition, given)

	def problems(self, case: Case) -> list[Problem]:
		own = json.dumps(case.memory.get("inserted"))
		key = (case.row["process_version"], own, paths.canonical(case.state))
		if key not in self.tried:
			self.tried[key] = moving.problems(case.definition, self.definition, case.state, self.steps)
		return self.tried[key]


def check(instances: Iterable[str], version: str, steps: Mapping[str, str] | None = None) -> list[Row]:
	"""Rows of the cases with `reasons` (list of Reason) and `standing` (ids of the steps in which they stand).

	`steps` maps steps of the cases' own versions to steps of the new one; a step that is not named keeps its id.
	"""
	target = Target.of(version, steps)
	rows = _read(list(instances))
	definitions = get_definitions(row.process_version for row in rows)  # all of them at once
	visited = _visited([row.name for row in rows])
	values = _values(rows, definitions, target.definition)
	for row in rows:
		definition = definition_of(row)
		state, memory = load_state(row.pop("state"))
		form = values.get(row.document_name, {})
		case = Case(row, definition, state, memory, visited.get(row.name, set()), form)
		row.standing = list(dict.fromkeys(token.step for token in state.tokens))
		row.reasons = reasons(case, target)
	return rows


def reasons(case: Case, target: Target) -> list[Reason]:
	"""Everything that keeps a case from moving, in the reader's language; empty: it can move."""
	if refusal := _refusal(case, target):
		return [Reason(refusal)]
	found = [Reason(problem.text(_)) for problem in target.problems(case)]
	if not found:
		found = _losses(case, target)
	return found


def _refusal(case: Case, target: Target) -> str:
	row = case.row
	if row["process_code"] != target.process:
		return _("It follows another process")
	if not target.in_force:
		return _("Cases move to the version in force only; {0} is not").format(target.version)
	if row["process_version"] == target.version:
		return _("It follows this version already")
	if row["status"] == "Suspended":
		return _("It is suspended; resume it first")
	if row["status"] != "Running":
		return _("It has ended")
	if row["making_up"]:
		return _("Its main flow has ended; only what was put off is still made up")
	if case.memory.get("held"):
		return _("A decision in it waits for added signers")
	unknown = [step for step in target.steps.values() if step not in target.definition.by_id]
	return _("The new version has no step {0}").format(unknown[0]) if unknown else _put_off(case, target)


def _put_off(case: Case, target: Target) -> str:
	"""What the green channel put off has to be made up in the new version."""
	for step in put_off(case.row, target.steps):
		if step not in target.definition.by_id:
			title = case.definition.by_id[step].title if step in case.definition.by_id else step
			return _("“{0}” was put off, and the new version has no such step").format(_(title))
	return ""


def put_off(row: Row, steps: Mapping[str, str]) -> list[str]:
	"""Ids, in the new version, of the steps that an urgent case has still to make up."""
	return [steps.get(step, step) for step in json.loads(row["postponed"] or "[]")]


def _losses(case: Case, target: Target) -> list[Reason]:
	moved = moving.place(case.definition, target.definition, case.state, target.steps).state
	visited = {target.steps.get(step, step) for step in case.visited}
	asked = moving.never_asked(target.definition, moved, visited)
	missing = [_(f.label) for f in asked if forms.is_empty(f, case.form.get(f.name))]
	gone = moving.removed(case.definition, target.definition)
	lost = [_(f.label) for f in gone if not forms.is_empty(f, case.form.get(f.name))]
	found = []
	if inserted := case.memory.get("inserted"):
		text = _("Steps that were put into this case alone are given up: {0}")
		found.append(Reason(text.format(", ".join(_(row["title"]) for row in inserted)), loss=True))
	if missing:
		text = _("It would have been asked before the step where it stands, and is empty: {0}")
		found.append(Reason(text.format(", ".join(missing)), loss=True))
	if lost:
		text = _("The new form does not show what was filled in here: {0}")
		found.append(Reason(text.format(", ".join(lost)), loss=True))
	return found


# Reading, one statement for all cases


def _read(instances: list[str]) -> list[Row]:
	if not instances:
		return []
	filters = {"name": ("in", instances)}
	return frappe.get_all("Process Instance", filters, list(CASE_FIELDS), order_by="started_on")


def _visited(instances: list[str]) -> dict[str, set[str]]:
	filters = {"instance": ("in", instances), "status": "Done"}
	rows = (
		frappe.get_all("Process Task", filters, ["instance", "step"], distinct=True, order_by=None)
		if instances
		else []
	)
	found: dict[str, set[str]] = {}
	for row in rows:
		found.setdefault(row.instance, set()).add(row.step)
	return found


def _values(rows: list[Row], definitions: Mapping[str, Definition], new: Definition) -> dict[str, Row]:
	"""Document -> field -> value of the fields that some version lacks or that the new one requires."""
	names = [row.document_name for row in rows if row.document_name]
	fields = {f.name: f for old in definitions.values() for f in moving.removed(old, new)}
	required = {name for step in new.steps for name in step.having("require")}
	fields |= {
		f.name: f for f in new.fields_by_name.values() if f.holds_value and (f.required or f.name in required)
	}
	if not names or not fields:
		return {}
	plain = [name for name, f in fields.items() if f.type != "Table"]
	known = set(frappe.db.get_table_columns(new.doctype))
	table = DocType(new.doctype)
	query = frappe.qb.from_(table).select("name", *(name for name in plain if name in known))
	found = {row.name: row for row in query.where(table.name.isin(names)).run(as_dict=True)}
	for name in (name for name, f in fields.items() if f.type == "Table"):
		_count_rows(new.doctype, name, found)
	return found


def _count_rows(doctype: str, fieldname: str, found: dict[str, Row]) -> None:
	"""A table counts as filled in when it has a row; one statement for each table of the form."""
	docfield = frappe.get_meta(doctype).get_field(fieldname)
	if docfield is None:
		return
	filters = {"parenttype": doctype, "parentfield": fieldname, "parent": ("in", list(found))}
	parents = frappe.get_all(docfield.options, filters=filters, pluck="parent", distinct=True, order_by=None)
	for parent in parents:
		found[parent][fieldname] = [1]
