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

from liuwan_process.definition import flow, insertion
from liuwan_process.definition.dump import dump as document_of
from liuwan_process.definition.flow import State
from liuwan_process.definition.model import ROUTING_KINDS, Definition
from liuwan_process.engine import clock, repair, versions
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.start import start
from tests.factories import person
from tests.machine.case import Case, Row, dump
from tests.machine.checks import faults
from tests.machine.flows import POOL
from tests.machine.people import WHY
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


@dataclass
class Facts:
	"""What the steps that nobody does have made of a case: its form, what is put off, the end that it makes up for."""

	values: dict[str, Any]
	put_off: tuple[str, ...] = ()
	making_up: str = ""


class World:
	def __init__(
		self, definition: Definition, amount: int, initiator: str, lead: str | None, urgent: bool
	) -> None:
		self.now = MONDAY
		self.base = install(definition)
		self.facts = Facts({"amount": amount, "reason": ""})
		self.urgent = urgent and bool(definition.urgent_quota)
		self.visits: dict[int, Visit] = {}
		self.frames: dict[str, tuple[str, ...]] = {}  # of the latest finished visit of each step
		self.before: dict[datetime, Before] = {}
		self.people = [person(login) for login in POOL]
		self.answers: dict[str, str] = {}  # what came of calls
		self.number = 0
		self.judged = True  # whether the last act has been held against the rules, and has passed
		self.last: tuple[str, Callable[[str], Any], str, Any] | None = None
		lead = self._lead(initiator, lead)
		if urgent and not self.urgent:
			self.not_started(initiator, lead_person=lead, urgent=True, urgent_reason=WHY)
		wanted = {"urgent": True, "urgent_reason": WHY} if self.urgent else {}
		with self.as_person(initiator):
			answer = start(CODE, {"amount": amount}, key="start", lead_person=lead, **wanted)
		self.case = Case.read(answer["instance"], self.base.doctype)
		self.history: list[Row] = []  # states that the log kept, act by act
		replay = self.replay(self.case.log)
		self.expect(replay.begin(replay.approving(self.base.start.id)), replay)
		self.frames[self.base.start.id] = ()

	def _lead(self, initiator: str, lead: str | None) -> str | None:
		"""Whom the process lets lead a case that starts; a start that it does not allow is tried, and refused."""
		if bool(lead) == (self.base.lead == "none") and self.base.lead != "optional":
			self.not_started(initiator, lead_person=lead)
			return None if lead else person("safety")
		return lead

	def not_started(self, user: str, **wanted: Any) -> None:
		frappe.db.savepoint("not_started")
		try:
			with self.as_person(user):
				start(CODE, {"amount": self.facts.values["amount"]}, key="not started", **wanted)
		except EngineError:
			counts["start: refused"] += 1
		else:
			raise AssertionError(f"{user} could start with {wanted}")
		finally:
			frappe.set_user("Administrator")
			frappe.db.rollback(save_point="not_started")

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
		facts = self.facts
		return Replay(self.definition, facts.values, passed, self.urgent, facts.put_off, facts.making_up)

	def expect(self, state: State, replay: Replay | None = None) -> None:
		"""The case stands where the rules say, is whole, and what is new in it is taken note of."""
		assert self.case.state.tokens == state.tokens, (self.case.state, state)
		if replay and replay.ended:
			assert self.case.run.status == replay.ended, (self.case.run.status, replay.ended)
		if replay:
			self.facts = Facts(replay.values, replay.put_off, replay.making_up)
		self._check_facts()
		found = faults(self.case, self.definition)
		assert not found, found
		self._follow_log()
		self._open_visits()
		self.judged = True

	def _check_facts(self) -> None:
		case, facts = self.case, self.facts
		form = {name: case.form[name] or "" for name in facts.values} | {"amount": case.form.amount}
		assert form == facts.values, (form, facts)
		assert set(case.put_off) == set(facts.put_off), (case.put_off, facts)
		assert (case.run.making_up or "") == facts.making_up, (case.run.making_up, facts)

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
		if step.kind not in ROUTING_KINDS:
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
		action, step = decided[0], self.definition.by_id[state.token(token).step]
		if step.kind in ROUTING_KINDS and action == repair.AGAIN:
			after = replay.open_again(state, token)
		elif back and decided[1] == "approve":
			after = flow.send_back(
				replay.definition, state, token, back["step"], state.token(token).frames
			).state
		else:
			after = replay.leave(
				state, token, replay.approving(step.id) if action == repair.WITHOUT else action
			)
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
