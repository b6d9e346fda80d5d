"""Starts runs: checks who may, makes or takes over the form, and leaves the start step by its first action."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.compiler.states import state_of
from liuwan_process.definition import flow
from liuwan_process.definition.model import Definition, FormField
from liuwan_process.engine import acts, clock, forms, green, lead, lean, people, steps, store
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.run import Run, dump_state
from liuwan_process.engine.versions import current_version, get_definition


def start(
	process: str,
	values: dict[str, Any] | None = None,
	key: str = "",
	document: str | None = None,
	action: str | None = None,
	lead_person: str | None = None,
	urgent: bool = False,
	urgent_reason: str = "",
) -> acts.Answer:
	"""Start a run of a process with its form's values, or with a form saved before (`document`).

	An `urgent` run goes by the green channel: it needs a reason and counts towards the quota of the person's unit.
	Raises NotYours when the person may not start it, EngineError when the form is not complete or the quota is used up.
	"""
	user = frappe.session.user
	if urgent:
		green.queue(process, user)
	full_key = f"{user}:{key}" if key else None
	if full_key and (row := store.logged(full_key, lock=False)) and row.answer:
		return frappe.parse_json(row.answer)
	version = current_version(process)
	definition = get_definition(version)
	if not may_start(definition, user):
		frappe.throw(_("You may not start {0}").format(_(definition.title)), NotYours)
	lead.check(definition, lead_person)
	form = _form(definition, values or {}, document)
	run = new_run(definition, version, user, form, lead_person)
	if urgent:
		green.take(run, urgent_reason)
	store.insert_instance(run.instance, user, run.now)
	submit(run, action)
	return acts.conclude(run, full_key)


def may_start(definition: Definition, user: str) -> bool:
	"""Everybody may start a process whose start step names nobody; otherwise the people whom its rules find."""
	rules = definition.start.participants
	if user == "Guest":
		return False
	if not rules:
		return True
	asking = people.Asking(initiator=user, unit=people.unit_of(user), process=definition.process)
	return any(user in people.RULES[rule.rule](rule, asking) for rule in rules)


def _form(definition: Definition, values: dict[str, Any], document: str | None) -> Document:
	if document:
		form = own_draft(definition, document)
	else:
		form = lean.new_form(definition.doctype, state_of(definition.start))
	forms.fill(form, definition, definition.start, values)
	forms.require(definition, definition.start, form)
	if form.is_new() or values:
		forms.save(form)  # may_start has decided
	return form


def own_draft(definition: Definition, name: str) -> Document:
	"""A form that the session's user has begun and not submitted, locked. Raises NotYours or StaleTask."""
	form = frappe.get_doc(definition.doctype, name, for_update=True)
	if form.owner != frappe.session.user:
		frappe.throw(_("Only who wrote this form may submit it"), NotYours)
	if form.process_instance or form.docstatus != 0:
		frappe.throw(_("This form has already been submitted"), acts.StaleTask)
	return form


def new_run(
	definition: Definition, version: str, user: str, form: Document, lead_person: str | None, **above: Any
) -> Run:
	"""A run that stands in its start step, not yet written. `above`: of which run it is a part, see `children.py`."""
	person = store.persons([user])[user]
	state = flow.begin(definition)
	instance = {
		"name": store.new_name(),
		"process_code": definition.process,
		"process_version": version,
		"document_type": definition.doctype,
		"document_name": form.name,
		"title": _subject(definition, form, person.full_name),
		"initiator": user,
		"initiator_name": person.full_name,
		"initiator_unit": person.org_unit,
		"lead_person": lead_person,
		"status": "Running",
		"returns": 0,
		"state": dump_state(state, {}),
		**above,
	}
	run = Run(instance, [], user)
	run.instance.started_on = run.now
	run.__dict__["form"] = form.as_dict()
	run.form_is_new = bool(form.flags.liuwan_new)
	due_on, warn_on = clock.due(definition.limit, run.now, person.org_unit)
	run.instance.update(due_on=due_on, warn_on=warn_on)
	run.known[user] = person
	return run


def submit(run: Run, action: str | None) -> None:
	"""The start step is the first task of the log; it is done the moment it is opened."""
	token = run.state.tokens[0]
	definition = run.definition
	action = action or steps.approving(run, definition.start)
	if action not in definition.actions(definition.start.id):
		frappe.throw(
			_("“{0}” cannot be chosen in the step “{1}”").format(_(action), _(definition.start.title)),
			EngineError,
		)
	run.open_tasks(token, [run.user])
	task = run.tasks[0]
	run.told.clear()
	run.close_task(task, "Done", action=action, decision="approve", acted_by=run.user)
	run.closed.clear()
	run.parts = {run.user: "Initiator", **_onlookers(run)}
	to_steps = steps.go_on(run, token.id, action, "approve")
	run.log.insert(
		0,
		{
			"act": "Start",
			"instance": run.name,
			"actor": run.user,
			"task": task.name,
			"step": task.step,
			"step_title": task.step_title,
			"action": action,
			"to_steps": ", ".join(to_steps),
		},
	)


def _onlookers(run: Run) -> dict[str, str]:
	"""Heads of the initiator's unit and above, and the process owner, see every run."""
	parts = {user: "Head" for _unit, user, _staff in people.heads_above(run.instance.initiator_unit)}
	owner = frappe.get_cached_value("Process", run.instance.process_code, "process_owner")
	if owner and (user := frappe.db.get_value("Staff Member", owner, "user")):
		parts.setdefault(user, "Owner")
	if run.instance.lead_person:
		parts[run.instance.lead_person] = "Lead"
	parts.pop(run.user, None)
	return parts


def _subject(definition: Definition, form: Document, initiator: str) -> str:
	"""Title of a run by the process's template; without one, the process and who started it."""
	if not definition.subject:
		return f"{definition.title} · {initiator}"[:200]
	fields = [f for f in definition.fields_by_name.values() if f.holds_value]
	values = {f.name: _shown(f, form.get(f.name)) for f in fields}
	text = _(definition.subject).format_map(
		{**values, "initiator": initiator, "process": _(definition.title)}
	)
	return " ".join(text.split())[:200]


def _shown(field: FormField, value: Any) -> str:
	if value is None or isinstance(value, list):
		return ""
	if isinstance(value, float):
		return f"{value:g}"
	return _(str(value)) if field.type == "Select" else str(value)
