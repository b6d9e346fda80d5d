"""What comes to a random case from outside: answers of other systems, and runs below it that go on and end."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import frappe
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from liuwan_process.definition.strategies import CHILD
from liuwan_process.engine import acts, calls, children, outgoing, versions
from liuwan_process.engine.outgoing import Outcome
from tests.factories import person
from tests.machine.case import Case, Row
from tests.machine.checks import faults
from tests.machine.flows import OFFICE
from tests.machine.people import WHY
from tests.machine.replay import NO_REASON
from tests.machine.world import Before, World, counts

GOOD = "answered"
OUTCOMES = {
	"good": Outcome(answer={"answer": GOOD}),
	"odd": Outcome(answer={"other": 1}),
	"down": Outcome(error="It does not answer"),
	"refused": Outcome(error="It will not", final=True),
}
BELOW = {"approve": "Completed", "refuse": "Refused", "withdraw": "Withdrawn", "terminate": "Terminated"}
some = st.integers(0, 11)
started = precondition(lambda self: not self.world.case.over)


class Outside:
	"""Rules of the machine."""

	@started
	@rule(number=some, outcome=st.sampled_from(("good", "good", *OUTCOMES)))
	def answer(self, number, outcome):
		if self.world.case.open_calls():
			answer(self.world, number, outcome)

	@rule(number=some, what=st.sampled_from(("approve", "approve", *BELOW)))
	def below(self, number, what):
		if found := running_below(self.world):
			act_below(self.world, found[number % len(found)], what)

	@started
	@rule(number=some)
	def take_up(self, number):
		if any(row.status in BELOW.values() for row in self.world.case.below()):
			take_up(self.world, number)


def running_below(world: World) -> list[Row]:
	return [row for row in world.case.children if row.status == "Running"]


def answer(world: World, number: int, outcome: str) -> None:
	"""Another system answers, or a worker goes on with an answer that could not be used before."""
	found = world.case.open_calls()
	call = found[number % len(found)]
	world.now = max(world.now, call.next_on)
	made = call.status == "Waiting"
	with mock.patch.object(outgoing, "post", return_value=OUTCOMES[outcome]) as post:
		rows = _errand(world, lambda: calls.make(call.name, world.now), expected=True)
	assert post.called == made, "an answer that is there was asked for again"
	counts[f"call: {outcome}" if made else "call: taken up"] += 1
	after = next(row for row in world.case.calls if row.name == call.name)
	_judge_call(world, call, after, rows, outcome, made)


def _judge_call(world: World, call: Row, after: Row, rows: list[Row], outcome: str, made: bool) -> None:
	step = world.definition.by_id[call.step]
	if made and outcome == "down" and call.attempts + 1 < step.call.attempts:
		assert (after.status, after.attempts) == ("Waiting", call.attempts + 1)
		assert after.next_on > world.now and not rows
		return world.stays()
	outcome = world.answers.setdefault(call.name, outcome) if not made else outcome
	world.answers[call.name] = outcome
	if not world.before[world.now].case.running:
		assert after.status == ("Answered" if outcome in ("good", "odd") else "Failed") and not rows
		return world.stays()
	if outcome != "good":
		assert (after.status, after.next_on, rows[0].act) == ("Failed", None, "Call Failed")
		return _office_is_asked(world, call.token)
	assert (after.status, after.next_on, rows[0].act) == ("Done", None, "Call Answered")
	_left(world, call.token, {row.target: GOOD for row in step.call.take}, rows)


def act_below(world: World, child: Row, what: str) -> None:
	"""Somebody decides or ends a run below; the run above goes on later."""
	definition = versions.get_definition(versions.current_version(CHILD))
	case = Case.read(child.name, definition.doctype)
	[task] = case.live
	call = {
		"approve": (task.assignee, lambda: acts.decide(task.name, "Approve")),
		"refuse": (task.assignee, lambda: acts.decide(task.name, "Refuse", WHY)),
		"withdraw": (case.run.initiator, lambda: acts.withdraw(child.name, WHY)),
		"terminate": (person(OFFICE[1]), lambda: acts.terminate(child.name, WHY)),
	}
	user, act = call[what]
	before = world.case.state
	world.now += timedelta(seconds=1)
	with world.as_person(user):
		act()
	counts[f"below: {what}"] += 1
	case = Case.read(child.name, definition.doctype)
	assert case.run.status == BELOW[what]
	found = faults(case, definition)
	assert not found, found
	world.look()
	world.expect(before)


def take_up(world: World, number: int) -> None:
	"""A run below has ended: the one above goes on, unless it is suspended."""
	ended = [row for row in world.case.below() if row.status in BELOW.values()]
	child = ended[number % len(ended)]
	running = world.case.running
	rows = _errand(world, lambda: children.go_on(child.name), expected=running)
	counts[f"taken up: {child.status if running else 'not now'}"] += 1
	if not running:
		return world.stays()
	assert rows[0].act == "Sub-process Ended"
	if child.status != "Completed":
		return _office_is_asked(world, child.parent_token)
	step = world.definition.by_id[child.parent_step]
	_left(world, child.parent_token, {row.target: NO_REASON for row in step.subprocess.take}, rows)


def _errand(world: World, errand, expected: bool) -> list[Row]:
	"""Something that the engine does by itself; the rows that it wrote."""
	world.judged = False
	world.now += timedelta(seconds=1)
	visits = {token: visit.copy() for token, visit in world.visits.items()}
	world.before[world.now] = Before(world.case, visits, dict(world.frames))
	known = {row.name for row in world.case.log}
	with world.as_person("Administrator"), in_one_transaction():
		assert errand() == expected
	world.look()
	return [row for row in world.case.log if row.name not in known]


@contextmanager
def in_one_transaction():
	"""Errands commit for themselves; here all of it is undone at the end, and none of them may fail."""

	def rollback(*, save_point: str | None = None) -> None:
		assert save_point, "an errand failed"
		undo(save_point=save_point)

	undo = frappe.db.rollback
	with mock.patch.multiple(frappe.db, commit=lambda: None, rollback=rollback):
		yield


def _office_is_asked(world: World, token: int) -> None:
	assert world.case.of_token(token), "a step failed, and nobody is asked"
	world.stays()


def _left(world: World, token: int, taken: dict, rows: list[Row]) -> None:
	state, replay = world.before[world.now].case.state, world.replay(rows)
	replay.take(taken)
	after = replay.leave(state, token, replay.approving(state.token(token).step))
	world.expect(after, replay)
