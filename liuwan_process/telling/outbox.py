"""Delivers what acts have to tell: at most one message for each event, person and channel, retried until it is given up.

A log row waits by `to_tell`. It becomes messages under a lock, and each message is claimed by one statement before it
is sent, so that a job that runs twice, or beside another, finds nothing left to do. A message to the desk or the
e-mail queue is written together with its new status; one to a robot leaves the database, so that after a crash nobody
knows whether it arrived: then it is not sent again but given up, and the process office decides.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import now_datetime

from liuwan_process.engine import statements
from liuwan_process.telling import channels, events, live, plan, settings
from liuwan_process.telling.errors import Hopeless, NotSent

GRACE = timedelta(seconds=30)  # before the sweep takes over from the job
STUCK = timedelta(minutes=15)
BATCH = 500
LONGEST = 50  # seconds of one sweep
BACKOFF = (1, 5, 15, 60, 240, 720)  # minutes
OPEN = ("Waiting", "Failed")
LOG = ("name", "creation", "instance", "actor", "tell", "to_tell")


def deliver(log: str) -> None:
	"""Job after an act: open pages are shown anew, and everybody is told. Can be repeated."""
	row = _log(log)
	if row is None:
		return
	names = expand(log) if row.to_tell else []
	live.publish(row)
	for name in names:
		send(name)


def deliver_many(logs: list[str]) -> None:
	"""Job after many acts; one whose delivery fails does not stop the others. Can be repeated."""
	for log in logs:
		_guarded(deliver, log, f"Messages of log row {log}")


def sweep(now: datetime | None = None) -> int:
	"""Deliver what no job did and try again what failed; the number of messages sent. Called every minute."""
	now, end, sent = now or now_datetime(), time.monotonic() + LONGEST, 0
	for log in _untold(now):
		_guarded(expand, log, f"Messages of log row {log}")
	_free_stuck(now)
	for name in _due(now):
		if time.monotonic() > end:
			break
		sent += _guarded(send, name, f"Message {name}", now) == "Sent"
	return sent


def _guarded(work, name: str, title: str, *arguments: Any) -> Any:
	try:
		return work(name, *arguments)
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=title)
		frappe.db.commit()
		return None


def _log(log: str) -> frappe._dict | None:
	rows = statements.run(statements.select("Process Log", LOG, ("name",), lock=False), [log], as_dict=True)
	return rows[0] if rows else None


def expand(log: str) -> list[str]:
	"""Turn a log row that waits into messages, in a transaction of its own; their names, robots last."""
	frappe.db.commit()  # the lock has to see what others committed
	text = statements.select("Process Log", LOG, ("name", "to_tell"))
	rows = statements.run(text, [log, 1], as_dict=True)
	found = plan.messages(rows[0]) if rows else []
	plan.write(found)
	table = DocType("Process Log")
	frappe.qb.update(table).set(table.to_tell, 0).where(table.name == log).run()
	frappe.db.commit()
	return [each["name"] for each in sorted(found, key=lambda each: each["channel"] == events.ROBOT)]


def _untold(now: datetime) -> list[str]:
	table = DocType("Process Log")
	query = frappe.qb.from_(table).select(table.name)
	query = query.where((table.to_tell == 1) & (table.creation < now - GRACE))
	return query.orderby(table.creation).limit(BATCH).run(pluck=True)


def _due(now: datetime) -> list[str]:
	table = DocType("Process Message")
	query = frappe.qb.from_(table).select(table.name)
	query = query.where(table.status.isin(OPEN) & (table.next_try <= now) & table.claimed_on.isnull())
	return query.orderby(table.next_try).limit(BATCH).run(pluck=True)


def send(name: str, now: datetime | None = None) -> str:
	"""Send one message if it is due and nobody else is at it; its new status, "" when there was nothing to do."""
	now = now or now_datetime()
	message = _claim(name, now)
	if message is None:
		return ""
	try:
		channels.send(message)
		_write(name, status="Sent", sent_on=now, claimed_on=None, next_try=None, error=None)
		frappe.db.commit()
		return "Sent"
	except Exception as error:
		frappe.db.rollback()
		return _failed(message, error, now)


def _claim(name: str, now: datetime) -> frappe._dict | None:
	"""Take a message so that nobody else does; None when it is taken, sent or not due."""
	frappe.db.commit()
	table = DocType("Process Message")
	query = frappe.qb.update(table).set(table.claimed_on, now).set(table.attempts, table.attempts + 1)
	free = table.status.isin(OPEN) & table.claimed_on.isnull() & (table.next_try <= now)
	query.where((table.name == name) & free).run()
	taken = frappe.db._cursor.rowcount
	frappe.db.commit()
	return frappe.db.get_value("Process Message", name, "*", as_dict=True) if taken else None


def _failed(message: frappe._dict, error: Exception, now: datetime) -> str:
	"""Note why, and when to try again. What cannot be helped, or may have arrived, is given up at once."""
	given_up = isinstance(error, Hopeless) or message.attempts >= settings.attempts()
	wait = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
	status = "Dead" if given_up else "Failed"
	next_try = None if given_up else now + timedelta(minutes=wait)
	if not isinstance(error, NotSent):
		frappe.log_error(title=f"Message {message.name}")
	words = str(error) if isinstance(error, NotSent) else type(error).__name__
	_write(message.name, status=status, next_try=next_try, claimed_on=None, error=words[:500])
	frappe.db.commit()
	return status


def _free_stuck(now: datetime) -> None:
	"""Messages whose worker died: try again what cannot have left the database, give up the others."""
	table = DocType("Process Message")
	stuck = table.status.isin(OPEN) & (table.claimed_on < now - STUCK)
	query = frappe.qb.update(table).set(table.claimed_on, None)
	query.set(table.next_try, now).where(stuck & (table.channel != events.ROBOT)).run()
	query = frappe.qb.update(table).set(table.claimed_on, None).set(table.status, "Dead")
	query = query.set(table.error, _("It is not known whether this arrived: the sending was interrupted"))
	query.where(stuck & (table.channel == events.ROBOT)).run()
	frappe.db.commit()


def send_again(names: list[str]) -> int:
	"""Let dead or failed messages wait anew, with all their attempts; how many. The caller has checked who asks."""
	table = DocType("Process Message")
	query = frappe.qb.update(table).set(table.status, "Waiting").set(table.attempts, 0)
	query = query.set(table.next_try, now_datetime()).set(table.error, None)
	query.where(
		table.name.isin(names) & table.status.isin(("Dead", "Failed")) & table.claimed_on.isnull()
	).run()
	return frappe.db._cursor.rowcount


def _write(name: str, **values: Any) -> None:
	values |= {"modified": now_datetime()}
	text = statements.update("Process Message", tuple(values))
	statements.run(text, [*values.values(), name])
