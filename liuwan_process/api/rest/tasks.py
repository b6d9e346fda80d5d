"""Tasks: what waits for the caller, and what is needed to decide on one."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.api.rest import reading, shapes
from liuwan_process.api.rest.paging import Pages
from liuwan_process.api.rest.problems import Problem
from liuwan_process.api.rest.routes import route
from liuwan_process.api.rest.words import TaskId
from liuwan_process.engine import history, inbox
from liuwan_process.permissions import runs
from liuwan_process.portal import forms


@route("GET", "/tasks", "Tasks")
def list_tasks(query: Pages) -> shapes.Tasks:
	"""Tasks that wait for you"""
	found = inbox.open_tasks(frappe.session.user, query.offset, query.limit, query.search)
	return shapes.Tasks(items=[shapes.TaskRow(**_row(row)) for row in found["tasks"]], more=found["more"])


@route("GET", "/tasks/{task}", "Tasks")
def get_task(task: TaskId) -> shapes.Task:
	"""A task of yours

	The actions that can be taken, the form as this step has it, and where the run can be returned to. The process
	office and the supervision group may look at anybody's.
	"""
	reading.run_of_task(task)
	found = history.task_page(task)
	row = found["task"]
	if not _may_open(found, frappe.session.user):
		raise Problem(403, _("This task is {0}'s").format(row.assignee_name))
	row.urgency = inbox.urgency(row) if row.status == "Open" else ""
	is_open = row.status == "Open"
	return shapes.Task(
		**_row(row),
		status=row.status,
		actions=_actions(found["actions"]) if is_open else [],
		return_to=_earlier(found["earlier"]) if is_open else [],
		form=reading.form(_view(found, is_open)),
	)


@route("POST", "/tasks/{task}/seen", "Tasks", status=204)
def mark_task_seen(task: TaskId) -> None:
	"""Note that you opened a task

	The first time counts: waiting ends there and working begins.
	"""
	reading.run_of_task(task)
	inbox.mark_seen(task, frappe.session.user)


def _may_open(found: dict[str, Any], user: str) -> bool:
	"""Whoever has the task, whoever it is done for, a lead person who may decide, and those who see every run."""
	row, leads = found["task"], found["step"].lead_decides and found["run"].lead_person == user
	return user in (row.assignee, row.on_behalf_of) or leads or runs.sees_all(user)


def _row(row: Any) -> dict[str, Any]:
	same = ("process_code", "title", "step", "kind", "urgency")
	found = {name: row[name] for name in same} | {"id": row.name, "run": row.instance}
	found["process"] = found.pop("process_code")
	found["step_title"] = _(row.step_title)
	found["initiator_name"] = row.initiator_name or ""
	return found | reading.moments(row, "opened_on", "seen_on", "due_on")


def _actions(offered: dict[str, str]) -> list[shapes.Action]:
	return [
		shapes.Action(action=name, title=_(name), decision=decision) for name, decision in offered.items()
	]


def _earlier(visits: list[dict[str, Any]]) -> list[shapes.Earlier]:
	return [shapes.Earlier(step=visit.step, title=_(visit.step_title)) for visit in visits]


def _view(found: dict[str, Any], is_open: bool) -> forms.View:
	return forms.View(
		found["definition"],
		found["form"],
		frozenset(found["editable"] if is_open else ()),
		frozenset(found["required"] if is_open else ()),
		frozenset(found["hidden"]),
	)
