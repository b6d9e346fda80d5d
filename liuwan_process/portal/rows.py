"""Lines of the lists of tasks and requests, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from liuwan_process.engine import store
from liuwan_process.engine.people import unit_of
from liuwan_process.portal import times
from liuwan_process.process_organization.calendar import get_calendar

Row = dict[str, Any]
URGENCIES = {"late": "late", "near": "near", "on time": "good", "": "none"}


def tasks(found: list[Row], now: datetime) -> list[Row]:
	"""Open tasks of the reader."""
	calendar = my_calendar() if found else None
	return [
		{
			"address": f"/process/task/{task.name}",
			"title": task.title,
			"step": _(task.step_title),
			"initiator": task.initiator_name,
			"new": not task.seen_on and task.status == "Open",
			"urgent": task.urgent,
			"make_up": task.make_up,
			"behalf": store.full_name(task.on_behalf_of) if task.on_behalf_of else "",
			"added_by": store.full_name(task.added_by) if task.added else "",
			"waits": task.status == "Waiting",
			"paused": bool(task.paused_on) and task.status == "Open",
			"time": time_left(task, now, calendar),
			"since": times.when(task.opened_on, now),
			"since_exact": times.exact(task.opened_on),
		}
		for task in found
	]


def requests(found: list[Row], now: datetime) -> list[Row]:
	"""Runs that the reader started."""
	calendar = my_calendar() if any(run.due_on for run in found) else None
	return [
		{
			"address": f"/process/run/{run.name}",
			"title": run.title,
			"status": status(run.status, run.making_up),
			"urgent": run.urgent,
			"make_up": 0,  # what is made up is a task
			"steps": steps(run.current_steps),
			"people": joined(run.people),
			"time": time_left(run, now, calendar) if run.status == "Running" else None,
			"kept": kept(run),
			"since": times.when(run.started_on, now),
			"since_exact": times.exact(run.started_on),
		}
		for run in found
	]


def time_left(task: Row, now: datetime, calendar) -> Row | None:
	"""Until when, how long that is, and how it stands in a colour and a word; None without a limit."""
	if not task.due_on or task.get("paused_on"):  # a clock that stands says nothing
		return None
	words = {"late": _("Late"), "near": _("Soon due"), "on time": _("On time")}
	return {
		"tone": URGENCIES[task.urgency],
		"word": words[task.urgency],
		"until": times.until(task.due_on, now),
		"left": times.left(task.due_on, now, calendar),
		"exact": times.exact(task.due_on),
	}


def kept(run: Row) -> Row | None:
	"""Of a run that has ended: whether it kept its limit, in a colour and a word."""
	if not run.due_on or run.status in ("Running", "Suspended"):
		return None
	return {"tone": "late", "word": _("Late")} if run.late else {"tone": "good", "word": _("On time")}


def status(value: str, making_up: str | None = None) -> Row:
	"""A run's status as colour and word."""
	if making_up and value == "Running":
		return {"tone": "near", "word": _("Making up"), "value": value}
	known = {
		"Running": ("running", _("Running")),
		"Suspended": ("near", _("Suspended")),
		"Completed": ("good", _("Completed")),
		"Refused": ("late", _("Refused")),
		"Withdrawn": ("none", _("Withdrawn")),
		"Terminated": ("late", _("Ended by the process office")),
	}
	tone, word = known.get(value, ("none", _(value)))
	return {"tone": tone, "word": word, "value": value}


def steps(titles: str | None) -> str:
	"""Current steps of a run, translated one by one."""
	return joined(_(title) for title in (titles or "").split(", ") if title)


def joined(words) -> str:
	return ("、" if _is_chinese() else ", ").join(words)


def my_calendar():
	return get_calendar(unit_of(frappe.session.user))


def _is_chinese() -> bool:
	return (frappe.local.lang or "").startswith("zh")
