"""What the process office does with a run that cannot go its ordinary way. Every act needs a reason and is logged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition import branches, flow, insertion, paths
from liuwan_process.definition.flow import Token
from liuwan_process.definition.model import Definition
from liuwan_process.engine import acts, clock, columns, green, pauses, steps, store
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.run import Run, load_state
from liuwan_process.engine.versions import definition_of

KINDS = ("approval", "task")


def suspend(instance: str, comment: str, key: str = "") -> acts.Answer:
	"""Stop a run: nobody can act and no clock goes until it is resumed."""

	def act(run: Run) -> None:
		_require_office(run, comment)
		run.require_running()
		run.instance.update(status="Suspended", warn_on=None)
		run.memory["suspended_on"] = str(run.now)
		for task in run.tasks:
			pauses.pause(run, task)
			run.told.append((task.assignee, "suspended", task.name))
		run.note("Suspend", comment=comment)

	return acts.perform(act, key, instance=instance)


def resume(instance: str, comment: str = "", key: str = "") -> acts.Answer:
	"""Let a suspended run go on; limits are put off by the time that it stood."""

	def act(run: Run) -> None:
		acts.require_administrator(run.user)
		if run.instance.status != "Suspended":
			frappe.throw(_("This run is not suspended"), EngineError)
		run.instance.status = "Running"
		_put_off_the_end(run, frappe.utils.get_datetime(run.memory.pop("suspended_on")))
		for task in [each for each in run.tasks if each.status == "Open"]:
			pauses.resume(run, task)
			run.told.append((task.assignee, "task", task.name))
		run.note("Resume", comment=comment)

	return acts.perform(act, key, instance=instance)


def jump(instance: str, to_step: str, comment: str, from_step: str = "", key: str = "") -> acts.Answer:
	"""Put a run into another step. `from_step` says which, where several are open.

	Out of parallel branches the other branches are given up; into them no way leads.
	"""

	def act(run: Run) -> None:
		_require_office(run, comment)
		run.require_running()
		green.require_main_flow(run)
		token = _token(run, from_step)
		move = flow.send_back(run.definition, run.state, token.id, to_step, _frames(run, token, to_step))
		run.cancel_tokens((token, *move.cancelled))
		run.note("Jump", step=token.step, to_steps=run.step(to_step).title, comment=comment)
		steps.settle(run, move, last_actor="")

	return acts.perform(act, key, instance=instance)


def leave_out(instance: str, step: str, comment: str, key: str = "") -> acts.Answer:
	"""Go on from an open step as if it had been approved."""

	def act(run: Run) -> None:
		_require_office(run, comment)
		run.require_running()
		token = _token(run, step)
		run.note("Leave Out", step=token.step, comment=comment)
		to_steps = steps.go_on(run, token.id, steps.approving(run, run.step(token.step)), "approve")
		run.log[0]["to_steps"] = ", ".join(to_steps)

	return acts.perform(act, key, instance=instance)


def insert(
	instance: str,
	before: str,
	title: str,
	users: list[str],
	comment: str,
	kind: str = "approval",
	key: str = "",
) -> acts.Answer:
	"""Put one more step into this run alone, before a step that it has not reached. All of `users` decide there."""

	def act(run: Run) -> None:
		_require_office(run, comment)
		run.require_running()
		green.require_main_flow(run)
		_check_insertion(run, before, title, users, kind)
		row = {"id": insertion.next_id(run.definition), "title": title.strip(), "kind": kind}
		run.memory.setdefault("inserted", []).append({**row, "before": before, "users": users})
		run.note("Insert", step=before, comment=comment, to_steps=title.strip())

	return acts.perform(act, key, instance=instance)


def hand_over(instance: str, user: str, to_user: str, comment: str = "", key: str = "") -> acts.Answer:
	"""Give everything that one person has in a run to another: open tasks, and turns that are still to come."""

	def act(run: Run) -> None:
		acts.require_administrator(run.user)
		if to_user == user or to_user not in store.persons([to_user]):
			frappe.throw(
				_("Tasks cannot be handed over to {0}").format(store.full_name(to_user)), EngineError
			)
		for task in [each for each in run.tasks if user in (each.assignee, each.on_behalf_of)]:
			_hand_over(run, task, user, to_user, comment)
		for token, queue in run.queues.items():
			if user in queue:
				queue[:] = [to_user if each == user else each for each in queue]
				step = run.state.token(int(token)).step
				run.note("Hand Over", step=step, to_user=to_user, on_behalf_of=user, comment=comment)
		if not run.log:
			frappe.throw(_("{0} has no task in this run").format(store.full_name(user)), EngineError)

	return acts.perform(act, key, instance=instance)


def instances_with(user: str) -> list[str]:
	"""Runs in which somebody has an open task."""
	filters = {"assignee": user, "status": ("in", columns.LIVE)}
	return frappe.get_all("Process Task", filters, pluck="instance", distinct=True)


def situation(instance: dict[str, Any]) -> dict[str, Any]:
	"""What the office may do with a run {name, process_version, state} now, for the boxes to choose from.

	{"open": [{step, title, targets: steps into which it may be put}], "coming": steps before which one can be put,
	"people": [{user, name} of those who have a task]}.
	"""
	definition, (state, _memory) = definition_of(instance), load_state(instance["state"])
	standing = [token for token in state.tokens if not token.waiting]
	taken = {token.step for token in state.tokens} | {definition.start.id}
	people = frappe.get_all(
		"Process Task",
		{"instance": instance["name"], "status": ("in", store.LIVE)},
		["assignee as user", "assignee_name as name"],
		distinct=True,
	)
	return {
		"open": [_named(definition, t.step) | {"targets": jump_targets(definition, t)} for t in standing],
		"coming": [_named(definition, step.id) for step in definition.steps if step.id not in taken],
		"people": people,
	}


def jump_targets(definition: Definition, token: Token) -> list[dict[str, str]]:
	"""[{step, title}] of the steps into which a run may be put from where a token stands."""
	return [
		_named(definition, step.id)
		for step in definition.steps
		if step.kind not in ("end", "notice")
		and step.id != token.step
		and _fitting(definition, token, step.id)
	]


def _named(definition: Definition, step: str) -> dict[str, Any]:
	return {"step": step, "title": definition.by_id[step].title}


def _put_off_the_end(run: Run, since: datetime) -> None:
	"""The limit of the run itself goes on where it was when the run was suspended."""
	limit, case = run.definition.limit, run.instance
	if limit and case.due_on:
		case.due_on = clock.moved(limit, case.due_on, since, run.now, case.initiator_unit)
		case.warn_on = clock.next_look(limit, case.due_on, run.now, case.initiator_unit)


def _hand_over(run: Run, task: dict[str, Any], user: str, to_user: str, comment: str) -> None:
	values = {kept: task[kept] for kept in (*acts.KEPT_AT_TRANSFER, "status")}
	token = run.state.token(task.token)
	if token is None:
		frappe.throw(_("“{0}” is no longer open in this run").format(_(task.step_title)), EngineError)
	run.close_task(task, "Transferred", action="Hand Over", comment=comment)
	[new] = run.open_tasks(token, [to_user])
	new.update(values)
	run.note("Hand Over", task=task.name, step=task.step, to_user=to_user, on_behalf_of=user, comment=comment)
	for other in run.tasks:
		if other.added_by == task.assignee and other.token == task.token:
			run.change_task(other, added_by=new.assignee)


def _require_office(run: Run, comment: str) -> None:
	acts.require_administrator(run.user)
	acts.require_comment(comment, _("Please say why"))


def _token(run: Run, step: str) -> Token:
	"""The token that stands open in a step; the only one where no step is named."""
	standing = [token for token in run.state.tokens if not token.waiting and step in ("", token.step)]
	if len(standing) == 1:
		return standing[0]
	if standing:
		titles = ", ".join(_(run.step(token.step).title) for token in standing)
		frappe.throw(_("Several steps are open; please choose one of {0}").format(titles), EngineError)
	title = run.step(step).title if step in run.definition.by_id else step
	frappe.throw(_("“{0}” is not open in this run").format(_(title)), EngineError)


def _frames(run: Run, token: Token, to_step: str) -> tuple[str, ...]:
	"""The token's frames that it keeps in the step to which it jumps. Raises EngineError where no way leads."""
	target = run.definition.by_id.get(to_step)
	if target is None or target.kind == "end":
		frappe.throw(
			_("A run cannot be put into “{0}”").format(_(target.title) if target else to_step), EngineError
		)
	fitting = _fitting(run.definition, token, to_step)
	if not fitting:
		message = _("“{0}” lies in a parallel branch in which “{1}” does not lie")
		frappe.throw(message.format(_(target.title), _(run.step(token.step).title)), EngineError)
	return token.frames[: len(max(fitting, key=len))]


def _fitting(definition: Definition, token: Token, to_step: str) -> list[tuple]:
	"""Ways of lying in branches that a step has and a token may keep."""
	mine = paths.splits_of(token)
	return [
		shape
		for shape in paths.shapes(definition).get(to_step, ())
		if mine[: len(shape)] == shape and branches.lies_in_branch(definition, token, to_step, shape)
	]


def _check_insertion(run: Run, before: str, title: str, users: list[str], kind: str) -> None:
	if before not in run.definition.by_id or before == run.definition.start.id:
		frappe.throw(_("There is no step {0} before which a step can be put").format(before), EngineError)
	if any(token.step == before for token in run.state.tokens):
		message = _(
			"The run stands in “{0}” already; a step can only be put before one that is still to come"
		)
		frappe.throw(message.format(_(run.step(before).title)), EngineError)
	if not title.strip() or title.strip() in {step.title for step in run.definition.steps}:
		frappe.throw(_("The new step needs a title of its own"), EngineError)
	if kind not in KINDS:
		frappe.throw(_("A step that is put in is an approval or a task"), EngineError)
	if not users or set(users) - set(store.persons(users)):
		frappe.throw(_("Please choose who does the new step"), EngineError)
