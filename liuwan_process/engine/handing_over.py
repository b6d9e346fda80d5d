"""Open tasks of many runs that go to somebody else: of a leaver, or of somebody whose stand-in takes them over.

Each run is locked and written by itself, so that one which cannot be handed over keeps none of the others back.
"""

from __future__ import annotations

from typing import Any

import frappe

from liuwan_process.engine import acts, office
from liuwan_process.engine.delegation import stand_in
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.run import Run
from liuwan_process.engine.transaction import repeated


def hand_over_everything(user: str, to_user: str, comment: str = "") -> dict[str, Any]:
	"""Give all open tasks of a leaver to one person: {"handed_over": runs, "refused": {run: why}}."""
	done, refused = [], {}
	for instance in office.instances_with(user):
		try:
			repeated(lambda run=instance: office.hand_over(run, user, to_user, comment))
			done.append(instance)
		except EngineError as error:
			refused[instance] = str(error)
	return {"handed_over": done, "refused": refused}


def delegate_open_tasks(delegation: str) -> int:
	"""Give the open tasks that a delegation covers to whoever stands in; returns how many."""
	user = frappe.db.get_value("Delegation", delegation, "delegator")
	filters = {"assignee": user, "status": "Open", "on_behalf_of": ("is", "not set")}
	tasks = frappe.get_all("Process Task", filters, pluck="name", order_by="opened_on")
	return sum(repeated(lambda task=task: _delegate(task, user)) for task in tasks)


def _delegate(task: str, user: str) -> bool:
	run = Run.lock(user, task=task)
	mine = run.task(task)
	if mine is None or not run.running or stand_in(run, run.step(mine.step), user) == user:
		return False
	run.close_task(mine, "Transferred", action="Delegate")
	for new in run.open_tasks(run.state.token(mine.token), [user]):
		new.update({kept: mine[kept] for kept in acts.KEPT_AT_TRANSFER})
	acts.conclude(run, None)
	return True
