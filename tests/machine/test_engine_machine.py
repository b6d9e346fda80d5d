"""Random people do random acts in random flows, in the real engine; after each act the case is held against the rules.

`LIUWAN_EXAMPLES=10000` runs as many flows, each with up to ACTS acts and then to its end; `LIUWAN_SEED` says which.
"""

import os
from collections.abc import Callable
from datetime import timedelta

import frappe
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
	RuleBasedStateMachine,
	initialize,
	precondition,
	rule,
	run_state_machine_as_test,
)

from liuwan_process.definition import branches
from liuwan_process.definition.model import ROUTING_KINDS
from liuwan_process.engine import acts, inbox, office, repair, signers, waiting
from liuwan_process.engine.take_back import take_back
from tests.factories import person
from tests.machine import clockwork, outside, people
from tests.machine.case import Row
from tests.machine.flows import OFFICE, POOL, peopled_definitions
from tests.machine.leading import Leading
from tests.machine.office import Office
from tests.machine.outside import Outside
from tests.machine.people import WHY
from tests.machine.world import World, counts
from tests.test_generated_definitions import version

__all__ = ["version"]  # the fixture

EXAMPLES = int(os.environ.get("LIUWAN_EXAMPLES") or 100)
SEED = os.environ.get("LIUWAN_SEED")
ACTS = 12
MOST_ACTS_TO_THE_END = 150

some = st.integers(0, 11)
logins = st.sampled_from(POOL)
SPANS = (timedelta(minutes=2), timedelta(hours=3), timedelta(days=2), timedelta(days=45))
running = precondition(lambda self: self.world.case.running)
started = precondition(lambda self: not self.world.case.over)


