"""The map of a process that Frappe's own lists, forms and reports read: one Workflow per form.

Its transitions are allowed for a role that nobody has: the engine alone walks them. It is the union of the newest
definition and those of runs that are still open. States are optional for Frappe, which therefore makes no
Workflow Actions beside the engine's tasks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe

from liuwan_process.compiler.plan import Plan
from liuwan_process.compiler.states import ENDED, FIXED_STYLES, PARALLEL, splits, state_of, style_of
from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, Step

WALKER = "Process Engine"
STATE_KEYS = ("state", "doc_status", "allow_edit", "is_optional_state")
TRANSITION_KEYS = ("state", "action", "next_state", "allowed", "allow_self_approval")


def apply(plan: Plan) -> str:
	"""Bring the Workflow of the form up to date; its name. Changes nothing that is right already."""
	make_masters(plan.in_use)
	tables = {"states": states_of(plan), "transitions": transitions_of(plan.in_use)}
	workflow = _load(plan)
	if not _differs(workflow, own_status := _has_own_status(plan), **tables):
		return workflow.name
	workflow.update({"is_active": 1, "send_email_alert": 0, "workflow_state_field": "workflow_state"})
	workflow.update({"override_status": own_status, **tables})
	workflow.save(ignore_permissions=True)  # permission to publish was checked by the caller
	return workflow.name


def states_of(plan: Plan) -> list[dict[str, Any]]:
	"""Rows of the Workflow's states, the start first, each state once."""
	rows: dict[str, dict[str, Any]] = {}
	ends_submitted = int(is_submittable(plan))
	for definition in plan.in_use:
		for step in (definition.start, *definition.steps):
			rows.setdefault(state_of(step), _state(definition, step, ends_submitted))
	if any(splits(definition) for definition in plan.in_use):
		rows.setdefault(PARALLEL, _row(PARALLEL, 0, "All"))
	for title in ENDED.values():
		rows.setdefault(title, _row(title, 0, WALKER))
	return list(rows.values())


def transitions_of(in_use: tuple[Definition, ...]) -> list[dict[str, Any]]:
	"""Rows of the Workflow's transitions, each once."""
	ways = dict.fromkeys(way for definition in in_use for way in _ways(definition))
	return [
		{
			"state": source,
			"action": action,
			"next_state": target,
			"allowed": WALKER,
			"allow_self_approval": 1,
		}
		for source, action, target in ways
	]


def make_masters(in_use: tuple[Definition, ...]) -> None:
	"""States and actions that are new to the site; one that exists keeps its colour."""
	styles = dict(FIXED_STYLES)
	actions: dict[str, None] = {}
	for definition in in_use:
		styles = {state_of(step): style_of(step) for step in definition.steps} | styles
		actions |= {t.action: None for t in definition.transitions}
	for state, style in styles.items():
		_ensure("Workflow State", {"workflow_state_name": state, "style": style})
	for action in actions:
		_ensure("Workflow Action Master", {"workflow_action_name": action})


def is_submittable(plan: Plan) -> bool:
	return not plan.definition.linked or bool(frappe.db.get_value("DocType", plan.form, "is_submittable"))


def _ways(definition: Definition) -> Iterator[tuple[str, str, str]]:
	titles = {step.id: state_of(step) for step in definition.steps}
	for transition in definition.transitions:
		yield titles[transition.source], transition.action, titles[transition.target]
	for transition in definition.transitions if splits(definition) else ():
		step = definition.by_id[transition.source]
		if step.split != "one" and len(definition.leaving[step.id]) > 1:
			yield titles[step.id], transition.action, PARALLEL
		if definition.by_id[transition.target].join:
			yield PARALLEL, transition.action, titles[transition.target]


def _state(definition: Definition, step: Step, ends_submitted: int) -> dict[str, Any]:
	if step.kind == "end":
		return _row(state_of(step), ends_submitted if step.status == "Completed" else 0, WALKER)
	return _row(state_of(step), 0, "All" if access.editable(definition, step) else WALKER)


def _row(state: str, doc_status: int, allow_edit: str) -> dict[str, Any]:
	return {"state": state, "doc_status": str(doc_status), "allow_edit": allow_edit, "is_optional_state": 1}


def _load(plan: Plan) -> Any:
	name = plan.process.workflow or frappe.db.exists("Workflow", {"workflow_name": workflow_name(plan)})
	if name and frappe.db.exists("Workflow", name):
		return frappe.get_doc("Workflow", name)
	workflow = frappe.new_doc("Workflow")
	workflow.update({"workflow_name": workflow_name(plan), "document_type": plan.form})
	return workflow


def workflow_name(plan: Plan) -> str:
	return f"{plan.form} {plan.process.code}"


def _has_own_status(plan: Plan) -> int:
	"""A form that keeps a status of its own goes on showing it in lists, beside the step."""
	return int(plan.definition.linked and frappe.get_meta(plan.form).has_field("status"))


def _differs(workflow: Any, own_status: int, states: list[dict], transitions: list[dict]) -> bool:
	if workflow.is_new() or not workflow.is_active or workflow.override_status != own_status:
		return True
	return _plain(workflow.states, STATE_KEYS) != _plain(states, STATE_KEYS) or _plain(
		workflow.transitions, TRANSITION_KEYS
	) != _plain(transitions, TRANSITION_KEYS)


def _plain(rows: list, keys: tuple[str, ...]) -> list[tuple[str, ...]]:
	"""Rows as the database compares them: without regard to case."""
	return [tuple(str(row.get(key)).casefold() for key in keys) for row in rows]


def _ensure(doctype: str, values: dict[str, Any]) -> None:
	if not frappe.db.exists(doctype, next(iter(values.values()))):
		frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)  # masters of the flow
