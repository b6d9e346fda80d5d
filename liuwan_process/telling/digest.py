"""The daily digest: one message a day for each person who wants it and for whom there is something to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import get_datetime, now_datetime
from pypika.enums import Order

from liuwan_process.portal import rows, times
from liuwan_process.telling import events, plan, settings
from liuwan_process.telling.readers import Reader, readers

SHOWN = 5  # lines of each kind
DONE = "liuwan_process_digest_day"
CHUNK = 500


@dataclass(frozen=True)
class Day:
	"""What one person's digest says."""

	subject: str
	lines: list[str]


def send_all(now: datetime | None = None) -> int:
	"""Write the digests of today once the set hour has come; how many messages. Called every minute.

	Later calls of the same day find the day noted; if that is lost, they find the messages, whose names hold the day.
	"""
	now = now or now_datetime()
	midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
	today = str(now.date())
	if now - midnight < settings.digest_time() or frappe.db.get_default(DONE) == today:
		return 0
	written = sum(_write(part, today, now) for part in _chunks(sorted(_concerned(now))))
	frappe.db.set_default(DONE, today)
	frappe.db.commit()
	return written


def _write(users: list[str], today: str, now: datetime) -> int:
	channels = plan.open_channels()
	found = [
		plan.row(today, events.DIGEST, channel, user=reader.user)
		for reader in readers(users).values()
		for channel in channels
		if reader.wants(events.DIGEST, channel)
	]
	plan.write(found, now)
	return len(found)


def _chunks(users: list[str]) -> list[list[str]]:
	return [users[begin : begin + CHUNK] for begin in range(0, len(users), CHUNK)]


def _concerned(now: datetime) -> set[str]:
	"""Users for whom there is something to say: who have open tasks, or whose requests moved since yesterday."""
	tasks, runs = DocType("Process Task"), DocType("Process Instance")
	open_tasks = frappe.qb.from_(tasks).select(tasks.assignee).distinct().where(tasks.status == "Open")
	moved = frappe.qb.from_(runs).select(runs.initiator).distinct().where(_moved(runs, now))
	return {user for user in (*open_tasks.run(pluck=True), *moved.run(pluck=True)) if user}


def _moved(runs: Any, now: datetime) -> Any:
	return (runs.modified >= now - timedelta(days=1)) & (runs.modified_by != runs.initiator)


def of(reader: Reader, now: datetime | None = None) -> Day:
	"""Overdue and due today with their titles, the number of open tasks, own requests that moved."""
	now = now or now_datetime()
	evening = get_datetime(now.date()) + timedelta(days=1)
	late = _tasks(reader.user, None, now)
	today = _tasks(reader.user, now, evening)
	count = frappe.db.count("Process Task", {"assignee": reader.user, "status": "Open"})
	moved = _requests(reader.user, now)
	lines = [
		*(_("Overdue: {0}").format(_task(row, now)) for row in late[:SHOWN]),
		*(_("Due today: {0}").format(_task(row, now)) for row in today[:SHOWN]),
		*(_("Your request: {0}").format(_request(row)) for row in moved[:SHOWN]),
	]
	subject = _("Today: {0} overdue, {1} due today, {2} open, {3} of your requests moved")
	return Day(subject.format(len(late), len(today), count, len(moved)), lines)


def _tasks(user: str, begin: datetime | None, end: datetime) -> list[frappe._dict]:
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(table.title, table.step_title, table.due_on)
	query = query.where((table.assignee == user) & (table.status == "Open") & (table.due_on < end))
	if begin:
		query = query.where(table.due_on >= begin)
	return query.orderby(table.due_on).run(as_dict=True)


def _requests(user: str, now: datetime) -> list[frappe._dict]:
	table = DocType("Process Instance")
	query = frappe.qb.from_(table).select(table.title, table.status, table.current_steps)
	query = query.where((table.initiator == user) & _moved(table, now))
	return query.orderby(table.modified, order=Order.desc).run(as_dict=True)


def _task(row: frappe._dict, now: datetime) -> str:
	return f"{row.title} · {_(row.step_title)} · {times.until(row.due_on, now)}"


def _request(row: frappe._dict) -> str:
	where = rows.steps(row.current_steps) if row.status == "Running" else rows.status(row.status)["word"]
	return f"{row.title} · {where}"
