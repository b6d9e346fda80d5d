"""Who may do what, written down apart from the engine: acts by anybody else must be refused and change nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from liuwan_process.engine import acts, office, signers, waiting
from liuwan_process.engine.take_back import take_back
from tests.machine.case import Case, Row

WHY = "Because"
Forbidden = tuple[str, Callable[[str], Any]]


def forbidden(case: Case, user: str, others: list[str], administrators: list[str]) -> list[Forbidden]:
	"""Acts that `user` has no right to do in a case, as (name, call with a key)."""
	name, found = case.run.name, []
	if user not in administrators:
		found += _of_the_office(case, name, others)
	if user != case.run.initiator:
		found.append(("withdraw", lambda key: acts.withdraw(name, WHY, key)))
		found.append(("urge", lambda key: acts.urge(name, WHY, key)))
	for task in case.live:
		if user not in (task.assignee, task.on_behalf_of):
			found += _on_a_task(task, user in administrators, user, others)
	for task in case.tasks:
		if task.acted_by != user:
			found.append(("take_back", lambda key, t=task.name: take_back(t, WHY, key)))
		if task.status not in ("Open", "Waiting"):
			found.append(
				("decide what is closed", lambda key, t=task.name: acts.decide(t, "Approve", WHY, key=key))
			)
	return found


def _of_the_office(case: Case, name: str, others: list[str]) -> list[Forbidden]:
	step = case.tasks[0].step
	return [
		("suspend", lambda key: office.suspend(name, WHY, key)),
		("resume", lambda key: office.resume(name, WHY, key)),
		("jump", lambda key: office.jump(name, step, WHY, key=key)),
		("leave_out", lambda key: office.leave_out(name, step, WHY, key)),
		("insert", lambda key: office.insert(name, step, "Mine", others[:1], WHY, key=key)),
		("hand_over", lambda key: office.hand_over(name, others[0], others[1], WHY, key)),
		("terminate", lambda key: acts.terminate(name, WHY, key)),
	]


def _on_a_task(task: Row, administrator: bool, user: str, others: list[str]) -> list[Forbidden]:
	name = task.name
	found: list[Forbidden] = [
		("decide", lambda key: acts.decide(name, "Approve", WHY, key=key)),
		("send_back", lambda key: acts.send_back(name, task.step, WHY, key)),
		("add", lambda key: signers.add(name, others[:1], "Beside", WHY, key=key)),
		("pause", lambda key: waiting.pause(name, WHY, key)),
		("go_on", lambda key: waiting.go_on(name, WHY, key)),
	]
	if not administrator:
		found.append(("transfer", lambda key: acts.transfer(name, others[0], WHY, key)))
	if not administrator and user != task.added_by:
		found.append(("remove", lambda key: signers.remove(name, WHY, key)))
	return found
