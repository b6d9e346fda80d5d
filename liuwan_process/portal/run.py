"""The page of one run: the drawing, where it stands, what happened, the form, what its initiator can do."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from liuwan_process.definition.model import Definition
from liuwan_process.engine import history, offers
from liuwan_process.engine.versions import definition_of
from liuwan_process.permissions import runs
from liuwan_process.portal import (
	drawing,
	forms,
	green,
	parts,
	past,
	release,
	rows,
	standing,
	timeline,
	times,
)
from liuwan_process.portal.answer import Page
from liuwan_process.portal.frame import full_name
from liuwan_process.process_organization.calendar import get_calendar

Row = dict[str, Any]
OPEN = ("Running", "Suspended")


def page(instance: str) -> Page:
	runs.require(instance)
	found = history.progress(instance)
	run, now = found["run"], now_datetime()
	definition = definition_of(run)
	user = frappe.session.user
	hidden = set(found["hidden"])
	context = {
		"run": run,
		"process": _(definition.title),
		"status": rows.status(run.status, run.making_up),
		"more": green.of_run(run, definition, user, now),
		"started": times.when(run.started_on, now),
		"started_exact": times.exact(run.started_on),
		"ended": times.when(run.ended_on, now) if run.ended_on else "",
		"took": _took(run),
		"waiting": [_waiting(task, found["open"], run, definition, now) for task in found["open"]],
		"my_task": _my_task(found["open"], user),
		"dealt_with": _dealt_with(found, now),
		"above": parts.above(run),
		"below": parts.below(instance),
		"drawing": drawing.of_run(run, found["steps"]),
		"log": timeline.entries(found, definition, hidden, now),
		"form": past.form(definition, found),
		"past": past.moment(found, now),
		"release": release.of_run(definition, run),
		"may_withdraw": user == run.initiator and run.status == "Running" and not run.making_up,
		"may_urge": user in (run.initiator, run.lead_person)
		and run.status == "Running"
		and bool(found["open"]),
		"take_back": offers.to_take_back(found, user),
		"signers": standing.signers(found["open"], user) if run.status == "Running" else [],
		"suspended": offers.suspended_because(run.name) if run.status == "Suspended" else "",
	}
	return Page("run.html", run.title, context, room="requests" if user == run.initiator else "")


def form(definition: Definition, run: Row, hidden: set[str]) -> forms.View:
	data = history.form(definition, run.document_name)
	return forms.View(definition, data, hidden=frozenset(hidden))


def _waiting(task: Row, tasks: list[Row], run: Row, definition: Definition, now) -> Row:
	decides = task.status == "Open" and green.may_decide(run, definition, task.step, frappe.session.user)
	asked = [
		each.assignee_name for each in tasks if each.added_by == task.assignee and each.added == "Before"
	]
	return {
		"decide": task.name if decides and task.assignee != frappe.session.user else "",
		"who": task.assignee_name,
		"behalf": full_name(task.on_behalf_of) if task.on_behalf_of else "",
		"step": _(task.step_title),
		"since": times.when(task.opened_on, now),
		"since_exact": times.exact(task.opened_on),
		"seen": bool(task.seen_on),
		"asked_by": full_name(task.added_by) if task.added else "",
		"waits_for": rows.joined(asked) if task.status == "Waiting" else "",
		"paused": bool(task.paused_on) and task.status == "Open" and run.status == "Running",
		"time": rows.time_left(task, now, get_calendar()),
	}


def _my_task(tasks: list[Row], user: str) -> str:
	"""The reader's open task, or else the one of the reader that waits."""
	mine = [task for task in tasks if task.assignee == user]
	return next((task.name for task in sorted(mine, key=lambda task: task.status != "Open")), "")


def _took(run: Row) -> str:
	"""How long an ended run took, in working time."""
	if run.status in OPEN or run.working_seconds is None:
		return ""
	return times.worked(run.working_seconds, get_calendar(run.initiator_unit).regular_day)


def _dealt_with(found: Row, now) -> str:
	"""For somebody who comes with the address of a task that is closed: who dealt with it, and when."""
	asked = frappe.form_dict.get("task")
	task = next((t for t in found["done"] if t.name == asked), None)
	if task is None:
		return ""
	when = times.when(task.closed_on, now)
	if task.status == "Cancelled":
		return _("The task “{0}” is no longer needed ({1})").format(_(task.step_title), when)
	return _("{0} dealt with “{1}” {2}").format(task.assignee_name, _(task.step_title), when)
