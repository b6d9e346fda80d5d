"""JSON document -> `Definition`. Refuses what it cannot read, naming the step, field or transition."""

from __future__ import annotations

from typing import Any

from liuwan_process.definition import knowledge, model, parse_knowledge, parse_work
from liuwan_process.definition.model import (
	Absence,
	Completion,
	Definition,
	DefinitionError,
	FormField,
	Limit,
	Participant,
	Step,
	Transition,
)
from liuwan_process.definition.reading import choice as _choice
from liuwan_process.definition.reading import text as _text


def parse(document: dict[str, Any]) -> Definition:
	"""Build a definition from its JSON document (`schema: 1`). Raises DefinitionError."""
	if document.get("schema") != model.SCHEMA:
		raise DefinitionError("This definition was written for another version of Liuwan Process")
	form = document.get("form") or {}
	policies = document.get("policies") or {}
	definition = Definition(
		process=_text(document, "process", "process"),
		title=_text(document, "title", "process"),
		version=int(document.get("version") or 0),
		doctype=form.get("doctype") or "",
		linked=bool(form.get("linked")),
		fields=tuple(_field(row) for row in form.get("fields") or []),
		steps=tuple(_step(row) for row in document.get("steps") or []),
		transitions=tuple(_transition(row) for row in document.get("transitions") or []),
		subject=document.get("subject") or "",
		same_approver=_choice(policies, "same_approver", model.POLICIES, "policies"),
		initiator_approver=_choice(policies, "initiator_approver", model.POLICIES, "policies"),
		limit=_case_limit(document.get("limit"), "limit"),
		lead=_choice(policies, "lead", model.LEADS, "policies"),
		urgent_quota=int(policies.get("urgent_quota") or 0),
		absence=_absence(document.get("absence")),
		accountable=_choice(policies, "accountable", knowledge.ACCOUNTABLES, "policies"),
		raw=document,
	)
	_check_unique([step.id for step in definition.steps], "step")
	_check_unique([f"{f.table}.{f.name}" for f in definition.fields], "field")
	_check_ends(definition)
	return definition


def _absence(row: dict[str, Any] | None) -> Absence | None:
	if not row:
		return None
	first, last = _text(row, "first", "absence"), _text(row, "last", "absence")
	return Absence(first, last, row.get("stand_in") or "")


def _step(row: dict[str, Any]) -> Step:
	step_id = _text(row, "id", "step")
	return Step(
		id=step_id,
		title=_text(row, "title", step_id),
		kind=_choice(row, "kind", model.STEP_KINDS, step_id),
		lane=row.get("lane") or "",
		participants=tuple(_participant(p, step_id) for p in row.get("participants") or []),
		nobody=_choice(row, "nobody", model.NOBODY, step_id),
		completion=_completion(row.get("completion") or {}, step_id),
		limit=_limit(row.get("limit"), step_id),
		fields={name: _access(access, step_id) for name, access in (row.get("fields") or {}).items()},
		rows={table: _choice({"rows": rule}, "rows", model.ROWS, step_id) for table, rule in _rows(row)},
		split=_choice(row, "split", model.SPLITS, step_id),
		join=_choice(row, "join", model.JOINS, step_id),
		status=_choice(row, "status", model.END_STATUSES, step_id),
		knowledge=dict(row.get("knowledge") or {}),
		deferrable=bool(row.get("deferrable")),
		make_up=_case_limit(row.get("make_up"), step_id),
		lead_decides=bool(row.get("lead_decides")),
		**parse_work.of_step(row, step_id),
		**parse_knowledge.of_step(row, step_id),
	)


def _rows(row: dict[str, Any]) -> list[tuple[str, str]]:
	return list((row.get("rows") or {}).items())


def _participant(row: dict[str, Any], where: str) -> Participant:
	return Participant(
		rule=_choice(row, "rule", model.RULES, where),
		role=row.get("role") or "",
		position=row.get("position") or "",
		scope=row.get("scope") or "anywhere",
		unit=row.get("unit") or "",
		field=row.get("field") or "",
		levels=int(row.get("levels") or 1),
		step=row.get("step") or "",
		users=tuple(row.get("users") or ()),
		weight=float(row.get("weight") or 1),
	)


def _completion(row: dict[str, Any], where: str) -> Completion:
	return Completion(
		rule=_choice(row, "rule", model.COMPLETIONS, where),
		value=float(row.get("value") or 1),
		refusal=_choice(row, "refusal", model.REFUSALS, where),
	)


def _limit(row: dict[str, Any] | None, where: str) -> Limit | None:
	if not row:
		return None
	if not float(row.get("amount") or 0) > 0:
		raise DefinitionError("The limit must be more than nothing", where)
	return Limit(
		amount=float(row["amount"]),
		unit=_choice(row, "unit", model.UNITS, where),
		warn_before=float(row.get("warn_before") or 0),
		then=_choice(row, "then", model.AFTERWARDS, where),
		repeat=float(row.get("repeat") or 0),
		role=row.get("role") or "",
	)


def _case_limit(row: dict[str, Any] | None, where: str) -> Limit | None:
	"""The limit of a whole run or of a make-up task: it never passes, returns or hands over by itself."""
	limit = _limit(row, where)
	if limit and limit.then not in model.CASE_AFTERWARDS:
		raise DefinitionError(f"then cannot be {limit.then!r}", where)
	return limit


def _field(row: dict[str, Any]) -> FormField:
	name = _text(row, "name", "field")
	return FormField(
		name=name,
		label=row.get("label") or name,
		type=_choice(row, "type", model.FIELDTYPES, name),
		options=row.get("options") or "",
		required=bool(row.get("required")),
		default=str(row.get("default") or ""),
		description=row.get("description") or "",
		in_list=bool(row.get("in_list")),
		table=row.get("table") or "",
	)


def _transition(row: dict[str, Any]) -> Transition:
	source = _text(row, "from", "transition")
	return Transition(
		source=source,
		target=_text(row, "to", source),
		action=_text(row, "action", source),
		decision=_choice(row, "decision", model.DECISIONS, source),
		condition=(row.get("condition") or "").strip(),
	)


def _access(access: str, where: str) -> str:
	if access not in model.ACCESSES:
		raise DefinitionError(f"access cannot be {access!r}", where)
	return access


def _check_unique(names: list[str], what: str) -> None:
	for name in names:
		if names.count(name) > 1:
			raise DefinitionError(f"There are two of this {what}", name.lstrip("."))


def _check_ends(definition: Definition) -> None:
	for transition in definition.transitions:
		for end in (transition.source, transition.target):
			if end not in definition.by_id:
				raise DefinitionError(f"There is no step {end!r}", transition.source)
