"""What the test page shows of a draft: its drawing with what was tried, the open tasks of a test run, its log."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, FormField, Step
from liuwan_process.engine import clock
from liuwan_process.engine.rehearsal import coverage, play, record
from liuwan_process.engine.rehearsal.case import Rehearsal, may_start
from liuwan_process.portal import timeline, times
from liuwan_process.process_library import drawing, labels
from liuwan_process.process_library.labels import label_of

VIEWS = "liuwan_process/process_library/views/"
LISTED = 30  # of what was never tried


def of(definition: Definition, kept: Any = None, run: Rehearsal | None = None) -> dict[str, Any]:
	"""{"drawing", "untried": indexes of transitions, "panel", "tasks", "test_run"} of a draft and one test run of it."""
	covered = record.covered(definition)
	return {
		"test_run": kept.name if kept else "",
		"drawing": _drawing(definition, covered, run),
		"untried": [i for i, way in enumerate(definition.transitions) if way in covered.ways],
		"coverage": summary(definition, covered),
		"panel": _render("test_run", **_panel(definition, kept, run)) if kept else "",
		"tasks": [_task(run, task) for task in run.tasks] if run and run.running else [],
		"lead": definition.lead != "none",
		"urgent": bool(definition.urgent_quota),
	}


def summary(definition: Definition, covered: coverage.Coverage | None = None) -> str:
	"""What was tried and what never was, as HTML; the publication shows it too."""
	covered = covered or record.covered(definition)
	titles = {step.id: _(step.title) for step in definition.steps}
	ways = [
		{
			"from": titles[way.source],
			"to": titles[way.target],
			"action": _(way.action),
			"condition": way.condition,
		}
		for way in covered.ways[:LISTED]
	]
	steps = [_(step.title) for step in covered.steps]
	return _render("coverage", covered=covered, steps=steps, ways=ways, more=len(covered.ways) - len(ways))


def _drawing(definition: Definition, covered: coverage.Coverage, run: Rehearsal | None) -> str:
	"""Steps that were tried are ticked, those in which the test run stands are lit."""
	untried = {step.id for step in covered.steps}
	status = {step.id: "coming" if step.id in untried else "done" for step in definition.steps}
	if run and run.running:
		status |= {token.step: "current" for token in run.state.tokens if not token.waiting}
	return drawing.svg(definition, status=status)


def _panel(definition: Definition, kept: Any, run: Rehearsal | None) -> dict[str, Any]:
	history = json.loads(kept.log or "[]")
	now = clock.now()
	initiator = kept.initiator
	return {
		"kept": kept,
		"allowed": kept.automatic or may_start(definition, initiator),
		"people": [_person(run, task, now) for task in run.tasks] if run and run.running else [],
		"log": [line for act in reversed(history) for line in _lines(act)],
		"findings": (kept.findings or "").splitlines(),
	}


def _person(run: Rehearsal, task: dict[str, Any], now: Any) -> dict[str, str]:
	limit = run.limit_of(run.step(task.step))
	return {
		"name": task.name,
		"step": _(task.step_title),
		"who": task.assignee_name,
		"unit": _(task.assignee_unit or ""),
		"limit": times.limit(limit.amount, limit.unit) if limit else "",
		"due": times.until(task.due_on, now) if task.due_on else "",
		"warning": times.when(task.warn_on, now) if limit and limit.warn_before else "",
		"late": _(label_of(labels.AFTERWARDS, limit.then)) if limit else "",
	}


def _lines(act: dict[str, Any]) -> list[dict[str, Any]]:
	"""One act: what the log would say, and whom the act would tell of what."""
	rows = [frappe._dict(row) for row in act["rows"]]
	users = {row.to_user for row in rows if row.to_user} | {user for user, _event, _about in act["told"]}
	names = {user: frappe.utils.get_fullname(user) for user in users}
	words = _event_words()
	told = [(names[user], words.get(event, event)) for user, event, _about in act["told"]]
	for row in rows:
		row.actor_name = row.actor_name or frappe.utils.get_fullname(row.actor)
	return [
		{
			"sentence": timeline.sentence(row, names),
			"comment": row.comment,
			"next": row.to_steps,
			"told": told if i == 0 else [],
		}
		for i, row in enumerate(rows)
	]


def _event_words() -> dict[str, str]:
	return {
		"task": _("a task waits"),
		"copy": _("for information"),
		"ended": _("the request has ended"),
		"make_up_refused": _("a make-up was refused"),
	}


def _task(run: Rehearsal, task: dict[str, Any]) -> dict[str, Any]:
	step = run.step(task.step)
	return {
		"name": task.name,
		"title": f"{_(task.step_title)} · {task.assignee_name}",
		"fields": docfields(run.definition, step, run.form),
		"actions": [
			{"action": action, "label": _(action), "refuses": decision == "refuse"}
			for action, decision in play.actions(run.definition, step.id).items()
		],
		"earlier": [{"value": v.step, "label": _(v.step_title)} for v in play.earlier(run, task.token)],
	}


def docfields(definition: Definition, step: Step, form: dict[str, Any]) -> list[dict[str, Any]]:
	"""The form of a step as fields of a desk dialog, filled in; hidden ones are left out."""
	editable, required = access.editable(definition, step), access.required(definition, step)
	hidden = access.hidden(step)
	shown = [f for f in definition.fields_by_name.values() if f.name not in hidden]
	return [
		_docfield(f)
		| _rows(definition, f)
		| {
			"read_only": int(f.name not in editable),
			"reqd": int(f.name in required),
			"value": form.get(f.name),
		}
		for f in shown
	]


def _docfield(f: FormField) -> dict[str, Any]:
	"""A file is only named in a test run: nothing is uploaded."""
	fieldtype = "Data" if f.type == "Attach" else f.type
	return {
		"fieldname": f.name,
		"label": _(f.label),
		"fieldtype": fieldtype,
		"options": f.options,
		"description": _("Any text stands for the file") if f.type == "Attach" else _(f.description),
	}


def _rows(definition: Definition, f: FormField) -> dict[str, Any]:
	if f.type != "Table":
		return {}
	columns = [_docfield(column) | {"reqd": int(column.required)} for column in definition.columns(f.name)]
	if not columns and f.options:
		meta = frappe.get_meta(f.options)
		wanted = ("fieldname", "label", "fieldtype", "options", "reqd")
		columns = [{key: d.get(key) for key in wanted} for d in meta.fields]
	return {"options": "", "fields": [column | {"in_list_view": 1} for column in columns]}


def _render(template: str, **values: Any) -> str:
	return frappe.render_template(f"{VIEWS}{template}.html", values)
