"""What an act has to tell people. It is written with the act's log; a job that starts after commit delivers it.

The job is only the quick way: what it does not deliver, the sweep of `telling.outbox` finds in the log.
"""

from __future__ import annotations

import time
from contextlib import suppress
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import frappe
import redis

from liuwan_process.engine import clock

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run

JOB = "liuwan_process.telling.outbox.deliver"
JOB_OF_MANY = "liuwan_process.telling.outbox.deliver_many"
PATIENCE = 0.2  # seconds that an act waits for the queue
PAUSE = 30  # seconds in which nobody asks a queue again that did not answer
_not_before = 0.0


def messages(run: Run) -> list[list[str]]:
	"""[user, event, task or run] of everybody to tell, nobody twice; those who acted are not told of it.

	Nobody is told of what happens in a simulated time.
	"""
	if clock.is_simulated():
		return []
	told = dict.fromkeys(tuple(each) for each in run.told if each[0] and each[0] != run.user)
	return [list(each) for each in told]


def after_commit(*runs: Run) -> None:
	"""Have the acts delivered, by one job, and open pages shown anew as soon as they are in the database."""
	logs = [run.log[0]["name"] for run in runs if run.log]
	if logs and not clock.is_simulated():
		frappe.db.after_commit.add(partial(wake, logs))


def wake(logs: list[str]) -> bool:
	"""Queue the delivery of log rows; whether the queue took it. A queue that is down neither fails nor slows an act."""
	return start_job(JOB, log=logs[0]) if len(logs) == 1 else start_job(JOB_OF_MANY, logs=logs)


def job_after_commit(job: str, **arguments: str) -> None:
	"""Have a worker do something as soon as the act is in the database; what it misses is picked up later."""
	frappe.db.after_commit.add(partial(start_job, job, **arguments))


def start_job(job: str, **arguments: Any) -> bool:
	global _not_before
	if time.monotonic() < _not_before:
		return False
	try:
		_require_queue()
		frappe.enqueue(job, queue="short", **arguments)
	except Exception as error:
		_not_before = time.monotonic() + PAUSE
		frappe.logger("liuwan_process").warning(f"The job queue did not take {arguments}: {error}")
		return False
	return True


def _require_queue() -> None:
	"""Raises redis.ConnectionError when nobody answers; one that wants a password, which Frappe knows, has answered."""
	with suppress(redis.AuthenticationError, redis.ResponseError):
		queue(frappe.conf.redis_queue).ping()


@lru_cache(maxsize=4)
def queue(address: str) -> redis.Redis:
	"""Frappe's own connection tries for seconds; this one says at once whether somebody is there."""
	return redis.Redis.from_url(address, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
