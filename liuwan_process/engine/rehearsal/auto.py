"""Plays a draft by itself: random walks with values around the conditions, until everything was tried."""

from __future__ import annotations

import ast
import datetime
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import frappe

from liuwan_process.definition import access, conditions
from liuwan_process.definition.conditions import ConditionError
from liuwan_process.definition.model import Definition, FormField, Step
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.rehearsal import coverage, play
from liuwan_process.engine.rehearsal.case import Rehearsal, begin

MOST_ACTS = 150  # of one try; a walk through loops is cut there
MOST_TRIES = 200
REFUSALS = 0.2  # how often a walk takes a way that refuses, where nothing new is to be tried
PERSONS = ("User", "Staff Member")


@dataclass
class Played:
	"""What the walks tried, how they ended, and what stopped one: (step's title, message) -> how often."""

	tries: int = 0
	steps: set[str] = field(default_factory=set)
	ways: set[str] = field(default_factory=set)
	ends: Counter[str] = field(default_factory=Counter)
	found: Counter[tuple[str, str]] = field(default_factory=Counter)


def play_all(definition: Definition, initiator: str, tries: int, seed: int | None = None) -> Played:
	"""Walk until every step and transition was taken and every value given, or so many times."""
	random, played = Random(seed), Played()
	values = _Values(definition, initiator, random)
	while played.tries < min(tries, MOST_TRIES):
		played.tries += 1
		_walk(definition, initiator, values, random, played)
		if values.all_given and coverage.of(definition, played.steps, played.ways).complete:
			break
	return played


def _walk(definition: Definition, initiator: str, values: _Values, random: Random, played: Played) -> None:
	run = begin(definition, initiator)
	where = definition.start
	try:
		for _act in range(MOST_ACTS):
			if not run.running or not run.tasks:
				break
			task = random.choice(run.tasks)
			where = run.step(task.step)
			play.decide(run, task.name, _action(run, where, random, played), values.of(where))
	except EngineError as error:
		frappe.clear_messages()
		played.found[where.title, str(error)] += 1
	played.steps |= run.steps_taken
	played.ways |= run.ways_taken
	played.ends[run.instance.status] += 1


def _action(run: Rehearsal, step: Step, random: Random, played: Played) -> str:
	"""Actions that lead somewhere new first; else approve more often than not."""
	known = played.ways | run.ways_taken
	new = [w.action for w in run.definition.leaving[step.id] if coverage.key_of(w) not in known]
	if new and random.random() < 0.8:
		return random.choice(new)
	offered = play.actions(run.definition, step.id)
	refusing = random.random() < REFUSALS
	wanted = [a for a, decision in offered.items() if (decision == "refuse") == refusing]
	return random.choice(wanted or list(offered))


class _Values:
	"""Values for the fields of a form: what its conditions compare with, and what lies beside it.

	Each field's values are dealt like cards, so that none waits for luck: it was a zero that makes a condition fail.
	"""

	def __init__(self, definition: Definition, initiator: str, random: Random) -> None:
		self.definition, self.initiator, self.random = definition, initiator, random
		self.constants = _constants(definition)
		self.links: dict[str, list[str]] = {}
		self.hands: dict[str, list[Any]] = {}
		self.given: set[str] = set()  # fields whose values were all given once

	@property
	def all_given(self) -> bool:
		return self.given >= self.hands.keys()

	def of(self, step: Step) -> dict[str, Any]:
		"""For every field that the step lets people edit; now and then a field stays empty that may."""
		required = access.required(self.definition, step)
		fields = [
			self.definition.fields_by_name[name] for name in sorted(access.editable(self.definition, step))
		]
		return {f.name: self.one(f) for f in fields if f.name in required or self.random.random() < 0.8}

	def one(self, f: FormField) -> Any:
		if f.type == "Table":
			columns = self.definition.columns(f.name)
			return [{c.name: self.one(c) for c in columns} for _row in range(self.random.randint(1, 2))]
		hand = self.hands.setdefault(f.name, [])
		if not hand:
			hand += self._choices(f) or [None]
			self.random.shuffle(hand)
		value = hand.pop()
		if not hand:
			self.given.add(f.name)
		return value

	def _choices(self, f: FormField) -> list[Any]:
		near = self.constants.get(f.name, [])
		if f.type in ("Int", "Float", "Currency"):
			numbers = [n for n in near if isinstance(n, int | float)]
			return [round(n + d) for n in numbers for d in (-1, 0, 1)] or [1, 10]
		if f.type == "Check":
			return [1, 1, 0] if f.required else [0, 1]
		if f.type == "Select":
			return [option for option in f.options.split("\n") if option]
		if f.type == "Link":
			return self._records(f.options, near)
		if f.type in ("Date", "Datetime", "Time"):
			return _moments(f.type)
		return [n for n in near if isinstance(n, str)] + ["…"]

	def _records(self, doctype: str, near: list[Any]) -> list[str]:
		if doctype not in self.links:
			own = [self.initiator] if doctype == "User" else []
			filters = {"user": ("is", "set"), "status": "Active"} if doctype == "Staff Member" else {}
			found = frappe.get_all(doctype, filters, pluck="name", limit=20) if doctype != "User" else []
			self.links[doctype] = [*own, *found]
		return [*self.links[doctype], *(n for n in near if isinstance(n, str))]


def _moments(fieldtype: str) -> list[str]:
	now = datetime.datetime.now().replace(microsecond=0)
	days = [now + datetime.timedelta(days=d) for d in (0, 1, 3, 10)]
	if fieldtype == "Time":
		return ["08:00:00", "17:30:00"]
	return [str(d.date()) if fieldtype == "Date" else str(d) for d in days]


def _constants(definition: Definition) -> dict[str, list[Any]]:
	"""Field -> constants of the conditions in which it stands."""
	found: dict[str, list[Any]] = {}
	for transition in definition.transitions:
		try:
			tree = conditions.compiled(transition.condition) if transition.condition else None
			named = conditions.names(transition.condition) if tree else set()
		except ConditionError:
			continue
		values = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)] if tree else []
		for name in named | _columns(definition, values):
			found.setdefault(name, []).extend(values)
	return found


def _columns(definition: Definition, values: list[Any]) -> set[str]:
	"""Columns that a condition names in quotes: `sum_of(rows, "amount") > 10`."""
	return {f.name for f in definition.fields if f.table and f.name in values}
