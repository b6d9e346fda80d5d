"""What time it is, when tasks are due and how long they took. What happens to late ones is in `sweep.py`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from frappe.utils import now_datetime

from liuwan_process.definition.model import Limit
from liuwan_process.process_organization.calendar import get_calendar
from liuwan_process.process_organization.working_time import WORKING_UNITS

_simulated: ContextVar[datetime | None] = ContextVar("liuwan_process_now", default=None)


def now() -> datetime:
	"""The engine's time: the site's, or the one that `at` sets."""
	return _simulated.get() or now_datetime()


def is_simulated() -> bool:
	"""Whether `at` has set the time; nobody is told of what happens then."""
	return _simulated.get() is not None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
	"""Let everything that the engine does inside happen at `moment`. For replays and tests."""
	before = _simulated.set(moment)
	try:
		yield
	finally:
		_simulated.reset(before)


def due(limit: Limit | None, opened: datetime, unit: str | None) -> tuple[datetime | None, datetime | None]:
	"""(due, next look) of a task opened now for somebody of an org unit.

	The next look is the moment of the warning, or the due time where no warning is wanted; None without a limit.
	"""
	if limit is None:
		return None, None
	calendar = get_calendar(unit)
	due_on = calendar.add(opened, limit.amount, limit.unit)
	if not 0 < limit.warn_before < limit.amount:
		return due_on, due_on
	return due_on, calendar.add(opened, limit.amount - limit.warn_before, limit.unit)


def moved(limit: Limit, due: datetime, since: datetime, now: datetime, unit: str | None) -> datetime:
	"""The due time of a task whose clock stood from `since` to `now`: what was left then is left now."""
	if due <= since:
		return due
	if limit.unit not in WORKING_UNITS:
		return due + (now - since)
	calendar = get_calendar(unit)
	return calendar.add(now, calendar.between(since, due) / 3600, "working_hours")


def next_look(limit: Limit, due: datetime, now: datetime, unit: str | None) -> datetime:
	"""When the sweep has to look at a task next: at its warning, when that is still to come, or when it is due."""
	if not 0 < limit.warn_before < limit.amount:
		return due
	warn = get_calendar(unit).add(due, -limit.warn_before, limit.unit)
	return warn if warn > now else due


def used(opened: datetime, seen: datetime | None, closed: datetime, unit: str | None) -> tuple[int, int]:
	"""Working seconds (waiting until the person opened the task, working until it was closed)."""
	calendar = get_calendar(unit)
	seen = min(max(seen or closed, opened), closed)
	return calendar.between(opened, seen), calendar.between(seen, closed)
