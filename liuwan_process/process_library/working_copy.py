"""The working copy of a process as a definition, and a definition as a working copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frappe.utils import cint, flt

from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import (
	Absence,
	Completion,
	Definition,
	FormField,
	Participant,
	Step,
	Transition,
)
from liuwan_process.definition.parse import parse
from liuwan_process.process_library import knowledge_rows, labels, limits, linked_fields, work_rows
from liuwan_process.process_library.labels import label_of

if TYPE_CHECKING:
	from frappe.model.document import Document

# What a pack says of a process beside its definition: key of the document -> field of Process.
OUTLINE = {"parent": "parent_process", "level": "level", "org_unit": "org_unit", "description": "description"}


def to_document(process: Document) -> dict[str, Any]:
	"""The JSON document of a saved working copy, as `parse` reads it; version 0."""
	return dump(to_definition(process))


def to_definition(process: Document) -> Definition:
	"""The working copy as a definition, whether it is sound or not."""
	return Definition(
		process=process.code,
		title=process.title,
		version=0,
		doctype=process.document_type or "",
		linked=process.form_source == labels.LINKED,
		fields=_fields(process),
		steps=tuple(_step(process, row) for row in process.steps),
		transitions=tuple(_transition(row) for row in process.transitions),
		subject=process.subject or "",
		same_approver=labels.POLICIES[process.same_approver or "Ask again"],
		initiator_approver=labels.POLICIES[process.initiator_approver or "Ask again"],
		limit=limits.of(process, limits.CASE),
		lead=labels.LEADS[process.lead_person or "Not named"],
		urgent_quota=cint(process.urgent_quota) if process.allow_urgent else 0,
		absence=_absence(process),
		accountable=knowledge_rows.accountable(process),
	)


def _absence(process: Document) -> Absence | None:
	if not process.is_absence:
		return None
	return Absence(process.absence_first or "", process.absence_last or "", process.absence_stand_in or "")


def fill(process: Document, document: dict[str, Any]) -> Document:
	"""Write a definition (and what a pack says beside it) into a Process; nothing is saved.

	Raises DefinitionError when the document cannot be read.
	"""
	definition = parse(document)
	process.update({field: document[key] for key, field in OUTLINE.items() if key in document})
	process.update(_head(definition))
	if definition.linked or not process.document_type:
		process.document_type = definition.doctype if definition.linked else None
	for table, rows in tables(definition).items():
		process.set(table, rows)
	return process


def outline(process: Document) -> dict[str, str]:
	"""What a pack says of a process beside its definition; empty values are left out."""
	return {key: process.get(field) for key, field in OUTLINE.items() if process.get(field)}


def _fields(process: Document) -> tuple[FormField, ...]:
	if process.form_source == labels.LINKED:
		return linked_fields.of(process.document_type)
	return tuple(_field(row) for row in process.form_fields)


def _field(row: Any) -> FormField:
	return FormField(
		name=row.fieldname,
		label=row.label or row.fieldname,
		type=row.fieldtype,
		options=row.options or "",
		required=bool(cint(row.reqd)),
		default=row.default_value or "",
		description=row.description or "",
		in_list=bool(cint(row.in_list)),
		table=row.parent_table or "",
	)


def _step(process: Document, row: Any) -> Step:
	return Step(
		id=row.step_id,
		title=row.title,
		kind=labels.KINDS[row.kind],
		lane=row.lane or "",
		participants=tuple(_participant(r) for r in process.participants if r.step == row.step_id),
		nobody=labels.NOBODY[row.nobody or "Process administrator"],
		completion=_completion(row),
		limit=limits.of(row),
		fields={
			r.fieldname: labels.ACCESSES[r.access] for r in process.field_access if r.step == row.step_id
		},
		rows=_rows(process, row),
		split=labels.SPLITS[row.split or "One way"],
		join=labels.JOINS[row.join or ""],
		status=row.end_status or "Completed",
		knowledge={key: row.get(key) for key in labels.KNOWLEDGE if row.get(key)},
		deferrable=bool(cint(row.deferrable)),
		make_up=limits.of(row, limits.MAKE_UP) if row.deferrable else None,
		lead_decides=bool(cint(row.lead_decides)),
		**work_rows.of_row(process, row),
		**knowledge_rows.of_row(process, row),
	)


def _rows(process: Document, row: Any) -> dict[str, str]:
	"""What the step may do with rows of tables, where it is not everything."""
	given = {
		r.fieldname: labels.ROWS[r.rows or "Add and remove"]
		for r in process.field_access
		if r.step == row.step_id
	}
	return {table: rule for table, rule in given.items() if rule != "free"}


def _participant(row: Any) -> Participant:
	return Participant(
		rule=labels.RULES[row.rule],
		role=row.process_role or "",
		position=row.position or "",
		scope=labels.SCOPES[row.scope or "Anywhere"],
		unit=row.org_unit or "",
		field=row.form_field or "",
		levels=cint(row.levels) or 1,
		step=row.from_step or "",
		users=tuple(filter(None, (user.strip() for user in (row.users or "").splitlines()))),
		weight=flt(row.weight) or 1.0,
	)


def _completion(row: Any) -> Completion:
	rule = labels.COMPLETIONS[row.completion or "Any one"]
	refusal = labels.REFUSALS[row.refusal or "One refusal decides"]
	return Completion(rule=rule, value=flt(row.completion_value) or 1.0, refusal=refusal)


def _transition(row: Any) -> Transition:
	return Transition(
		source=row.from_step,
		target=row.to_step,
		action=row.action,
		decision=labels.DECISIONS[row.decision or "Approve"],
		condition=(row.condition or "").strip(),
	)


def _head(definition: Definition) -> dict[str, Any]:
	return {
		"code": definition.process,
		"title": definition.title,
		"subject": definition.subject,
		"form_source": labels.LINKED if definition.linked else labels.OWN_FIELDS,
		"same_approver": label_of(labels.POLICIES, definition.same_approver),
		"initiator_approver": label_of(labels.POLICIES, definition.initiator_approver),
		"lead_person": label_of(labels.LEADS, definition.lead),
		"allow_urgent": int(definition.urgent_quota > 0),
		"urgent_quota": definition.urgent_quota,
		**limits.row(definition.limit, limits.CASE),
		**_absence_row(definition.absence),
		"accountable": label_of(labels.ACCOUNTABLES, definition.accountable),
	}


def _absence_row(absence: Absence | None) -> dict[str, Any]:
	return {
		"is_absence": int(bool(absence)),
		"absence_first": absence.first if absence else "",
		"absence_last": absence.last if absence else "",
		"absence_stand_in": absence.stand_in if absence else "",
	}


def tables(definition: Definition) -> dict[str, list[dict]]:
	"""Rows of each table of a Process, in the order of the definition."""
	return {
		"steps": [_step_row(step) for step in definition.steps],
		"transitions": [_transition_row(t) for t in definition.transitions],
		"form_fields": [] if definition.linked else [_field_row(field) for field in definition.fields],
		"participants": [_participant_row(s, rule) for s in definition.steps for rule in s.participants],
		**knowledge_rows.tables(definition),
		"step_values": [row for step in definition.steps for row in work_rows.value_rows(step)],
		"field_access": [
			{
				"step": s.id,
				"fieldname": name,
				"access": label_of(labels.ACCESSES, access),
				"rows": label_of(labels.ROWS, s.rows[name]) if name in s.rows else "",
			}
			for s in definition.steps
			for name, access in s.fields.items()
		],
	}


def _step_row(step: Step) -> dict[str, Any]:
	return {
		"step_id": step.id,
		"title": step.title,
		"kind": label_of(labels.KINDS, step.kind),
		"lane": step.lane,
		"nobody": label_of(labels.NOBODY, step.nobody),
		"completion": label_of(labels.COMPLETIONS, step.completion.rule),
		"completion_value": step.completion.value,
		"refusal": label_of(labels.REFUSALS, step.completion.refusal),
		"split": label_of(labels.SPLITS, step.split),
		"join": label_of(labels.JOINS, step.join),
		"end_status": step.status,
		"deferrable": int(step.deferrable),
		"lead_decides": int(step.lead_decides),
		**limits.row(step.limit),
		**limits.row(step.make_up, limits.MAKE_UP),
		**{key: step.knowledge.get(key, "") for key in labels.KNOWLEDGE},
		**work_rows.to_row(step),
	}


def _transition_row(transition: Transition) -> dict[str, Any]:
	return {
		"from_step": transition.source,
		"to_step": transition.target,
		"action": transition.action,
		"decision": label_of(labels.DECISIONS, transition.decision),
		"condition": transition.condition,
	}


def _field_row(field: FormField) -> dict[str, Any]:
	return {
		"fieldname": field.name,
		"label": field.label,
		"fieldtype": field.type,
		"options": field.options,
		"reqd": int(field.required),
		"default_value": field.default,
		"description": field.description,
		"in_list": int(field.in_list),
		"parent_table": field.table,
	}


def _participant_row(step: Step, rule: Participant) -> dict[str, Any]:
	return {
		"step": step.id,
		"rule": label_of(labels.RULES, rule.rule),
		"process_role": rule.role,
		"position": rule.position,
		"scope": label_of(labels.SCOPES, rule.scope),
		"org_unit": rule.unit,
		"form_field": rule.field,
		"levels": rule.levels,
		"from_step": rule.step,
		"users": "\n".join(rule.users),
		"weight": rule.weight,
	}


def in_columns(definition: Definition) -> tuple[dict[str, Any], dict[str, list[dict]]]:
	"""What the fields of a Process hold of a definition, and the rows of its tables by the name of the table's field."""
	return _head(definition), tables(definition)
