"""How a task stands, in words: who asked for it, for whom it is done, what it waits for, what can be done with it."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.engine import offers, store
from liuwan_process.portal import rows

Row = dict[str, Any]


def of_task(task: Row, run: Row) -> Row:
	"""What the page of a task says besides the request: `asked`, `behalf`, `hold`, `signers`, what can be done."""
	user = frappe.session.user
	mine, others = user == task.assignee, offers.added_by(run.name, user)
	return {
		"asked": asked(task),
		"behalf": store.full_name(task.on_behalf_of) if task.on_behalf_of and mine else "",
		"hold": hold(task, run, others),
		"paused": bool(task.paused_on) and run.status == "Running" and task.status == "Open",
		"signers": signers(others, user) if run.status == "Running" else [],
		"may_decide": task.status == "Open" and run.status == "Running",
	}


def asked(task: Row) -> Row | None:
	"""Who added the reader to a task, how and why."""
	found = offers.asked_of(task)
	return found and {"sentence": _ASKS()[found["how"]].format(found["who"]), "comment": found["comment"]}


def _ASKS() -> dict[str, str]:
	return {
		"Before": _("{0} asks for your opinion before deciding."),
		"Beside": _("{0} asks you to decide on this as well."),
		"After": _("{0} has approved this and asks you to decide after that."),
	}


def hold(task: Row, run: Row, others: list[Row]) -> Row | None:
	"""Why nothing can be done with a task now: {title, words}; None where it can."""
	if run.status == "Suspended":
		return {
			"title": _("The process office has suspended this request; it can be gone on with later."),
			"words": offers.suspended_because(run.name),
		}
	if task.status == "Waiting":
		names = rows.joined(row.assignee_name for row in others if row.added == "Before")
		return {"title": _("This task waits for the opinion of {0}.").format(names), "words": ""}
	return None


def signers(tasks: list[Row], user: str) -> list[Row]:
	"""Of the open tasks of a run, those of people whom the reader has asked and may take out again."""
	words = {"Before": _("before you"), "Beside": _("beside you"), "After": _("after you")}
	return [
		{"task": row.name, "name": row.assignee_name, "how": words[row.added], "step": _(row.step_title)}
		for row in tasks
		if row.added and row.added_by == user
	]
