"""Added signers: what their decisions do to the step of whoever asked them.

Before: whoever asked waits for an opinion and then decides. Beside and After: the step is left only when they have
approved as well; their refusal refuses the step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liuwan_process.engine import pauses

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run

Decided = tuple[str, str]
BEFORE, BESIDE, AFTER = "Before", "Beside", "After"
HOWS = (BEFORE, BESIDE, AFTER)


def settle(run: Run, task: dict[str, Any], decided: Decided | None) -> Decided | None:
	"""(action, decision) of a step after `task` was closed, None while somebody still has to decide."""
	if task.added == BEFORE:
		reopen(run, task)
		return None
	if decided and decided[1] == "refuse":
		return decided
	decided = decided or held(run, task.token)
	if decided and any(each.added in (BESIDE, AFTER) for each in of_token(run, task.token)):
		_hold(run, task.token, decided)
		return None
	return decided


def held(run: Run, token: int) -> Decided | None:
	"""What the step's own people have decided while added signers still have to."""
	kept = run.memory.get("held", {}).get(str(token))
	return (kept[0], kept[1]) if kept else None


def _hold(run: Run, token: int, decided: Decided) -> None:
	run.memory.setdefault("held", {})[str(token)] = list(decided)
	still = _still_to_decide(of_token(run, token))
	for each in of_token(run, token):
		if each not in still:
			run.close_task(each, "Cancelled")


def _still_to_decide(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""Signers beside and after, and whoever they have asked for an opinion before, and so on."""
	still = [task for task in tasks if task.added in (BESIDE, AFTER)]
	for task in still:
		still += [
			each for each in tasks if asked_before(each, task.assignee, task.token) and each not in still
		]
	return still


def reopen(run: Run, task: dict[str, Any]) -> None:
	"""The last opinion asked for before is there, or no longer asked for: whoever asked goes on."""
	others = [each for each in run.tasks if asked_before(each, task.added_by, task.token)]
	waiting = [each for each in of_token(run, task.token) if each.status == "Waiting"]
	for mine in waiting:
		if mine.assignee == task.added_by and not others:
			pauses.resume(run, mine, status="Open")
			run.told.append((mine.assignee, "task", mine.name))


def asked_before(task: dict[str, Any], by: str, token: int) -> bool:
	"""Whether a task is an opinion that somebody asked for before deciding in a step."""
	return task.token == token and task.added == BEFORE and task.added_by == by


def of_token(run: Run, token: int) -> list[dict[str, Any]]:
	return [task for task in run.tasks if task.token == token]
