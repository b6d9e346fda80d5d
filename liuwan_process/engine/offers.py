"""What a page may offer somebody to do with a task or a run now. Reads without a lock; each act checks again."""

from __future__ import annotations

import json
from typing import Any

import frappe

from liuwan_process.definition import flow
from liuwan_process.definition.flow import State
from liuwan_process.definition.model import Definition
from liuwan_process.engine import store, take_back

Row = dict[str, Any]


def to_take_back(found: dict[str, Any], user: str) -> Row | None:
	"""The closed task whose act `user` could undo now: it was the last one and nobody has opened what came of it.

	`found`: what `history.progress` says of the run.
	"""
	loud = [row for row in found["log"] if row.act not in take_back.QUIET]
	if not loud or found["run"].status != "Running":
		return None
	moment = loud[-1].creation
	acts = [row for row in found["log"] if row.creation == moment]
	if acts[0].actor != user or any(row.act not in take_back.UNDOABLE for row in acts):
		return None
	if take_back.overtaken(acts, found["open"], moment):
		return None
	closed = (task for task in found["done"] if task.name == acts[0].task and task.closed_on == moment)
	return next((task for task in closed if task.status in take_back.STATUSES), None)


def comes_straight_back(definition: Definition, state: State, token: int, visit: Row) -> bool:
	"""Whether a return to an earlier visit {step, frames} of a run may come straight back to whoever returns it."""
	here = state.token(token)
	if here is None:
		return False
	move = flow.send_back(definition, state, token, visit["step"], tuple(json.loads(visit["frames"])))
	return not move.cancelled and move.opened[0].frames == here.frames


def added_by(instance: str, user: str) -> list[Row]:
	"""Signers whom `user` has asked in a run and who have not decided yet: {name, assignee_name, added, added_by, step_title}."""
	filters = {"instance": instance, "added_by": user, "status": ("in", store.LIVE)}
	fields = ["name", "assignee_name", "added", "added_by", "step_title"]
	return frappe.get_all("Process Task", filters, fields, order_by="opened_on, name")


def asked_of(task: Row) -> Row | None:
	"""For the task of an added signer: {who, how, comment} of whoever asked; None for any other task."""
	if not task["added"]:
		return None
	filters = {"instance": task["instance"], "act": "Add Signer", "creation": task["opened_on"]}
	comment = frappe.db.get_value("Process Log", filters, "comment")
	return {"who": store.full_name(task["added_by"]), "how": task["added"], "comment": comment or ""}


def suspended_because(instance: str) -> str:
	"""Why the process office has suspended a run."""
	filters = {"instance": instance, "act": "Suspend"}
	return frappe.db.get_value("Process Log", filters, "comment", order_by="creation desc") or ""
