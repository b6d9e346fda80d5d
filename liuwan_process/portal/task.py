"""The page on which somebody decides: what is asked, why, until when, and the ways to answer."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from liuwan_process.engine import history, inbox, store
from liuwan_process.engine.versions import definition_of
from liuwan_process.permissions import runs
from liuwan_process.portal import (
	forms,
	green,
	knowledge,
	parts,
	release,
	rows,
	standing,
	ties,
	timeline,
	times,
)
from liuwan_process.portal.answer import Elsewhere, Page

Row = dict[str, Any]
FOUND_BY = ["assignee", "assignee_name", "status", "instance", "step"]


def page(task: str) -> Page:
	instead_of = _require_mine(task)
	found = history.task_page(task)
	now = now_datetime()
	row, step = found["task"], found["step"]
	row.urgency = inbox.urgency(row, now)
	context = {
		"task": row,
		"run": found["run"],
		"process": _(found["definition"].title),
		"step": _(step.title),
		"initiator": row.initiator_name,
		"time": rows.time_left(row, now, rows.my_calendar()),
		"started": times.when(found["run"].started_on, now),
		"started_exact": times.exact(found["run"].started_on),
		"form": _form(found),
		"release": release.of(found["definition"], found["form"]),
		"knowledge": knowledge.of(step),
		"ties": ties.of(step),
		"trouble": parts.trouble(row),
		"opinions": timeline.opinions(found["run"].name, now),
		"actions": actions(found["actions"]),
		"instead_of": instead_of,
		"earlier": [] if instead_of else _earlier(found["earlier"]),
		**standing.of_task(row, found["run"]),
	}
	return Page("task.html", row.title, context, room="tasks")


def _earlier(visits: list[Row]) -> list[Row]:
	"""Steps that it may be returned to; `straight`: it may come straight back from there."""
	return [
		{"step": visit.step, "title": _(visit.step_title), "straight": visit.straight} for visit in visits
	]


def actions(offered: dict[str, str]) -> dict[str, Any]:
	"""The main decision, further ones of the same kind, and those that say no, as (action, words on its button)."""
	approving = [(name, _(name)) for name, decision in offered.items() if decision == "approve"]
	refusing = [(name, _(name)) for name, decision in offered.items() if decision == "refuse"]
	main, *others = approving or refusing
	return {
		"main": main,
		"others": others if approving else [],
		"refusing": refusing if approving else others,
	}


def _require_mine(task: str) -> str:
	"""Whoever may not decide on this open task is sent to its run, if he may see that.

	Gives the name of the person in whose place the lead person would decide; "" for one's own task.
	"""
	row = frappe.db.get_value("Process Task", task, FOUND_BY, as_dict=True)
	if row is None:
		raise frappe.DoesNotExistError


def _require_mine(task: str) -> str:
	"""Whoever may not decide on this open task is sent to its run, if he may see that.

	Gives the name of the person in whose place the lead person would decide; "" for one's own task.
	"""
	row = frappe.db.get_value("Process Task", task, FOUND_BY, as_dict=True)
	if row is None:
		raise frappe.DoesNotExistError
	if row.status in store.LIVE and row.assignee == frappe.session.user:
		return ""
	if row.status == "Open" and _leads(row):
		return row.assignee_name
	runs.require(row.instance)
	raise Elsewhere(f"/process/run/{row.instance}?task={task}")


def _leads(row: Row) -> bool:
	fields = ["process_version", "state", "lead_person", "status"]
	run = frappe.db.get_value("Process Instance", row.instance, fields, as_dict=True)
	return green.may_decide(run, definition_of(run), row.step, frappe.session.user)


def _form(found: dict[str, Any]) -> forms.View:
	editable = frozenset(found["editable"])
	return forms.View(
		found["definition"],
		found["form"],
		editable,
		frozenset(() if found["task"].added else found["required"]),
		frozenset(found["hidden"]) | release.shown_here(found["definition"]) - editable,
		found["step"],
	)
