"""Tells people that a task is nearly due or late. Nothing in the run moves, so that many share one transaction.

A shared transaction waits for nobody while it holds the locks of its runs: a run that somebody is working on is left
out. Whatever fails takes the whole transaction back; each task is then dealt with alone (`sweep.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder import DocType

from liuwan_process.definition.model import Limit
from liuwan_process.engine import clock, notify, people, store
from liuwan_process.engine.run import Run

SYSTEM = "Administrator"
NEAR = "near"  # the clock looks again when the task is due
Task = dict[str, Any]


@dataclass(frozen=True)
class Reminder:
	"""What is said of a task and to whom beside its person; when the clock looks again at a late one (None: never)."""

	run: Run
	task: Task
	event: str
	next_look: datetime | None = None
	above: tuple[str, ...] = ()


def is_ripe(run: Run, task: Task | None, now: datetime) -> bool:
	return bool(task and run.running and task.warn_on and task.warn_on <= now)


def reminder_of(run: Run, task: Task, limit: Limit) -> Reminder | None:
	"""None where a late task is not reminded of, but moves the run."""
	if not task.due_on or run.now < task.due_on:
		return Reminder(run, task, NEAR)
	if limit.then == "escalate":
		return late(run, task, limit, tuple(people.superior(task.assignee)))
	return late(run, task, limit) if limit.then == "remind" else None


def late(run: Run, task: Task, limit: Limit, above: tuple[str, ...] = ()) -> Reminder:
	return Reminder(run, task, "late", repeat_on(run, task, limit), above)


def repeat_on(run: Run, task: Task, limit: Limit) -> datetime | None:
	if not limit.repeat:
		return None
	return clock.get_calendar(task.assignee_unit).add(run.now, limit.repeat, limit.unit)


def remind(reminder: Reminder) -> None:
	"""Of one task, in the caller's transaction."""
	run = reminder.run
	_say(reminder)
	run.write_log()
	_look_again([reminder])
	notify.after_commit(run)


def together(tasks: dict[str, str], now: datetime) -> set[str]:
	"""Remind of many tasks (name -> run) in a transaction of their own; returns those dealt with.

	Left for the caller are tasks whose run moves or is locked by somebody, and all of them when anything fails.
	"""
	try:
		reminders = list(_reminders(tasks, now))
		_write(reminders)
		frappe.db.commit()
		return {reminder.task.name for reminder in reminders}
	except Exception:  # whoever deals with them alone finds out, and logs, what is wrong with which
		frappe.db.rollback()
		return set()


def _reminders(tasks: dict[str, str], now: datetime) -> Iterable[Reminder]:
	cases = store.lock_free(sorted(set(tasks.values())))
	of_case: dict[str, list[Task]] = defaultdict(list)
	for task in store.lock_tasks([name for name, case in tasks.items() if case in {c.name for c in cases}]):
		of_case[task.instance].append(task)
	for case in cases:
		run = Run(case, of_case[case.name], SYSTEM)
		run.now = now
		for task in run.tasks:
			reminder = is_ripe(run, task, now) and reminder_of(run, task, run.limit_of(run.step(task.step)))
			if reminder:
				yield reminder


def _write(reminders: list[Reminder]) -> None:
	"""A row in the log for each, and one job that tells of all of them."""
	for reminder in reminders:
		_say(reminder)
	runs = list({reminder.run.name: reminder.run for reminder in reminders}.values())
	Run.write_logs(runs)
	_look_again(reminders)
	notify.after_commit(*runs)


def _say(reminder: Reminder) -> None:
	"""The person is told, and whoever is above is told too and sees the run from now on."""
	run, task = reminder.run, reminder.task
	if reminder.above:
		store.add_participants(run.instance, dict.fromkeys(reminder.above, "Copied"), run.now)
	run.told += [(user, reminder.event, task.name) for user in (task.assignee, *reminder.above)]
	run.note("Remind", task=task.name, step=task.step, to_user=task.assignee)


def _look_again(reminders: list[Reminder]) -> None:
	"""When the sweep has to look at open tasks again, and how often it has reminded of them."""
	table = DocType("Process Task")
	names: dict[Any, list[str]] = defaultdict(list)
	for reminder in reminders:
		names[NEAR if reminder.event == NEAR else reminder.next_look].append(reminder.task.name)
	for moment, some in names.items():
		query = frappe.qb.update(table).set(table.warn_on, table.due_on if moment == NEAR else moment)
		query = query.set(table.reminders, table.reminders + 1)
		query.where(table.name.isin(some)).run()
