"""What the test runs of a draft have tried of its steps and transitions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from liuwan_process.definition.model import Definition, Step, Transition


def key_of(way: Transition) -> str:
	"""A transition by what it says: where one of these changes, it has to be tried anew."""
	return "|".join((way.source, way.action, way.decision, way.target, way.condition))


@dataclass(frozen=True)
class Coverage:
	"""`steps` and `ways` that were never tried, of `total` in all."""

	steps: tuple[Step, ...]
	ways: tuple[Transition, ...]
	total: int

	@property
	def tried(self) -> int:
		return self.total - len(self.steps) - len(self.ways)

	@property
	def percent(self) -> int:
		"""Rounded down: 100 means everything."""
		return 100 * self.tried // self.total if self.total else 0

	@property
	def complete(self) -> bool:
		return self.tried == self.total


def of(definition: Definition, steps: Iterable[str], ways: Iterable[str]) -> Coverage:
	"""Coverage of a draft by the ids of steps and the keys of transitions that were tried."""
	steps, ways = set(steps), set(ways)
	return Coverage(
		steps=tuple(step for step in definition.steps if step.id not in steps),
		ways=tuple(way for way in definition.transitions if key_of(way) not in ways),
		total=len(definition.steps) + len(definition.transitions),
	)
