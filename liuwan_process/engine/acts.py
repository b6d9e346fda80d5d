"""What people do with a running case. Each act is one function: one lock, one set of statements, one or more log rows.

Every act answers with a dict (`instance`, `status`, `next`: titles of the steps that now wait, `state`) and takes a
key: repeated with the same key it answers with its first outcome and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition import branches, flow
from liuwan_process.definition.model import ROUTING_KINDS, Definition, Step
from liuwan_process.engine import attachments, countersign, forms, green, notify, pauses, repair, steps, store
from liuwan_process.engine import mentions as people_named
from liuwan_process.engine.errors import EngineError, NotYours, StaleTask
from liuwan_process.engine.people import ADMINISTRATOR_ROLE
from liuwan_process.engine.run import Run

Answer = dict[str, Any]
REFUSE = "Refuse"
AGAIN, BACK = "again", "back"
# What a task keeps when it goes to somebody else.
KEPT_AT_TRANSFER = ("due_on", "warn_on", "paused_on", "added", "added_by", "weight")
URGE_EVERY = 30 * 60  # seconds


def decide(
	task: str, action: str, comment: str = "", values: dict[str, Any] | None = None, key: str = ""
) -> Answer:
	"""Take one of a step's actions (approve, refuse, or whatever the drawing calls them) on one's own task."""

	def act(run: Run) -> None:
		mine = own_task(run, task, or_lead=True)
		step = run.step(mine.step)
		decision = decision_of(run, mine, action)
		if decision == "refuse":
			require_comment(comment, _("Please say why you refuse"))
		complete = decision == "approve" and not mine.added  # an added signer says yes or no
		changes = forms.write(run, step, values, complete=complete)
		outcome = {"action": action, "comment": comment, "on_behalf_of": _behalf(run, mine)}
		run.close_task(mine, "Done", decision=decision, acted_by=run.user, **outcome)
		run.note("Decide", task=task, step=step.id, changes=changes, **outcome)
		run.log[0]["to_steps"] = ", ".join(go_on(run, mine, step))

	return perform(act, key, task=task)


def _behalf(run: Run, task: dict[str, Any]) -> str | None:
	"""For whom a task is decided by somebody who stands in, or by the lead person."""
	if run.user == task.assignee:
		return task.on_behalf_of
	return None if run.user == task.on_behalf_of else task.assignee


def send_back(task: str, step: str, comment: str, key: str = "", then: str = AGAIN) -> Answer:
	"""Return a run to an earlier step, which is then done again by whoever did it last.

	`then`: "again" goes through all steps from there once more, "back" comes straight back to whoever returns it.
	"""

	def act(run: Run) -> None:
		require_comment(comment, _("Please say why you return this"))
		mine = own_task(run, task)
		green.require_main_flow(run)
		visit = _visit(run, mine, step)
		run.close_task(mine, "Returned", action="Return", comment=comment, acted_by=run.user)
		move = flow.send_back(run.definition, run.state, mine.token, step, tuple(json.loads(visit.frames)))
		if then == BACK:
			_remember_to_come_back(run, mine, move)
		run.cancel_tokens((run.state.token(mine.token), *move.cancelled))
		run.state = move.state
		run.instance.returns += 1
		target = run.step(step)
		run.note("Return", task=task, step=mine.step, to_steps=target.title, comment=comment)
		if target.completion.rule == "any":
			steps.give(run, move.opened[0], [visit.acted_by])
		else:
			steps.settle(run, move, last_actor="")

	return perform(act, key, task=task)


def _remember_to_come_back(run: Run, task: dict[str, Any], move: flow.Move) -> None:
	[new] = move.opened
	if move.cancelled or new.frames != run.state.token(task.token).frames:
		message = _("Other branches would be given up by this return; let it go through all steps again")
		frappe.throw(message, EngineError)
	note = {"step": task.step, "user": task.on_behalf_of or task.assignee}
	run.memory.setdefault("back", {})[str(new.id)] = note


def withdraw(instance: str, comment: str = "", key: str = "") -> Answer:
	"""The initiator takes a request back; the run ends."""

	def act(run: Run) -> None:
		run.require_initiator()
		run.require_running()
		green.require_main_flow(run)
		steps.finish(run, "Withdrawn")
		run.note("Withdraw", comment=comment)

	return perform(act, key, instance=instance)


def transfer(task: str, user: str, comment: str = "", key: str = "") -> Answer:
	"""Give one's own task to somebody else, who then decides in one's place. The time limit goes on."""

	def act(run: Run) -> None:
		mine = own_task(run, task, or_administrator=True)
		if user == mine.assignee or user not in store.persons([user]):
			frappe.throw(_("This task cannot be transferred to {0}").format(user), EngineError)
		if user in run.queues.get(str(mine.token), ()):
			frappe.throw(_("{0} decides in this step anyway").format(store.full_name(user)), EngineError)
		others = [t for t in run.tasks if t.token == mine.token and t is not mine]
		if any(user in (t.assignee, t.on_behalf_of) for t in others):
			frappe.throw(_("{0} already has this task").format(store.full_name(user)), EngineError)
		run.close_task(mine, "Transferred", action="Transfer", comment=comment, acted_by=run.user)
		[new] = run.open_tasks(run.state.token(mine.token), [user])
		new.update({kept: mine[kept] for kept in KEPT_AT_TRANSFER})
		run.note("Transfer", task=task, step=mine.step, to_user=user, comment=comment)

	return perform(act, key, task=task)


def comment(
	instance: str,
	text: str,
	files: Sequence[str] = (),
	key: str = "",
	mentions: Sequence[str] = (),
) -> Answer:
	"""Say something about a run that everybody who sees the run can read. Allowed after its end too.

	`files` are addresses of files that the person may read, `mentions` users who may see the run; they are told.
	"""

	def act(run: Run) -> None:
		require_comment(text, _("Please write a comment"))
		named = people_named.check(run, list(mentions))
		attachments.give(list(files), "Process Instance", run.name)
		people_named.tell(run, named)
		run.note(
			"Comment", comment=text, attachment="\n".join(files) or None, mentions="\n".join(named) or None
		)
		if run.user == run.instance.initiator and run.running:
			_answered(run)

	return perform(act, key, instance=instance)


def _answered(run: Run) -> None:
	"""The applicant has answered: tasks that waited for it go on."""
	for task in [each for each in run.tasks if each.paused_on and each.status == "Open"]:
		pauses.resume(run, task)
		run.told.append((task.assignee, "task", task.name))
		run.note("Continue", task=task.name, step=task.step)


def urge(instance: str, text: str = "", key: str = "") -> Answer:
	"""The initiator or the lead person asks whoever has the run to hurry; at most once in 30 minutes."""

	def act(run: Run) -> None:
		run.require_initiator(or_lead=True)
		run.require_running()
		_refuse_too_often(run)
		for task in run.tasks:
			run.told.append((task.assignee, "urge", task.name))
		run.note("Urge", comment=text, to_steps=run.instance.current_steps)

	return perform(act, key, instance=instance)


def terminate(instance: str, comment: str, key: str = "") -> Answer:
	"""A process administrator ends a run that cannot go on."""

	def act(run: Run) -> None:
		require_administrator(run.user)
		require_comment(comment, _("Please say why this run is ended"))
		run.require_running()
		steps.finish(run, "Terminated")
		run.note("Terminate", comment=comment)

	return perform(act, key, instance=instance)


def earlier_steps(run: Run, token: int) -> list[dict[str, Any]]:
	"""Steps that a run may be returned to: those that somebody finished before, latest visit of each."""
	return branches.to_return_to(run.definition, run.state, token, store.visits(run.name))


def perform(act: Callable[[Run], None], key: str = "", closes: bool = True, **found_by: str) -> Answer:
	"""Lock a run, do `act` on it and write everything. A repeated key gets the first answer.

	`closes`: the act leaves the task that it names closed, so that an open one shows that it has not been done.
	"""
	user = frappe.session.user
	full_key = f"{user}:{key}" if key else None
	run = Run.lock(user, **found_by)
	if full_key and (first := _repeated(run, full_key, found_by.get("task") if closes else None)):
		return first
	act(run)
	return conclude(run, full_key)


def conclude(run: Run, full_key: str | None) -> Answer:
	"""Write a run and its log; the first log row carries the key and the answer."""
	run.log[0]["key"] = full_key
	answer = {
		"instance": run.name,
		"status": run.instance.status,
		"next": list(dict.fromkeys(task.step_title for task in run.tasks)),
		"with": list(dict.fromkeys(task.assignee_name for task in run.tasks)),
	}
	run.log[0]["answer"] = answer if full_key else None
	run.save()
	notify.after_commit(run)
	return answer


def _repeated(run: Run, full_key: str, task: str | None) -> Answer | None:
	"""The first answer, when this act was done before. An open `task` needs no look into the log."""
	if task and run.task(task):
		return None
	row = store.logged(full_key)
	return json.loads(row.answer) if row and row.answer else None


def own_task(run: Run, task: str, or_administrator: bool = False, or_lead: bool = False) -> dict[str, Any]:
	"""The open task, if it is this person's, or the lead person's by its step. Raises StaleTask or NotYours."""
	mine = run.task(task)
	if mine is None:
		_refuse_stale(task)
	run.require_running()
	if run.user in (mine.assignee, mine.on_behalf_of) or (or_administrator and is_administrator(run.user)):
		_require_turn(run, mine)
		return mine
	if or_lead and run.user == run.instance.lead_person and run.step(mine.step).lead_decides:
		_require_turn(run, mine)
		return mine
	frappe.throw(_("This task is {0}'s").format(mine.assignee_name), NotYours)


def _require_turn(run: Run, task: dict[str, Any]) -> None:
	if task.status == "Waiting":
		asked = [each.assignee_name for each in run.tasks if each.added_by == task.assignee]
		frappe.throw(_("This task waits for the opinion of {0}").format(", ".join(asked)), EngineError)


def is_administrator(user: str) -> bool:
	return ADMINISTRATOR_ROLE in frappe.get_roles(user)


def require_administrator(user: str) -> None:
	if not is_administrator(user):
		frappe.throw(_("Only the process office may do this"), NotYours)


def _refuse_stale(task: str) -> None:
	fields = ["status", "acted_by", "closed_on", "action", "modified_by", "assignee"]
	row = frappe.db.get_value("Process Task", task, fields, as_dict=True, for_update=True)
	if row.assignee != frappe.session.user:
		frappe.throw(_("This task is not yours"), NotYours)
	who = store.full_name(row.acted_by or row.modified_by)
	when = frappe.format(row.closed_on, "Datetime")
	frappe.throw(_("{0} has already dealt with this task ({1})").format(who, when), StaleTask)


def decision_of(run: Run, task: dict[str, Any], action: str) -> str:
	actions = offered(run.definition, task.step)
	if action not in actions:
		message = _("“{0}” cannot be chosen in the step “{1}”")
		frappe.throw(message.format(_(action), _(task.step_title)), EngineError)
	return actions[action]


def offered(definition: Definition, step: str) -> dict[str, str]:
	"""Action -> decision of a step. An approval may always be refused, which ends the run if nothing is drawn."""
	if definition.by_id[step].kind in ROUTING_KINDS:  # only the process office is ever asked, after a failure
		return dict(repair.OFFERED)
	actions = dict(definition.actions(step))
	if definition.by_id[step].kind == "approval" and "refuse" not in actions.values():
		actions[REFUSE] = "refuse"
	return actions


def go_on(run: Run, task: dict[str, Any], step: Step) -> list[str]:
	"""After a task was closed: leave the step if it is decided, or ask the next person of those who decide in turn.

	Returns the titles of what comes next.
	"""
	decided = countersign.settle(run, task, steps.outcome(run, task, step))
	if decided:
		return steps.go_on(run, task.token, *decided)
	queue = run.queues.get(str(task.token))
	if queue and not task.added:
		steps.give(run, run.state.token(task.token), queue)
	return []


def _visit(run: Run, task: dict[str, Any], step: str) -> dict[str, Any]:
	for visit in earlier_steps(run, task.token):
		if visit.step == step:
			return visit
	title = run.step(step).title if step in run.definition.by_id else step
	message = _("This run has not been in “{0}” before")
	if step != task.step and any(visit.step == step for visit in store.visits(run.name)):
		message = _("“{0}” lies in another branch, which goes on beside this one")
	frappe.throw(message.format(_(title)), EngineError)


def require_comment(text: str, message: str) -> None:
	if not (text or "").strip():
		frappe.throw(message, EngineError)


def _refuse_too_often(run: Run) -> None:
	filters = {"instance": run.name, "act": "Urge"}
	last = frappe.db.get_value("Process Log", filters, "creation", order_by="creation desc")
	if last and (run.now - last).total_seconds() < URGE_EVERY:
		frappe.throw(_("You asked for this less than 30 minutes ago; please wait a little"), EngineError)
