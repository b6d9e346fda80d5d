"""Who acts for whom: follows the delegations that hold now from one person to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liuwan_process.definition.model import Step
from liuwan_process.engine import people

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run


def stand_in(run: Run, step: Step, user: str) -> str:
	"""Whoever has the tasks of `user` in this run now; `user` where nobody stands in.

	A chain is followed to its end; where it comes back to somebody in it, it stops before.
	"""
	chain = [user]
	while (following := _delegate(run, step, chain[-1])) and following not in chain:
		chain.append(following)
	return chain[-1]


def _delegate(run: Run, step: Step, user: str) -> str | None:
	for delegation in run.persons([user])[user].get("delegations") or ():
		if covers(delegation, run.instance) and _may_stand_in(run, step, delegation.delegate):
			return delegation.delegate
	return None


def _may_stand_in(run: Run, step: Step, user: str) -> bool:
	"""Nobody approves a request of their own for somebody else; who has left stands in for nobody."""
	if step.kind == "approval" and user == run.instance.initiator:
		return False
	return bool(run.persons([user]))


def covers(delegation: dict[str, Any], instance: dict[str, Any]) -> bool:
	"""Whether a delegation {processes, unit} holds for the runs of this process and of the initiator's unit."""
	processes = (delegation["processes"] or "").split()
	if processes and instance["process_code"] not in processes:
		return False
	return not delegation["unit"] or delegation["unit"] in people.ancestors(instance["initiator_unit"])
