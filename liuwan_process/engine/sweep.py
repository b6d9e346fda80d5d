"""The clock: warns before tasks are due, and does what each step says with those that are late.

Every task is taken under the lock of its run: what moves a run in a transaction of its own, reminders many in one. A
sweep that comes late or runs twice finds `reminders` already counted and the next moment in `warn_on`, and does
nothing again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType

from liuwan_process.definition import flow
from liuwan_process.definition.model import Limit
from liuwan_process.engine import acts, case_limit, clock, notify, people, reminding, steps, store
from liuwan_process.engine.delegation import stand_in
from liuwan_process.engine.run import Run
from liuwan_process.engine.transaction import repeated

MOST = 5_000  # tasks, and runs, of one sweep: the next one goes on
BATCH = 50  # reminders of one transaction; nobody else acts in their runs meanwhile
LONGEST = 50  # seconds of one sweep
SYSTEM = "Administrator"
TIMED_OUT = "Time is up"


def sweep(now: datetime | None = None) -> int:
	"""Deal with every open task and run whose warning or due time has come; returns how many. Called every minute."""
	now, end = now or clock.now(), time.monotonic() + LONGEST
	done = _tasks(now, end)
	runs = [row.name for row in ripe("Process Instance", "Running", now)]
	return done + _each("run", runs, lambda name: case_limit.deal_with(name, now), end)


def _tasks(now: datetime, end: float) -> int:
	"""Reminders by the batch; what a batch leaves is dealt with one by one."""
	done, tasks = 0, {row.name: row.instance for row in ripe("Process Task", "Open", now, "instance")}
	frappe.db.commit()  # each transaction sees what others have committed
	for names in batched(tasks, BATCH):
		if time.monotonic() > end:
			break
		reminded = reminding.together({name: tasks[name] for name in names}, now)
		left = [name for name in names if name not in reminded]
		done += len(reminded) + _each("task", left, lambda name: deal_with(name, now), end)
	return done


def batched(tasks: dict[str, str], size: int) -> Iterator[list[str]]:
	"""Names in the order given, so many at a time."""
	names = list(tasks)
	return (names[first : first + size] for first in range(0, len(names), size))


def _each(kind: str, names: list[str], act: Callable[[str], bool], end: float) -> int:
	"""Every one in a transaction of its own; one that fails does not stop the others."""
	done = 0
	for name in names:
		if time.monotonic() > end:
			break
		try:
			done += bool(repeated(lambda name=name: act(name)))
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"Time limit of {kind} {name}")
			frappe.db.commit()
	return done


def ripe(doctype: str, status: str, now: datetime, *fields: str) -> list[dict[str, Any]]:
	"""Tasks or runs to look at: `warn_on` is the next moment at which something happens, due or not."""
	table = DocType(doctype)
	query = frappe.qb.from_(table).select(table.name, *fields)
	query = query.where((table.status == status) & (table.warn_on <= now))
	return query.orderby(table.warn_on).limit(MOST).run(as_dict=True)


def deal_with(name: str, now: datetime) -> bool:
	"""Warn of a task, or do what its step says with one that is late; False when there is nothing to do any more."""
	run = Run.lock(SYSTEM, task=name)
	task = run.task(name)
	if not reminding.is_ripe(run, task, now):
		return False
	run.now = now
	limit = run.limit_of(run.step(task.step))
	if reminder := reminding.reminder_of(run, task, limit):
		reminding.remind(reminder)
	else:
		MOVES[limit.then](run, task, limit)
	return True


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
		reminding.remind(reminding.late(run, task, limit))
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
		reminding.remind(reminding.late(run, task, limit))
		return
	run.close_task(task, "Transferred", action=TIMED_OUT)
	run.open_tasks(run.state.token(task.token), users)
	for new in run.new_tasks:
		new.update(
			{kept: task[kept] for kept in acts.KEPT_AT_TRANSFER}
			| {"warn_on": reminding.repeat_on(run, task, limit)}
		)
	run.note("Escalate", task=task.name, step=task.step, comment=_("Handed over because the time was up"))
	_save(run)


def _takers(run: Run, task: dict, limit: Limit) -> list[str]:
	"""Whoever gets a late task; nobody who has the step or whose stand-in has it, or whose turn there is to come."""
	here = [each for each in run.tasks if each.token == task.token]
	known = {user for each in here for user in (each.assignee, each.on_behalf_of)}
	known |= set(run.queues.get(str(task.token), ()))
	step = run.step(task.step)

	def others(users: list[str]) -> list[str]:
		return [user for user in run.persons(users) if not {user, stand_in(run, step, user)} & known]

	holders = [user for user, _unit in people.holders(limit.role)] if limit.role else []
	return others(holders) or others(people.administrators())


def _save(run: Run) -> None:
	run.save()
	notify.after_commit(run)


MOVES = {"pass": _pass, "return": _return, "hand_over": _hand_over}
