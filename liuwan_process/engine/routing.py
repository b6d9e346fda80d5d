"""Steps that nobody does: opened, gone on from later, tidied up after, and given to the process office on failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe

from liuwan_process.definition.flow import Token
from liuwan_process.definition.model import Step
from liuwan_process.engine import notify, people, repair, steps, store
from liuwan_process.engine.run import Run

SYSTEM = "Administrator"


def open_step(run: Run, token: Token) -> str:
	"""Do what the step says. The action to leave it by, "" while it waits."""
	from liuwan_process.engine import automatic, children  # they walk by `steps`, which opens them

	step = run.step(token.step)
	if run.dry:
		return run.rehearse(token, step)
	if step.waits:
		run.waiting_steps.add(token.id)
	kind = automatic if step.kind == "automatic" else children
	return kind.open_step(run, token, step)


def repaired(run: Run, token: Token, act: str) -> str:
	"""What the process office decided on a step that had failed. The action to leave it by, "" while it waits."""
	from liuwan_process.engine import calls, children

	step = run.step(token.step)
	if act == repair.WITHOUT:
		return steps.approving(run, step)
	if step.kind == "subprocess":
		return children.again(run, token, step)
	return "" if calls.queue_again(run, token) else open_step(run, token)


def tidy(run: Run, gone: set[int]) -> None:
	"""What waited for a step that the run has left: calls are not made, other runs are ended."""
	from liuwan_process.engine import calls, children

	calls.cancel(run, sorted(gone))
	children.end_all(run, sorted(gone))


def refusing(run: Run, step: Step) -> str:
	"""The first refusing action of a step, "" where none is drawn."""
	actions = run.definition.actions(step.id).items()
	return next((action for action, decision in actions if decision == "refuse"), "")


def ask_office(run: Run, token: Token, step: Step, act: str, error: str) -> None:
	"""Log why a step could not be done, and let the process office decide what becomes of it."""
	run.note(act, step=step.id, comment=error)
	run.open_tasks(token, people.administrators() or [SYSTEM])


def lock(instance: str) -> Run:
	"""A run that goes on by itself. Rules about the last actor mean the person who acted last."""
	run = Run.lock(SYSTEM, instance=instance)
	run.last_actor = store.last_person(instance) or run.instance.initiator
	return run


def safely(errand: Callable[..., bool], name: str, *more: Any) -> bool:
	"""One errand of many: one that fails is logged and stays for the next time."""
	try:
		return errand(name, *more)
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=f"Errand of {name}")
		frappe.db.commit()
		return False


def conclude(run: Run) -> None:
	run.save()
	notify.after_commit(run)
