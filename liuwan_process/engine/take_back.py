"""Taking back what one has just sent, as long as nobody has opened it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from liuwan_process.engine import acts, countersign, pauses, store
from liuwan_process.engine.errors import EngineError, NotYours, StaleTask
from liuwan_process.engine.run import Run, load_state

STATUSES = ("Done", "Returned", "Transferred")
# What may have been written since without standing in the way, and what an act that can be undone may have done.
QUIET = ("Comment", "Urge", "Remind")
UNDOABLE = (
	"Decide",
	"Return",
	"Transfer",
	"Add Signer",
	"Delegate",
	"Copy",
	"Pass",
	"Skip",
	"Escalate",
	"Take Back",
)


def take_back(task: str, comment: str = "", key: str = "") -> acts.Answer:
	"""Undo one's own last act on a task: it is open again as it was. What was written in the form stays there.

	Raises StaleTask when somebody has opened or done what came next, NotYours when somebody else acted.
	"""

	def act(run: Run) -> None:
		run.require_running()
		mine = store.closed_task(task)
		_check_own(run, mine)
		moment = mine.closed_on
		_check_untouched(run, store.log_since(run.name, moment), moment)
		for opened in [each for each in run.tasks if each.opened_on == moment]:
			run.close_task(opened, "Cancelled", action="Take Back")
		run.state, run.memory = load_state(store.state_before(run.name, moment))
		_reopen(run, store.reopen_tasks(run.name, moment, run.user, run.now), moment)
		_give_back(run, mine)
		run.instance.returns -= mine.status == "Returned"
		run.note("Take Back", task=task, step=mine.step, comment=comment)

	return acts.perform(act, key, closes=False, task=task)


def _reopen(run: Run, tasks: list[dict[str, Any]], moment: datetime) -> None:
	"""Put tasks back as they were: in their pause, and waiting for those whose opinion was asked before."""
	run.tasks += tasks
	for task in tasks:
		if task.paused_on:
			run.change_task(task, **pauses.reopen(task, moment))
		if any(countersign.asked_before(each, task.assignee, task.token) for each in run.tasks):
			run.change_task(task, status="Waiting")


def _give_back(run: Run, closed: dict[str, Any]) -> None:
	"""Whoever decided in somebody's place was written into the task; it is its people's again."""
	task = run.task(closed.name)
	if task and closed.acted_by != closed.assignee:
		run.change_task(task, on_behalf_of=store.delegator(run.name, closed.name))


def _check_own(run: Run, task: dict[str, Any] | None) -> None:
	if task is None or task.status not in STATUSES or not task.closed_on:
		frappe.throw(_("There is nothing to take back"), EngineError)
	if task.acted_by != run.user:
		frappe.throw(_("Only {0} may take this back").format(store.full_name(task.acted_by)), NotYours)
	if task.added == countersign.BEFORE and task.status == "Done":  # whoever asked has gone on
		frappe.throw(_("What this act has set going cannot be undone"), EngineError)
	if task.kind == "start":
		frappe.throw(_("A request that has been sent is withdrawn, not taken back"), EngineError)


def _check_untouched(run: Run, log: list[dict[str, Any]], moment: Any) -> None:
	if any(row.act not in UNDOABLE for row in log if row.creation == moment):
		frappe.throw(_("What this act has set going cannot be undone"), EngineError)
	if message := overtaken(log, run.tasks, moment):
		frappe.throw(message, StaleTask)


def overtaken(log: list[dict[str, Any]], tasks: list[dict[str, Any]], moment: Any) -> str:
	"""Who has already gone on with what an act at `moment` set going, or opened it; "" for nobody."""
	later = [row for row in log if row.creation > moment and row.act not in QUIET]
	if later:
		return _("{0} has already gone on with it; it can no longer be taken back").format(
			later[0].actor_name
		)
	for task in tasks:
		if task.opened_on == moment and task.seen_on:
			return _("{0} has already opened it; it can no longer be taken back").format(task.assignee_name)
	return ""