class Machine(Office, Leading, Outside, RuleBasedStateMachine):
	@initialize(
		definition=peopled_definitions(person),
		amount=st.integers(0, 12),
		who=st.sampled_from(("miner1", "expert1")),
		lead=st.sampled_from((None, "safety", "expert2")),
		urgent=st.booleans(),
	)
	def begin(self, definition, amount, who, lead, urgent):
		self.delegations: dict[str, str] = {}
		self.world = World(definition, amount, person(who), lead and person(lead), urgent)
		counts["flows"] += 1

	def pick(self, number: int, **wanted: str) -> Row | None:
		"""One of the tasks that somebody still has to do."""
		found = [t for t in self.world.case.live if all(t[field] == v for field, v in wanted.items())]
		return found[number % len(found)] if found else None

	@property
	def made_up(self) -> bool:
		return bool(self.world.facts.making_up)

	@running
	@rule(number=some, choice=some)
	def decide(self, number, choice):
		self._decide(number, choice)

	@running
	@rule(number=some)
	def approve(self, number):
		self._decide(number, None)

	def _decide(self, number: int, choice: int | None) -> None:
		world, task = self.world, self.pick(number, status="Open")
		if task is None:
			return
		offered = acts.offered(world.definition, task.step)
		action = self._on(task) if choice is None else list(offered)[choice % len(offered)]
		user = task.on_behalf_of if choice and task.on_behalf_of else task.assignee
		rows = world.act("decide", user, lambda key: acts.decide(task.name, action, WHY, key=key))
		self._count(task, action, offered[action], rows)

	def _on(self, task: Row) -> str:
		"""The action that leads to the end."""
		failed = self.world.definition.by_id[task.step].kind in ROUTING_KINDS
		return repair.WITHOUT if failed else self.world.replay([]).approving(task.step)

	def _count(self, task: Row, action: str, decision: str, rows: list[Row]) -> None:
		world, visit = self.world, self.world.visits[task.token]
		if world.definition.by_id[task.step].kind not in ROUTING_KINDS:
			world.frames[task.step] = world.before[world.now].case.state.token(task.token).frames
		left = any(
			t.added in ("Beside", "After") and t.name != task.name
			for t in [*world.before[world.now].case.of_token(task.token), *self._asked_after(task)]
		)
		if task.added == "Before":
			decided = None
		elif task.added:
			decided = visit.signer_says(action, decision, left)
		else:
			decided = visit.say(action, decision, task.weight, left)
		world.decided(task.token, decided, rows)

	def _asked_after(self, task: Row) -> list[Row]:
		"""Signers whom this very act added."""
		now = self.world.now
		return [t for t in self.world.case.tasks if t.opened_on == now and t.added and t.token == task.token]

	@running
	@rule(number=some, to=some, then=st.sampled_from((acts.AGAIN, acts.AGAIN, acts.BACK)))
	def send_back(self, number, to, then):
		world, task = self.world, self.pick(number, status="Open")
		steps = sorted(step for step in world.frames if task and step != task.step)
		if not steps:
			return
		step = steps[to % len(steps)]
		call = lambda key: acts.send_back(task.name, step, WHY, key, then)  # noqa: E731
		here = world.case.state.token(task.token)
		behind = branches.lies_behind(world.definition, here, step, world.frames[step])
		may_fail = self.made_up or then == acts.BACK or not behind
		rows = world.act(f"return {then}", task.assignee, call, may_fail)
		if rows:
			assert behind, f"returned from {here} into another branch, to {step}"
			world.sent_back(task.token, step, rows)

	@running
	@rule(number=some, to=logins)
	def transfer(self, number, to):
		self._stay("transfer", number, lambda task, key: acts.transfer(task.name, person(to), WHY, key))

	@running
	@rule(number=some)
	def pause(self, number):
		self._stay("pause", number, lambda task, key: waiting.pause(task.name, WHY, key))

	@running
	@rule(number=some)
	def go_on(self, number):
		self._stay("go on", number, lambda task, key: waiting.go_on(task.name, WHY, key))

	@running
	@rule(
		number=some,
		others=st.lists(logins, min_size=1, max_size=2, unique=True),
		how=st.sampled_from(("Before", "Beside")),
	)
	def add_signer(self, number, others, how):
		users = [person(other) for other in others]
		self._stay(f"add {how}", number, lambda task, key: signers.add(task.name, users, how, WHY, key=key))

	def _stay(self, what: str, number: int, call: Callable) -> None:
		"""An act on a task that moves nothing; the rules of some (who already has the task) may refuse it."""
		task = self.pick(number, status="Open")
		if task and self.world.act(what, task.assignee, lambda key: call(task, key), may_fail=True):
			self.world.stays()

	@running
	@rule(number=some, other=logins)
	def add_signer_after(self, number, other):
		world, task = self.world, self.pick(number, status="Open")
		if task is None:
			return
		call = lambda key: signers.add(task.name, [person(other)], "After", WHY, key=key)  # noqa: E731
		rows = world.act("add After", task.assignee, call, may_fail=True)
		if rows:
			self._count(task, self.world.replay([]).approving(task.step), "approve", rows)

	@running
	@rule(number=some)
	def remove_signer(self, number):
		world = self.world
		added = [task for task in world.case.live if task.added]
		if not added:
			return
		task = added[number % len(added)]
		rows = world.act("remove", task.added_by, lambda key: signers.remove(task.name, WHY, key))
		left = any(t.added in ("Beside", "After") for t in world.case.of_token(task.token))
		decided = None if task.added == "Before" else world.visits[task.token].signer_gone(left)
		world.decided(task.token, decided, rows)

	@running
	@rule(number=some)
	def take_back(self, number):
		world = self.world
		mine = [
			t for t in world.case.tasks if t.acted_by and t.closed_on in world.before and t.kind != "start"
		]
		if not mine:
			return
		task = sorted(mine, key=lambda t: (t.closed_on, t.token), reverse=True)[number % 2 % len(mine)]
		call = lambda key: take_back(task.name, WHY, key)  # noqa: E731
		if world.act("take back", task.acted_by, call, may_fail=True):
			self._as_it_was(world.before[task.closed_on])

	def _as_it_was(self, before) -> None:
		world = self.world
		world.visits, world.frames = dict(before.visits), dict(before.frames)
		world.expect(before.case.state)
		assert world.case.memory == before.case.memory
		facts = (
			"name",
			"status",
			"assignee",
			"on_behalf_of",
			"added",
			"added_by",
			"weight",
			"due_on",
			"paused_on",
		)
		here, there = ([tuple(t[f] for f in facts) for t in case.live] for case in (world.case, before.case))
		assert here == there, (here, there)

	@started
	@rule(chosen=st.sampled_from(("withdraw", "terminate", "go on", "go on", "go on", "go on")))
	def end(self, chosen):
		world = self.world
		if chosen == "go on" or (chosen == "withdraw" and not world.case.running):
			return
		if chosen == "withdraw":
			call = lambda key: acts.withdraw(world.name, WHY, key)  # noqa: E731
			world.act(chosen, world.case.run.initiator, call, self.made_up)
		elif world.case.running:
			world.act(chosen, person("office"), lambda key: acts.terminate(world.name, WHY, key))
		if world.case.over:
			assert not world.case.live
			world.expect(type(world.case.state)((), world.case.state.next))

	@rule(who=logins)
	def comment(self, who):
		world = self.world
		world.act("comment", person(who), lambda key: acts.comment(world.name, "Well", key=key))
		world.stays()

	@running
	@rule(number=some)
	def open_task(self, number):
		world, task = self.world, self.pick(number)
		if task is None:
			return
		with world.as_person(task.assignee):
			inbox.mark_seen(task.name, task.assignee)
		world.look()

	@rule(who=logins, to=logins)
	def delegate(self, who, to):
		"""Somebody is away from now on, or back; circles are left to the engine."""
		if name := self.delegations.pop(who, None):
			frappe.db.set_value("Delegation", name, "enabled", 0)
		elif who != to:
			self.delegations[who] = self._delegation(person(who), person(to))

	def _delegation(self, who: str, to: str) -> str:
		values = {"delegator": who, "delegate": to, "enabled": 1, "process_codes": ""}
		values |= {"from_time": "2026-11-01 00:00:00", "to_time": "2036-11-01 00:00:00"}
		row = frappe.get_doc({"doctype": "Delegation", **values})
		row.db_insert()
		return row.name

	@started
	@rule(span=st.sampled_from(SPANS), together=st.booleans())
	def pass_time(self, span, together):
		clockwork.pass_time(self.world, span, together)

	@rule(who=logins, number=st.integers(0, 1000))
	def without_the_right(self, who, number):
		world, user = self.world, person(who)
		others = [other for other in world.people if other != user]
		found = people.forbidden(world.case, world.definition, user, others, list(map(person, OFFICE)))
		if found:
			world.refused(found[number % len(found)][0], user, found[number % len(found)][1])

	@rule()
	def again(self):
		self.world.again()

	def teardown(self):
		try:
			if hasattr(self, "world") and self.world.judged:
				self._to_the_end()
				counts.update(f"log: {row.act}" for row in self.world.case.log)
		finally:
			frappe.db.rollback()
			frappe.db.after_commit.reset()
			frappe.set_user("Administrator")

	def _to_the_end(self) -> None:
		"""From wherever people have brought a case, approvals lead it to its end."""
		world = self.world
		if world.case.run.status == "Suspended":
			world.act("resume", person("office"), lambda key: office.resume(world.name, WHY, key))
			world.stays()
		driven = world.case.running
		for _act in range(MOST_ACTS_TO_THE_END):
			if not world.case.running:
				break
			self._go_on()
		assert world.case.over and (not driven or world.case.run.status == "Completed"), world.case.state

	def _go_on(self) -> None:
		"""An approval; or what has come from outside is taken up, or comes."""
		if self.pick(0, status="Open"):
			self._decide(0, None)
		elif self.world.case.open_calls():
			outside.answer(self.world, 0, "good")
		elif below := outside.running_below(self.world):
			outside.act_below(self.world, below[0], "approve")
		else:
			outside.take_up(self.world, 0)


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_whatever_people_do_a_case_stays_whole(version):
	chosen = settings(
		max_examples=EXAMPLES,
		stateful_step_count=ACTS,
		deadline=None,
		database=None,
		derandomize="LIUWAN_EXAMPLES" not in os.environ,
		report_multiple_bugs=False,
		phases=(Phase.generate, Phase.shrink),
		suppress_health_check=list(HealthCheck),
	)
	try:
		run_state_machine_as_test(seed(int(SEED))(Machine) if SEED else Machine, settings=chosen)
	finally:
		print("\n".join(f"{count:8} {what}" for what, count in sorted(counts.items())))
