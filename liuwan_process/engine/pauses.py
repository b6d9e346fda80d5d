"""The clock of a task stands still while it waits for somebody else; afterwards its limit goes on where it was."""

from __future__ import annotations

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
	count(run, task)
	if since and task.due_on and limit:
		due_on = clock.moved(limit, task.due_on, since, run.now, task.assignee_unit)
		values |= {"due_on": due_on, "warn_on": clock.next_look(limit, due_on, run.now, task.assignee_unit)}
	run.change_task(task, **values)


def count(run: Run, task: dict[str, Any]) -> None:
	"""Add the working seconds of a pause to what the task has stood still."""
	if task.paused_on:
		stood = clock.get_calendar(task.assignee_unit).between(task.paused_on, run.now)
		task.update(paused_seconds=(task.paused_seconds or 0) + max(stood, 0), paused_on=None)
