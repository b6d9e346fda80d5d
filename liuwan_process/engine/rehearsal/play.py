"""What the one person who plays all roles does in a test run: decide for whoever has a task, or return it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition import branches, flow
from liuwan_process.definition.model import ROUTING_KINDS, Definition
from liuwan_process.engine import acts, steps
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.rehearsal.case import Rehearsal

SAVEPOINT = "liuwan_rehearsal"


@contextmanager
def dry() -> Iterator[None]:
	"""Whatever is written inside is undone: a test run leaves no trace in the flow, whatever a step would do."""
	frappe.db.savepoint(SAVEPOINT)
	try:
		yield
	finally:
		frappe.db.rollback(save_point=SAVEPOINT)


def decide(run: Rehearsal, task: str, action: str, values: dict[str, Any], comment: str = "") -> None:
	"""Take an action of a step as the person who has its task. Raises EngineError as the real act would."""
	mine = _task(run, task)
	step = run.step(mine.step)
	offered = actions(run.definition, mine.step)
	if action not in offered:
		message = _("“{0}” cannot be chosen in the step “{1}”")
		frappe.throw(message.format(_(action), _(step.title)), EngineError)
	decision = offered[action]
	run.fill(step, values, complete=decision == "approve")
	run.close_task(mine, "Done", action=action, decision=decision, comment=comment, acted_by=run.user)
	run.note("Decide", step=step.id, action=action, comment=comment)
	run.log[0]["to_steps"] = ", ".join(acts.go_on(run, mine, step))


def actions(definition: Definition, step: str) -> dict[str, str]:
	"""Action -> decision. In a step that waits for another run or an answer, whatever may come of it."""
	if definition.by_id[step].kind in ROUTING_KINDS:
		return definition.actions(step)
	return acts.offered(definition, step)


def send_back(run: Rehearsal, task: str, step: str, comment: str = "") -> None:
	"""Return the case to a step that was done before, as the person who has a task."""
	mine = _task(run, task)
	visit = next((v for v in earlier(run, mine.token) if v.step == step), None)
	if visit is None:
		frappe.throw(_("This run has not been in “{0}” before").format(step), EngineError)
	run.close_task(mine, "Returned", action="Return", comment=comment, acted_by=run.user)
	move = flow.send_back(run.definition, run.state, mine.token, step, tuple(json.loads(visit.frames)))
	run.cancel_tokens((run.state.token(mine.token), *move.cancelled))
	run.state = move.state
	run.instance.returns += 1
	run.note("Return", step=mine.step, to_steps=run.step(step).title, comment=comment)
	if run.step(step).completion.rule == "any":
		steps.give(run, move.opened[0], [visit.acted_by])
	else:
		steps.settle(run, move, last_actor="")


def earlier(run: Rehearsal, token: int) -> list[dict[str, Any]]:
	"""Visits to which the case may be returned from where a token stands."""
	return branches.to_return_to(run.definition, run.state, token, list(run.visits().values()))


def _task(run: Rehearsal, name: str) -> dict[str, Any]:
	"""The task, its person acting from now on."""
	task = run.task(name)
	if task is None:
		frappe.throw(_("This task is not open in the test run"), EngineError)
	run.user = run.last_actor = task.assignee
	return task
