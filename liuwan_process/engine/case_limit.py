"""The limit of a whole run: who is told before it passes and when it has passed. `sweep.py` calls it."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.query_builder import DocType

from liuwan_process.definition.model import Limit
from liuwan_process.engine import clock, notify, people, store
from liuwan_process.engine.run import Run

SYSTEM = "Administrator"


def deal_with(name: str, now: datetime) -> bool:
	"""Warn of a run's limit, or remind of one that has passed; False when there is nothing to do any more."""
	run = Run.lock(SYSTEM, instance=name)
	moment, due_on, limit = run.instance.warn_on, run.instance.due_on, run.definition.limit
	if not run.running or not moment or moment > now:
		return False
	run.now = now
	if not due_on or not limit:
		_next(run, None)
		return False
	if now < due_on:
		_remind(run, "case_near", due_on)
	else:
		_remind(run, "case_late", _repeat_on(run, limit), escalated=limit.then == "escalate")
	return True


def _remind(run: Run, event: str, next_look: datetime | None, escalated: bool = False) -> None:
	"""Tell everybody who has a task of the run, and its lead person; escalated, those who answer for it too."""
	users = [*(task.assignee for task in run.tasks), run.instance.lead_person]
	if escalated:
		above = _answerable(run)
		store.add_participants(run.instance, dict.fromkeys(above, "Copied"), run.now)
		users += above
	run.told += [(user, event, run.name) for user in dict.fromkeys(filter(None, users))]
	run.note("Escalate" if escalated else "Remind", to_steps=run.instance.current_steps)
	run.write_log()
	_next(run, next_look)
	notify.after_commit(run)


def _answerable(run: Run) -> list[str]:
	"""The head of the initiator's unit and the process owner."""
	case = run.instance
	heads = [
		head for _unit, head, _staff in people.heads_above(case.initiator_unit) if head != case.initiator
	]
	owner = frappe.get_cached_value("Process", case.process_code, "process_owner")
	user = frappe.db.get_value("Staff Member", owner, "user") if owner else None
	return list(filter(None, [*heads[:1], user]))


def _repeat_on(run: Run, limit: Limit) -> datetime | None:
	if not limit.repeat:
		return None
	return clock.get_calendar(run.instance.initiator_unit).add(run.now, limit.repeat, limit.unit)


def _next(run: Run, moment: datetime | None) -> None:
	"""When the sweep has to look at this run again, and how often it was told of."""
	table = DocType("Process Instance")
	query = frappe.qb.update(table).set(table.warn_on, moment).set(table.reminders, table.reminders + 1)
	query.where(table.name == run.name).run()
