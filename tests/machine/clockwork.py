"""Time in a case of the tests: it passes, the clock looks, and whatever it does must follow from the limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction

import frappe
from frappe.query_builder import DocType

from liuwan_process.engine import clock, reminding, sweep
from tests.machine.case import Row
from tests.machine.outside import in_one_transaction
from tests.machine.world import Before, World, counts

MOST = 30  # tasks and reminders of one look at the clock


def pass_time(world: World, span: timedelta, together: bool) -> None:
	"""Time passes, the clock looks, looks again, and looks once more with a clock that was set back.

	`together`: reminders share a transaction first, as they do in a sweep.
	"""
	world.now += span
	if together:
		_remind(world)
	for _task in range(MOST):
		names = list(_ripe(world.name, world.now))
		if not names:
			break
		_deal_with(world, names[0])
	before = world.dump()
	for moment in (world.now, world.now - timedelta(days=2)):
		for name in _ripe(world.name, moment):
			with clock.at(moment):
				assert not sweep.deal_with(name, moment), "the clock did something twice"
	assert world.dump() == before


def _ripe(instance: str, now: datetime) -> Iterator[str]:
	"""What `sweep.ripe` finds of one case."""
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(table.name).orderby(table.warn_on).orderby(table.assignee)
	query = query.where((table.status == "Open") & (table.warn_on <= now) & (table.instance == instance))
	yield from query.run(pluck=True)


def _remind(world: World) -> None:
	"""Of all tasks of which the limit says no more."""
	world.now += timedelta(seconds=1)
	ripe = set(_ripe(world.name, world.now))
	wanted = {name for name in ripe if _is_reminded_of(world, world.case.task(name))}
	known = {row.name for row in world.case.log}
	world.before[world.now] = Before(world.case, dict(world.visits), dict(world.frames))
	with world.as_person(sweep.SYSTEM), in_one_transaction():
		assert reminding.together(dict.fromkeys(ripe, world.name), world.now) == wanted
	world.look()
	new = [(row.act, row.task) for row in world.case.log if row.name not in known]
	assert sorted(new) == sorted(("Remind", name) for name in wanted)
	counts["by the clock: Remind together"] += len(wanted)
	world.stays()


def _is_reminded_of(world: World, task: Row) -> bool:
	step = world.definition.by_id[task.step]
	limit = step.limit_of_make_up if world.facts.making_up else step.limit
	return not task.due_on or world.now < task.due_on or limit.then in ("remind", "escalate")


def _deal_with(world: World, name: str) -> None:
	world.now += timedelta(seconds=1)
	world.before[world.now] = Before(world.case, dict(world.visits), dict(world.frames))
	task, known = world.case.task(name), {row.name for row in world.case.log}
	with world.as_person(sweep.SYSTEM):
		assert sweep.deal_with(name, world.now)
	world.look()
	rows = [row for row in world.case.log if row.name not in known]
	_judge(world, task, rows)


def _judge(world: World, task: Row, rows: list[Row]) -> None:
	act = next(row.act for row in rows if row.task == task.name and row.act != "Delegate")
	counts[f"by the clock: {act}"] += 1
	if act == "Pass":
		world.decided(task.token, (world.replay([]).approving(task.step), "approve"), rows)
	elif act == "Return":
		world.sent_back(task.token, world.base.start.id, rows)
	else:
		_ask_the_takers(world, task)
		world.stays()


def _ask_the_takers(world: World, task: Row) -> None:
	"""A late task that went to several people: each of them is asked."""
	takers = [t for t in world.case.tasks if t.opened_on == world.now and t.token == task.token]
	if takers and not task.added:
		visit = world.visits[task.token]
		visit.asked += (len(takers) - 1) * (Fraction(task.weight) if visit.weighs else 1)
