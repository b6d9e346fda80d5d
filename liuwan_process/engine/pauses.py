"""The clock of a task stands still while it waits for somebody else; afterwards its limit goes on where it was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuwan_process.engine import clock

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run


def pause(run: Run, task: dict[str, Any], **values: Any) -> None:
	"""Stop the clock of an open task. A clock that stands already stands."""
	run.change_task(task, paused_on=task.paused_on or run.now, warn_on=None, **values)


def resume(run: Run, task: dict[str, Any], **values: Any) -> None:
	"""Let the clock go on: due later by the time that it stood."""
	since, limit = task.paused_on, run.limit_of(run.step(task.step))
	stood = (task.paused_seconds or 0) + standing(task, run.now)
	if since and task.due_on and limit:
		due_on = clock.moved(limit, task.due_on, since, run.now, task.assignee_unit)
		values |= {"due_on": due_on, "warn_on": clock.next_look(limit, due_on, run.now, task.assignee_unit)}
	run.change_task(task, paused_on=None, paused_seconds=stood, **values)


def standing(task: dict[str, Any], until: datetime) -> int:
	"""Working seconds for which the clock of a task has stood in the pause that goes on, if one does.

	A task that came to somebody while it was paused counts its own part of the pause only.
	"""
	if not task.paused_on:
		return 0
	since = max(task.paused_on, task.opened_on)
	return max(clock.get_calendar(task.assignee_unit).between(since, until), 0)


def reopen(task: dict[str, Any], closed_on: datetime) -> dict[str, Any]:
	"""What puts a task that was closed in a pause back into it: the values to change."""
	return {"paused_seconds": (task.paused_seconds or 0) - standing(task, closed_on)}
