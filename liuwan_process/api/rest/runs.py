"""Runs: how far they are, and everything that happened in them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import frappe
from frappe import _
from pydantic import Field

from liuwan_process.api.rest import reading, shapes
from liuwan_process.api.rest.paging import Pages
from liuwan_process.api.rest.routes import route
from liuwan_process.api.rest.words import RunId
from liuwan_process.engine import history, inbox
from liuwan_process.engine.reading import hidden_from
from liuwan_process.engine.versions import definition_of
from liuwan_process.portal import rows
from liuwan_process.portal.run import form as form_of

SHOWN = {"running": True, "ended": False, "": None}


class WhichRuns(Pages):
	"""Which runs."""

	show: Annotated[Literal["running", "ended", ""], Field(description="Only these; empty: both")] = ""


@route("GET", "/runs", "Runs")
def list_runs(query: WhichRuns) -> shapes.Runs:
	"""Runs that you started"""
	found = inbox.requests(
		frappe.session.user, query.offset, query.limit, query.search, running=SHOWN[query.show]
	)
	return shapes.Runs(items=[_row(row) for row in found["requests"]], more=found["more"])


@route("GET", "/runs/{run}", "Runs")
def get_run(run: RunId) -> shapes.Run:
	"""Where a run stands

	Who has it since when and until when, how every step stands, what happened, and its form. For whoever sees the
	run: who started it, who had a task in it, heads of the unit, the process owner, the process office and the
	supervision group.
	"""
	reading.require_run(run)
	found = history.progress(run)
	instance, definition = found["run"], definition_of(found["run"])
	user = frappe.session.user
	hidden = hidden_from(user, instance, definition)
	return shapes.Run(
		**_head(instance),
		process_title=_(definition.title),
		my_task=next((task.name for task in found["open"] if task.assignee == user), None),
		open=[_open(task) for task in found["open"]],
		done=[_done(task) for task in found["done"] if task.status != "Waiting"],
		steps=[
			shapes.StepState(id=s.id, title=_(s.title), kind=s.kind, status=found["steps"][s.id])
			for s in definition.steps
		],
		events=[shapes.Event(**reading.event(row, run)) for row in found["log"]],
		form=reading.form(form_of(definition, instance, hidden)),
	)


def _row(row: Any) -> shapes.RunRow:
	return shapes.RunRow(
		id=row.name,
		process=row.process_code,
		title=row.title,
		status=row.status,
		steps=reading.titles(row.current_steps),
		people=row.people,
		urgency=row.urgency,
		**reading.moments(row, "started_on", "ended_on", "due_on"),
	)


def _head(run: Any) -> dict[str, Any]:
	same = ("title", "status", "initiator", "initiator_name", "initiator_unit", "lead_person", "returns")
	return {name: run[name] for name in same} | {
		"id": run.name,
		"process": run.process_code,
		"version": run.process_version,
		"status_title": rows.status(run.status)["word"],
		"working_seconds": run.working_seconds if run.ended_on else None,
		"address": f"/process/run/{run.name}",
		**reading.moments(run, "started_on", "ended_on"),
	}


def _open(task: Any) -> shapes.OpenTask:
	return shapes.OpenTask(
		id=task.name,
		step=task.step,
		step_title=_(task.step_title),
		person=task.assignee,
		person_name=task.assignee_name or "",
		urgency=task.urgency,
		**reading.moments(task, "opened_on", "seen_on", "due_on"),
	)


def _done(task: Any) -> shapes.DoneTask:
	same = ("step", "status", "waiting_seconds", "working_seconds")
	return shapes.DoneTask(
		**{name: task[name] for name in same},
		id=task.name,
		step_title=_(task.step_title),
		person_name=task.assignee_name or "",
		action=task.action or None,
		late=bool(task.late),
		**reading.moments(task, "opened_on", "closed_on"),
	)
