"""Adding signers to one's own task, and taking them out again."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.engine import acts, countersign, forms, pauses, steps, store
from liuwan_process.engine.delegation import stand_in
from liuwan_process.engine.errors import EngineError, NotYours, StaleTask
from liuwan_process.engine.run import Run


def add(
	task: str,
	users: list[str],
	how: str,
	comment: str = "",
	action: str = "",
	key: str = "",
	values: dict[str, Any] | None = None,
) -> acts.Answer:
	"""Ask more people about a step: Before, Beside or After one's own decision (`action`, for After only).

	Raises EngineError naming whoever cannot be asked.
	"""

	def act(run: Run) -> None:
		mine = acts.own_task(run, task)
		_check(run, mine, users, how)
		changes = forms.write(run, run.step(mine.step), values, complete=how == countersign.AFTER)
		HOW[how](run, mine, users, action, comment)
		run.log[0]["changes"] = changes

	return acts.perform(act, key, closes=False, task=task)


def remove(task: str, comment: str = "", key: str = "") -> acts.Answer:
	"""Take out a signer whom one has added (or, as the process office, anybody has) and who has not decided yet."""

	def act(run: Run) -> None:
		added = run.task(task)
		if added is None or not added.added:
			frappe.throw(_("This is no task of an added signer, or it has been dealt with"), StaleTask)
		run.require_running()
		if run.user not in _askers(run, added) and not acts.is_administrator(run.user):
			frappe.throw(_("Only who asked {0} may take this back").format(added.assignee_name), NotYours)
		run.close_task(added, "Cancelled", action="Remove Signer", comment=comment)
		decided = countersign.settle(run, added, None)
		to_steps = steps.go_on(run, added.token, *decided) if decided else []
		values = {"to_user": added.assignee, "comment": comment, "to_steps": ", ".join(to_steps)}
		run.note("Remove Signer", task=task, step=added.step, **values)

	return acts.perform(act, key, task=task)


def _askers(run: Run, added: dict) -> set[str]:
	"""Who has asked a signer: whoever has the task now, or the one for whom that person stands in."""
	theirs = [t for t in countersign.of_token(run, added.token) if t.assignee == added.added_by]
	return {added.added_by, *(task.on_behalf_of for task in theirs if task.on_behalf_of)}


def _check(run: Run, mine: dict, users: list[str], how: str) -> None:
	if how not in HOW:
		frappe.throw(
			_("Please say when the added person decides: before you, beside you or after you"), EngineError
		)
	known = store.persons(users)
	for user in users:
		if user not in known or user == run.user:
			frappe.throw(_("{0} cannot be added to this task").format(store.full_name(user)), EngineError)
		if user in run.queues.get(str(mine.token), ()):
			frappe.throw(_("{0} decides in this step anyway").format(store.full_name(user)), EngineError)
		asked = {user, stand_in(run, run.step(mine.step), user)}
		if any(asked & {task.assignee, task.on_behalf_of} for task in countersign.of_token(run, mine.token)):
			frappe.throw(_("{0} already has this task").format(store.full_name(user)), EngineError)
	if not users:
		frappe.throw(_("Please choose whom to add"), EngineError)


def _before(run: Run, mine: dict, users: list[str], _action: str, comment: str) -> None:
	pauses.pause(run, mine, status="Waiting")
	_ask(run, mine, users, countersign.BEFORE, comment)


def _beside(run: Run, mine: dict, users: list[str], _action: str, comment: str) -> None:
	_ask(run, mine, users, countersign.BESIDE, comment)


def _after(run: Run, mine: dict, users: list[str], action: str, comment: str) -> None:
	step = run.step(mine.step)
	action = action or steps.approving(run, step)
	if acts.decision_of(run, mine, action) != "approve":
		frappe.throw(_("Who refuses asks nobody after"), EngineError)
	run.close_task(mine, "Done", action=action, decision="approve", comment=comment, acted_by=run.user)
	_ask(run, mine, users, countersign.AFTER, comment)
	run.log[0]["action"] = action
	acts.go_on(run, mine, step)


def _ask(run: Run, mine: dict, users: list[str], how: str, comment: str) -> None:
	run.open_tasks(run.state.token(mine.token), users, added=how, added_by=mine.assignee)
	notes = [each for each in run.log if each["act"] == "Delegate"]
	run.log = [each for each in run.log if each["act"] != "Delegate"]
	for user in users:
		run.note("Add Signer", task=mine.name, step=mine.step, to_user=user, comment=comment, action=how)
	run.log += notes


HOW = {countersign.BEFORE: _before, countersign.BESIDE: _beside, countersign.AFTER: _after}
