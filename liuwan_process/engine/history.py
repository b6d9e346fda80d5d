"""What happened in a run and where it stands: for the run's page, the task's page and other applications."""

from __future__ import annotations

from typing import Any

import frappe

from liuwan_process.definition import access, branches
from liuwan_process.definition.model import ROUTING_KINDS, Definition, Step
from liuwan_process.engine import acts, changes, clock, inbox, offers, reading, store
from liuwan_process.engine.columns import LOG, OWN_OF_LOG
from liuwan_process.engine.run import load_state
from liuwan_process.engine.versions import definition_of

# Of a log row, what readers of the run may know.
LOG_FIELDS = ["name", "creation", *(field for field in LOG if field not in OWN_OF_LOG)]
OPEN_FIELDS = [
	"name",
	"step",
	"step_title",
	"assignee",
	"assignee_name",
	"opened_on",
	"seen_on",
	"due_on",
	"warn_on",
	"reminders",
	"status",
	"paused_on",
	"added",
	"added_by",
	"on_behalf_of",
]
DONE_FIELDS = [
	"name",
	"step",
	"step_title",
	"status",
	"assignee_name",
	"action",
	"opened_on",
	"closed_on",
	"due_on",
	"late",
	"waiting_seconds",
	"working_seconds",
]


def progress(instance: str) -> dict[str, Any]:
	"""{"run": {...}, "open": tasks that wait, "done": closed tasks, "log": rows in order, "steps": id -> status,
	"hidden": what the session's user does not see of the form}.

	The caller has checked that the reader may see the run. Changes of what is hidden are left out of the log.
	"""
	run = frappe.db.get_value("Process Instance", instance, "*", as_dict=True)
	tasks = frappe.get_all("Process Task", {"instance": instance}, ["*"], order_by="opened_on, creation")
	log = frappe.get_all("Process Log", {"instance": instance}, LOG_FIELDS, order_by="creation, idx")
	hidden = reading.hidden_from(frappe.session.user, run, definition_of(run), tasks)
	for row in log:
		row.changes = reading.without(changes.of(row), hidden)
	waiting = [frappe._dict({f: t[f] for f in OPEN_FIELDS}) for t in tasks if t.status in store.LIVE]
	now = clock.now()
	for task in waiting:
		task.urgency = inbox.urgency(task, now)
	return {
		"run": run,
		"open": waiting,
		"done": [frappe._dict({f: t[f] for f in DONE_FIELDS}) for t in tasks if t.status not in store.LIVE],
		"log": log,
		"steps": step_statuses(run, tasks, log),
		"hidden": sorted(hidden),
	}


def step_statuses(
	run: dict[str, Any], tasks: list[dict[str, Any]], log: list[dict[str, Any]]
) -> dict[str, str]:
	"""Step id -> current, done, skipped or coming, as the drawing shows them.

	Steps of people are done by their tasks; those without people by what the log says of them.
	"""
	definition = definition_of(run)
	state, _memory = load_state(run.state)
	current = {token.step for token in state.tokens}
	done = {task.step for task in tasks if task.status == "Done"}
	done |= {row.step for row in log if row.step and _is_without_people(definition, row.step)}
	ended = run.status not in ("Running", "Suspended")
	return {step.id: _status(step, run, current, done, ended) for step in definition.steps}


def _is_without_people(definition: Definition, step: str) -> bool:
	found = definition.by_id.get(step)
	return found is not None and found.kind in ("notice", *ROUTING_KINDS)


def _status(step: Step, run: dict[str, Any], current: set[str], done: set[str], ended: bool) -> str:
	if step.id in current:
		return "current"
	if step.id in done or (step.kind == "end" and run.status == step.status and ended):
		return "done"
	return "skipped" if ended else "coming"


def task_page(task: str) -> dict[str, Any]:
	"""All that a person needs to decide on a task: the run, the form by step, the actions, where it may be returned.

	{"task", "run", "definition", "step", "form", "editable", "required", "hidden", "actions": action -> decision,
	"earlier": [{step, step_title, straight}]} (`straight`: it may come straight back from there). The caller has checked who reads.
	"""
	row = frappe.db.get_value("Process Task", task, "*", as_dict=True)
	run = frappe.db.get_value("Process Instance", row.instance, "*", as_dict=True)
	# the run may have moved on to another version since
	definition = definition_of({"process_version": row.process_version, "state": run.state})
	step = definition.by_id[row.step]
	return {
		"task": row,
		"run": run,
		"definition": definition,
		"step": step,
		"form": form(definition, run.document_name),
		"editable": access.editable(definition, step),
		"required": access.required(definition, step),
		"hidden": access.hidden(step),
		"actions": acts.offered(definition, step.id),
		"earlier": _earlier(definition, row, run),
	}


def form(definition: Definition, name: str) -> dict[str, Any]:
	"""A form's values for somebody who reads them: without a lock, tables as lists of rows."""
	fields = [f for f in definition.fields_by_name.values() if f.holds_value]
	plain = ["name", "docstatus", *(f.name for f in fields if f.type != "Table")]
	found = frappe.db.get_value(definition.doctype, name, plain, as_dict=True)
	tables = (f.name for f in fields if f.type == "Table")
	return found | {table: _rows(definition.doctype, name, table) for table in tables}


def _rows(doctype: str, name: str, table: str) -> list[dict[str, Any]]:
	child = frappe.get_meta(doctype).get_field(table).options
	filters = {"parent": name, "parenttype": doctype, "parentfield": table}
	return frappe.get_all(child, filters=filters, fields=["*"], order_by="idx")


def earlier(task: str) -> list[dict[str, Any]]:
	"""Steps to which the run of an open task may be returned: {step, step_title, straight}."""
	row = frappe.db.get_value("Process Task", task, "*", as_dict=True)
	fields = ["process_version", "state"]
	run = frappe.db.get_value("Process Instance", row.instance, fields, as_dict=True)
	return _earlier(definition_of(run), row, run)


def _earlier(definition: Definition, task: dict[str, Any], run: dict[str, Any]) -> list[dict[str, Any]]:
	visits = [] if task.make_up else store.visits(task.instance)
	state, _memory = load_state(run.state)
	return [
		frappe._dict(visit, straight=offers.comes_straight_back(definition, state, task.token, visit))
		for visit in branches.to_return_to(definition, state, task.token, visits)
	]
