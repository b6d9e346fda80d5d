"""How processes hang together: what one makes another one uses. Where nothing fits, the chain is broken.

Pure: works on definitions and on what is known of the objects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from liuwan_process.definition.model import Definition

UNUSED, UNMADE = "unused", "unmade"


@dataclass(frozen=True, slots=True, order=True)
class End:
	"""A step of a process that makes or uses an object."""

	process: str
	step: str


@dataclass(frozen=True, slots=True)
class Link:
	"""From one process to another: by an object, or (without one) because a step starts the other as its sub-process."""

	source: End
	target: End
	thing: str = ""


@dataclass(frozen=True, slots=True)
class Break:
	"""An object that a step makes and nobody uses (`unused`), or uses and nobody makes (`unmade`)."""

	kind: str
	thing: str
	end: End


@dataclass(frozen=True, slots=True)
class Boundary:
	"""Of an object: whether it comes from outside, and whether it is a final result."""

	from_outside: bool = False
	to_outside: bool = False


class Chains:
	"""The chains of some processes, in the order in which these are given."""

	def __init__(
		self, definitions: Mapping[str, Definition], boundaries: Mapping[str, Boundary] | None = None
	) -> None:
		self.definitions = definitions
		self.boundaries = boundaries or {}
		self.makers: dict[str, list[End]] = defaultdict(list)
		self.users: dict[str, list[End]] = defaultdict(list)
		for process, definition in definitions.items():
			for step in definition.steps:
				for thing in step.outputs:
					self.makers[thing].append(End(process, step.id))
				for thing in step.inputs:
					self.users[thing].append(End(process, step.id))

	@cached_property
	def links(self) -> list[Link]:
		"""Between different processes, each pair of steps once an object; by the order of the processes.

		What a process has made for itself before it uses it does not come from another one.
		"""
		found = [
			Link(source, target, thing)
			for thing, sources in self.makers.items()
			for source in sources
			for target in self.users.get(thing, ())
			if source.process != target.process and not self._makes_it_itself(target, thing)
		]
		found += self._started()
		place = {process: number for number, process in enumerate(self.definitions)}
		return sorted(
			found, key=lambda link: (place[link.source.process], place[link.target.process], link.thing)
		)

	@cached_property
	def breaks(self) -> list[Break]:
		"""What a process makes for itself is used; what comes from outside or goes there needs nobody."""
		found = []
		for thing, ends in self.makers.items():
			if thing not in self.users and not self._boundary(thing).to_outside:
				found += [Break(UNUSED, thing, end) for end in ends]
		for thing, ends in self.users.items():
			if thing not in self.makers and not self._boundary(thing).from_outside:
				found += [Break(UNMADE, thing, end) for end in ends]
		place = {process: number for number, process in enumerate(self.definitions)}
		return sorted(found, key=lambda row: (place[row.end.process], row.kind, row.thing))

	@cached_property
	def numbers(self) -> dict[str, int]:
		"""Process -> number of its chain from 1, longest first; processes without a neighbour are left out."""
		groups = sorted(self._groups(), key=lambda group: -len(group))
		return {process: number for number, group in enumerate(groups, 1) for process in group}

	def members(self, number: int) -> list[str]:
		return [process for process in self.definitions if self.numbers.get(process) == number]

	def _makes_it_itself(self, target: End, thing: str) -> bool:
		"""Whether the process has made what a step of it uses by the time it comes there: then it needs nobody's."""
		definition = self.definitions[target.process]
		earlier = {end.step for end in self.makers[thing] if end.process == target.process} - {target.step}
		before = definition.reach_avoiding(definition.start.id, target.step) | {definition.start.id}
		return any(step in before and target.step in definition.reach[step] for step in earlier)

	def _groups(self) -> Iterable[list[str]]:
		near: dict[str, set[str]] = defaultdict(set)
		for link in self.links:
			near[link.source.process].add(link.target.process)
			near[link.target.process].add(link.source.process)
		seen: set[str] = set()
		for process in self.definitions:
			if process in near and process not in seen:
				group = _reached(process, near)
				seen |= group
				yield [each for each in self.definitions if each in group]

	def _started(self) -> list[Link]:
		return [
			Link(End(process, step.id), End(child, self.definitions[child].start.id))
			for process, definition in self.definitions.items()
			for step in definition.steps
			if step.subprocess and (child := step.subprocess.process) in self.definitions and child != process
		]

	def _boundary(self, thing: str) -> Boundary:
		return self.boundaries.get(thing, Boundary())


def _reached(start: str, near: Mapping[str, set[str]]) -> set[str]:
	found, todo = {start}, [start]
	while todo:
		for other in near[todo.pop()] - found:
			found.add(other)
			todo.append(other)
	return found
