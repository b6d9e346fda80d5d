"""When tasks are due, how long they took, and what the scheduled sweep does with those that are late."""

from __future__ import annotations

from datetime import datetime

from liuwan_process.definition.model import Limit
from liuwan_process.process_organization.calendar import get_calendar


def due(limit: Limit | None, opened: datetime, unit: str | None) -> tuple[datetime | None, datetime | None]:
	"""(due, warn) of a task opened now for somebody of an org unit; None without a limit or a warning."""
	if limit is None:
		return None, None
	calendar = get_calendar(unit)
	due_on = calendar.add(opened, limit.amount, limit.unit)
	if not limit.warn_before:
		return due_on, None
	return due_on, calendar.add(opened, max(limit.amount - limit.warn_before, 0), limit.unit)


def used(opened: datetime, seen: datetime | None, closed: datetime, unit: str | None) -> tuple[int, int]:
	"""Working seconds (waiting until the person opened the task, working until it was closed)."""
	calendar = get_calendar(unit)
	seen = min(max(seen or closed, opened), closed)
	return calendar.between(opened, seen), calendar.between(seen, closed)
