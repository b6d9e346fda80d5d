"""The clock: warns before tasks are due, and does what each step says with those that are late.

Every task is taken under the lock of its run, in a transaction of its own. A sweep that comes late or runs twice finds
`reminders` already counted and the next moment in `warn_on`, and does nothing again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import frappe
from frappe import _
from frappe.query_builder import DocType

from liuwan_process.definition import flow
from liuwan_process.definition.model import Limit
from liuwan_process.engine import acts, case_limit, clock, notify, people, steps, store
from liuwan_process.engine.run import Run
from liuwan_process.engine.transaction import repeated

BATCH = 500
SYSTEM = "Administrator"
TIMED_OUT = "Time is up"


def sweep(now: datetime | None = None) -> int:
	"""Deal with every open task and run whose warning or due time has come; returns how many. Called every minute."""
	now = now or clock.now()
	done = _each("task", ripe("Process Task", "Open", now), lambda name: deal_with(name, now))
	runs = ripe("Process Instance", "Running", now)
	return done + _each("run", runs, lambda name: case_limit.deal_with(name, now))


def _each(kind: str, names: list[str], act: Callable[[str], bool]) -> int:
	"""Every one in a transaction of its own; one that fails does not stop the others."""
	done = 0
	for name in names:
		try:
			done += bool(repeated(lambda name=name: act(name)))
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"Time limit of {kind} {name}")
			frappe.db.commit()
	return done


def ripe(doctype: str, status: str, now: datetime) -> list[str]:
	"""Tasks or runs to look at: `warn_on` is the next moment at which something happens, due or not."""
	table = DocType(doctype)
	query = frappe.qb.from_(table).select(table.name).where((table.status == status) & (table.warn_on <= now))
	return query.orderby(table.warn_on).limit(BATCH).run(pluck=True)


def deal_with(name: str, now: datetime) -> bool:
	"""Warn of a task, or do what its step says with one that is late; False when there is nothing to do any more."""
	run = Run.lock(SYSTEM, task=name)
	task = run.task(name)
	if task is None or not run.running or not task.warn_on or task.warn_on > now:
		return False
	run.now = now
	limit = run.limit_of(run.step(task.step))
	if task.due_on and now >= task.due_on:
		_late(run, task, limit)
	else:
		_remind(run, task, "near")
		_next(task, task.due_on)
	return True


def _late(run: Run, task: dict, limit: Limit) -> None:
	AFTERWARDS[limit.then](run, task, limit)


def _remind(run: Run, task: dict, event: str = "late", others: tuple[str, ...] = ()) -> None:
	"""Tell the person (and others); nothing in the run moves."""
	for user in (task.assignee, *others):
		run.told.append((user, event, task.name))
	run.note("Remind", task=task.name, step=task.step, to_user=task.assignee)
	run.write_log()
	notify.after_commit(run)


def _remind_again(run: Run, task: dict, limit: Limit) -> None:
	_remind(run, task)
	_next(task, _repeat_on(run, task, limit))


def _escalate(run: Run, task: dict, limit: Limit) -> None:
	"""The superior is told as well and sees the run."""
	superiors = tuple(people.superior(task.assignee))
	store.add_participants(run.instance, dict.fromkeys(superiors, "Copied"), run.now)
	_remind(run, task, "late", superiors)
	_next(task, _repeat_on(run, task, limit))


def _pass(run: Run, task: dict, _limit: Limit) -> None:
	"""The step is taken as approved; what it requires stays empty, and the log says why."""
	action = steps.approving(run, run.step(task.step))
	run.close_task(task, "Cancelled", action=TIMED_OUT, comment=_("Passed because the time was up"))
	to_steps = steps.go_on(run, task.token, action, "approve")
	run.note(
		"Pass",
		task=task.name,
		step=task.step,
		comment=_("Passed because the time was up"),
		to_steps=", ".join(to_steps),
	)
	_save(run)


def _return(run: Run, task: dict, limit: Limit) -> None:
	"""Back to the initiator, who may send it again."""
	visit = next((v for v in store.visits(run.name) if v.step == run.definition.start.id), None)
	if visit is None or task.step == visit.step:
		_remind_again(run, task, limit)
		return
	run.close_task(task, "Cancelled", action=TIMED_OUT)
	move = flow.send_back(run.definition, run.state, task.token, visit.step, tuple(json.loads(visit.frames)))
	run.cancel_tokens((run.state.token(task.token), *move.cancelled))
	run.state = move.state
	run.instance.returns += 1
	steps.give(run, move.opened[0], [run.instance.initiator])
	run.note(
		"Return",
		task=task.name,
		step=task.step,
		to_steps=run.step(visit.step).title,
		comment=_("The time was up"),
	)
	_save(run)


def _hand_over(run: Run, task: dict, limit: Limit) -> None:
	"""The task goes to those who hold a role; nobody there: to the process office."""
	users = _takers(run, task, limit)
	if not users:
		_remind_again(run, task, limit)
		return
	run.close_task(task, "Transferred", action=TIMED_OUT)
	run.open_tasks(run.state.token(task.token), users)
	for new in run.new_tasks:
		new.update(
			{kept: task[kept] for kept in acts.KEPT_AT_TRANSFER} | {"warn_on": _repeat_on(run, task, limit)}
		)
	run.note("Escalate", task=task.name, step=task.step, comment=_("Handed over because the time was up"))
	_save(run)


def _takers(run: Run, task: dict, limit: Limit) -> list[str]:
	"""Whoever gets a late task; nobody who has the step already."""
	here = {each.assignee for each in run.tasks if each.token == task.token}
	holders = [user for user, _unit in people.holders(limit.role)] if limit.role else []
	return [user for user in holders if user not in here] or [
		user for user in people.administrators() if user not in here
	]


def _save(run: Run) -> None:
	run.save()
	notify.after_commit(run)


def _repeat_on(run: Run, task: dict, limit: Limit) -> datetime | None:
	if not limit.repeat:
		return None
	return clock.get_calendar(task.assignee_unit).add(run.now, limit.repeat, limit.unit)


def _next(task: dict, moment: datetime | None) -> None:
	"""When the sweep has to look at an open task again, and how often it has reminded of it."""
	table = DocType("Process Task")
	query = frappe.qb.update(table).set(table.warn_on, moment).set(table.reminders, table.reminders + 1)
	query.where(table.name == task.name).run()


AFTERWARDS = {
	"remind": _remind_again,
	"escalate": _escalate,
	"pass": _pass,
	"return": _return,
	"hand_over": _hand_over,
}
