"""Who may do what, written down apart from the engine: acts by anybody else must be refused and change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import frappe

from liuwan_process.definition.model import Definition
from liuwan_process.engine import acts, lead, office, signers, waiting
from liuwan_process.engine.take_back import take_back
from tests.machine.case import Case, Row

WHY = "Because"
Forbidden = tuple[str, Callable[[str], Any]]


def forbidden(
	case: Case, definition: Definition, user: str, others: list[str], administrators: list[str]
) -> list[Forbidden]:
	"""Acts that `user` has no right to do in a case, as (name, call with a key)."""
	found = [] if user in administrators else _of_the_office(case, case.run.name, others)
	found += _of_the_run(case, user, others, administrators)
	for task in case.live:
		if user not in (task.assignee, task.on_behalf_of):
			found += _on_a_task(task, user in administrators, user, others)
			if user != case.run.lead_person or not definition.by_id[task.step].lead_decides:
				found.append(("decide", lambda key, t=task.name: acts.decide(t, "Approve", WHY, key=key)))
	for task in case.tasks:
		found += _on_any_task(task, user)
	return found


def _of_the_run(case: Case, user: str, others: list[str], administrators: list[str]) -> Iterator[Forbidden]:
	name = case.run.name
	if user != case.run.initiator:
		yield "withdraw", lambda key: acts.withdraw(name, WHY, key)
	if user not in (case.run.initiator, case.run.lead_person):
		yield "urge", lambda key: acts.urge(name, WHY, key)
	if user not in namers(case, administrators):
		yield "name lead", lambda key: lead.name_lead(name, others[0], WHY, key)


def _on_any_task(task: Row, user: str) -> Iterator[Forbidden]:
	name = task.name
	if task.acted_by != user:
		yield "take_back", lambda key: take_back(name, WHY, key)
	if task.status not in ("Open", "Waiting"):
		yield "decide what is closed", lambda key: acts.decide(name, "Approve", WHY, key=key)


def namers(case: Case, administrators: list[str]) -> set[str]:
	"""Who may name the lead person: the nearest head above the initiator, the owner, the office, the present one."""
	owner = frappe.db.get_value("Process", case.run.process_code, "process_owner", cache=True)
	found = {_head_above(case.run.initiator), case.run.lead_person, *administrators}
	if owner:
		found.add(frappe.db.get_value("Staff Member", owner, "user"))
	return found - {None}


@cache
def _head_above(user: str) -> str | None:
	unit = frappe.db.get_value("Staff Member", {"user": user}, "org_unit")
	while unit:
		head, above = frappe.db.get_value("Org Unit", unit, ["head", "parent_org_unit"])
		who = head and frappe.db.get_value("Staff Member", {"name": head, "status": "Active"}, "user")
		if who and who != user:
			return who
		unit = above
	return None


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
