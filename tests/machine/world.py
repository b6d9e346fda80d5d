"""One case of a random flow in the real engine, with what the tests know of it: every act is judged as it happens."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import frappe

from liuwan_process.definition import conditions, insertion
from liuwan_process.definition.dump import dump as document_of
from liuwan_process.definition.flow import State
from liuwan_process.definition.model import Definition
from liuwan_process.engine import clock, versions
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.start import start
from tests.factories import person
from tests.machine.case import Case, Row, dump
from tests.machine.checks import faults
from tests.machine.flows import POOL
from tests.machine.replay import Replay
from tests.machine.votes import Decided, Visit

CODE = "T-GENERATED"
MONDAY = datetime(2026, 11, 23, 8, 30)
counts: Counter[str] = Counter()  # what was done, over all examples


@dataclass
class Before:
	"""What is put back when the act that followed is taken back."""

	case: Case
	visits: dict[int, Visit]
	frames: dict[str, tuple[str, ...]]


class World:
	def __init__(self, definition: Definition, amount: int, initiator: str) -> None:
		self.now = MONDAY
		self.amount = amount
		self.base = install(definition)
		self.visits: dict[int, Visit] = {}
		self.frames: dict[str, tuple[str, ...]] = {}  # of the latest finished visit of each step
		self.before: dict[datetime, Before] = {}
		self.people = [person(login) for login in POOL]
		self.number = 0
		self.judged = True  # whether the last act has been held against the rules, and has passed
		self.last: tuple[str, Callable[[str], Any], str, Any] | None = None
		with self.as_person(initiator):
			answer = start(CODE, {"amount": amount}, key="start")
		self.case = Case.read(answer["instance"], self.base.doctype)
		self.history: list[Row] = []  # states that the log kept, act by act
		replay = self.replay(self.case.log)
		self.expect(replay.begin(replay.approving(self.base.start.id)), replay)
		self.frames[self.base.start.id] = ()

	@property
	def definition(self) -> Definition:
		return insertion.insert(self.base, self.case.memory.get("inserted", []))

	@property
	def name(self) -> str:
		return self.case.run.name

	@contextmanager
	def as_person(self, user: str):
		frappe.set_user(user)
		frappe.local.message_log = []
		with clock.at(self.now):
			yield
		frappe.set_user("Administrator")

	def act(
		self, what: str, user: str, call: Callable[[str], Any], may_fail: bool = False
	) -> list[Row] | None:
		"""Let somebody act; the log rows of it, or None when it was refused, which only some acts may be."""
		self.number += 1
		self.judged = False
		self.now += timedelta(seconds=7)
		key = f"{what}-{self.number}"
		self.before[self.now] = Before(
			self.case, {token: visit.copy() for token, visit in self.visits.items()}, dict(self.frames)
		)
		frappe.db.savepoint("act")
		try:
			with self.as_person(user):
				answer = call(key)
		except EngineError as error:
			assert may_fail, f"{what} by {user} was refused: {error}"
			frappe.db.rollback(save_point="act")
			counts[f"{what}: refused"] += 1
			self.judged = True
			return None
		self.last = (user, call, key, answer)
		counts[what] += 1
		known = {row.name for row in self.case.log}
		self.look()
		rows = [row for row in self.case.log if row.name not in known]
		assert rows[0].key == f"{user}:{key}" and len([row for row in rows if row.key]) == 1
		return rows

	def look(self) -> None:
		self.case = Case.read(self.name, self.base.doctype)

	def dump(self) -> list[tuple[str, str]]:
		return dump(self.name, self.base.doctype)

	def refused(self, what: str, user: str, call: Callable[[str], Any]) -> None:
		"""Somebody without the right tries: an error, and not a letter of the case has changed."""
		before = self.dump()
		try:
			with self.as_person(user):
				call(f"wrong-{self.number}")
		except EngineError:
			counts["without the right: refused"] += 1
		else:
			raise AssertionError(f"{user} could {what}")
		finally:
			frappe.set_user("Administrator")
		assert self.dump() == before, f"{what} was refused, and changed something"

	def again(self) -> None:
		"""The last act arrives once more, with its key."""
		if not self.last:
			return
		user, call, key, answer = self.last
		before = self.dump()
		self.now += timedelta(seconds=1)
		with self.as_person(user):
			repeated = call(key)
		assert json.loads(json.dumps(repeated)) == json.loads(json.dumps(answer))
		assert self.dump() == before, "a repeated act changed something"
		counts["repeated with its key"] += 1

	def replay(self, rows: list[Row]) -> Replay:
		"""The pure rules, with what the log rows of one act say about steps that passed by themselves."""
		passed = Counter(row.step for row in rows if row.act in ("Pass", "Skip") and not row.task)
		definition = self.definition
		scope = conditions.scope(definition, {"amount": self.amount}, {})
		return Replay(definition, lambda text: conditions.evaluate(text, scope), passed)

	def expect(self, state: State, replay: Replay | None = None) -> None:
		"""The case stands where the rules say, is whole, and what is new in it is taken note of."""
		assert self.case.state.tokens == state.tokens, (self.case.state, state)
		if replay and replay.ended:
			assert self.case.run.status == replay.ended, (self.case.run.status, replay.ended)
		found = faults(self.case, self.definition)
		assert not found, found
		self._follow_log()
		self._open_visits()
		self.judged = True

	def _follow_log(self) -> None:
		"""The log only grows, and every act leaves in it where the case then stood."""
		states = [row.state for row in self.case.log if row.state]
		assert states[: len(self.history)] == self.history, "the log was rewritten"
		new = states[len(self.history) :]
		assert all(state == self.case.run.state for state in new), "the log tells another story"
		self.history = states

	def _open_visits(self) -> None:
		standing = {token.id: token for token in self.case.state.tokens if not token.waiting}
		self.visits = {token: visit for token, visit in self.visits.items() if token in standing}
		for number in standing.keys() - self.visits.keys():
			self.visits[number] = self._visit(number, standing[number].step)

	def _visit(self, token: int, step_id: str) -> Visit:
		step, tasks = self.definition.by_id[step_id], self.case.of_token(token)
		queue = self.case.memory.get("queues", {}).get(str(token), [])
		weighs = step.completion.rule == "weighted"
		asked = Fraction(len(tasks) + len(queue))
		if weighs:
			asked = sum((Fraction(task.weight) for task in tasks), Fraction(0))
		counts[f"decided by {step.completion.rule} of {len(tasks) + len(queue)}"] += 1
		return Visit(step, tuple(self.definition.actions(step_id)), asked)

	def stays(self) -> None:
		"""The act moved nothing."""
		self.expect(self.before[self.now].case.state)

	def decided(self, token: int, decided: Decided | None, rows: list[Row]) -> None:
		"""What the rule of a step says comes true: it is left by this action, or stands."""
		if decided is None:
			return self.stays()
		state, replay = self.before[self.now].case.state, self.replay(rows)
		back = self.before[self.now].case.memory.get("back", {}).get(str(token))
		if back and decided[1] == "approve":
			after = replay.send_back(state, token, back["step"], state.token(token).frames)
		else:
			after = replay.leave(state, token, decided[0])
		self.expect(after, replay)

	def sent_back(self, token: int, step: str, rows: list[Row]) -> None:
		state, replay = self.before[self.now].case.state, self.replay(rows)
		self.expect(replay.send_back(state, token, step, self.frames[step]), replay)


def install(definition: Definition) -> Definition:
	"""Give the one published version of the test's process another flow; its form stays."""
	version = frappe.db.get_value("Process", CODE, "current_version", cache=True)
	doctype = frappe.db.get_value("Process Version", version, "document_type", cache=True)
	definition = replace(definition, process=CODE, doctype=doctype)
	table = frappe.qb.DocType("Process Version")
	text = json.dumps(document_of(definition))
	frappe.qb.update(table).set(table.definition, text).where(table.name == version).run()
	versions._parsed.pop((frappe.local.site, version), None)
	return versions.get_definition(version)
