"""Tries every way that a run can take, with the same moves as the engine, and finds where it cannot go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import chain, combinations

from liuwan_process.definition import flow
from liuwan_process.definition.flow import State, Token
from liuwan_process.definition.model import Definition, Transition
from liuwan_process.definition.problems import Problem, _

MOST_STATES = 20_000
MOST_SUBSETS = 6  # above that, conditions of a "some" split are tried alone and all together

Key = tuple[tuple[str, bool, tuple[str, ...]], ...]


def problems(definition: Definition, state: State | None = None) -> list[Problem]:
	"""Deadlocks, double runs and dead ends. Expects every transition to name existing steps and one start.

	With a `state`: those that a run standing there can still meet.
	"""
	return _Explorer(definition, state).run()


def shapes(definition: Definition) -> dict[str, set[tuple[str, ...]]]:
	"""For each step, inside which splits (outermost first) a run can stand there. Kept with the definition."""
	kept = definition.__dict__
	if "_shapes" not in kept:
		kept["_shapes"] = _shapes(definition)
	return kept["_shapes"]


def _shapes(definition: Definition) -> dict[str, set[tuple[str, ...]]]:
	explorer = _Explorer(definition)
	explorer.run()
	found: dict[str, set[tuple[str, ...]]] = {}
	for state in explorer.states.values():
		for token in state.tokens:
			if not token.waiting:
				found.setdefault(token.step, set()).add(splits_of(token))
	return found


def splits_of(token: Token) -> tuple[str, ...]:
	return tuple(frame.rpartition("#")[0] for frame in token.frames)


class _Explorer:
	def __init__(self, definition: Definition, state: State | None = None) -> None:
		self.definition = definition
		self.begin = state or flow.begin(definition)
		self.from_start = state is None
		self.found: dict[tuple[str, str], Problem] = {}
		self.before: dict[Key, set[Key]] = {}
		self.states: dict[Key, State] = {}
		self.finished: set[Key] = set()
		self.visited: set[str] = set()

	def run(self) -> list[Problem]:
		todo = deque([self._meet(self.begin, None)])
		while todo and not self.found:
			key = todo.popleft()
			todo.extend(self._follow(key))
			if len(self.states) > MOST_STATES:
				self._say(
					_("The process has too many parallel ways to be checked; join some of them earlier"), ""
				)
		if not self.found:
			if self.from_start:
				self._say_never_reached()
			self._say_no_end()
		return list(self.found.values())

	def _follow(self, key: Key) -> Iterator[Key]:
		state = self.states[key]
		if all(t.waiting for t in state.tokens):
			self._say_waiting(state)
		for token in state.tokens:
			if not token.waiting:
				for targets in choices(self.definition, token.step):
					yield from self._step(key, state, token, targets)

	def _step(self, key: Key, state: State, token: Token, targets: list[str]) -> Iterator[Key]:
		move = flow.leave(self.definition, state, token.id, targets)
		if move.ended:
			self.finished.add(key)
			self.visited.update(t for t in targets)
			return
		self._check(state, token, targets, move.state)
		new = canonical(move.state) not in self.states
		reached = self._meet(move.state, key)
		self.visited.update(t.step for t in move.opened)
		self.visited.update(targets)
		if new and not self.found:
			yield reached

	def _check(self, state: State, token: Token, targets: list[str], after: State) -> None:
		title = self._title
		if (
			any(self.definition.by_id[t].kind == "end" for t in targets)
			and len(state.tokens) - 1 + len(targets) > 1
		):
			self._say(
				_("“{0}” leads to the end while other branches still run; join them first"),
				token.step,
				title(token.step),
			)
		standing = [t.step for t in after.tokens if not t.waiting]
		for step in standing:
			if standing.count(step) > 1:
				self._say(
					_("“{0}” can be open twice at once; join the branches before it"), step, title(step)
				)
		for t in after.tokens:
			splits = [frame.rpartition("#")[0] for frame in t.frames]
			if len(splits) > len(set(splits)):
				self._say(
					_("“{0}” splits again before its branches are joined"), splits[-1], title(splits[-1])
				)

	def _meet(self, state: State, before: Key | None) -> Key:
		key = canonical(state)
		self.states.setdefault(key, state)
		if before is not None:
			self.before.setdefault(key, set()).add(before)
		else:
			self.visited.add(self.definition.start.id)
		return key

	def _say_waiting(self, state: State) -> None:
		for token in state.tokens:
			self._say(_("The join “{0}” can wait for ever"), token.step, self._title(token.step))

	def _say_never_reached(self) -> None:
		for step in self.definition.steps:
			if step.id not in self.visited:
				self._say(_("“{0}” can never be reached"), step.id, step.title)

	def _say_no_end(self) -> None:
		alive, todo = set(self.finished), list(self.finished)
		while todo:
			for key in self.before.get(todo.pop(), ()):
				if key not in alive:
					alive.add(key)
					todo.append(key)
		for key in self.states.keys() - alive:
			for step, _waiting, _frames in key:
				self._say(_("From “{0}” there is no way to the end"), step, self._title(step))

	def _title(self, step: str) -> str:
		return self.definition.by_id[step].title

	def _say(self, message: str, where: str, *args: str) -> None:
		self.found.setdefault((message, where), Problem(message, where, args, table="transitions"))


def choices(definition: Definition, step: str) -> Iterator[list[str]]:
	"""Every set of next steps that some form and some decision can lead to."""
	for action in definition.actions(step):
		ways = [t for t in definition.leaving[step] if t.action == action]
		yield from _choices_of(definition.by_id[step].split, ways)


def _choices_of(split: str, ways: list[Transition]) -> Iterator[list[str]]:
	if split == "all":
		yield list(dict.fromkeys(t.target for t in ways))
	elif split == "one":
		for way in ways:
			yield [way.target]
			if not way.condition:
				break
	else:
		always = [t.target for t in ways if not t.condition]
		for some in _subsets([t.target for t in ways if t.condition]):
			if always or some:
				yield list(dict.fromkeys([*always, *some]))


def _subsets(items: list[str]) -> Iterator[tuple[str, ...]]:
	sizes = range(len(items) + 1) if len(items) <= MOST_SUBSETS else (0, 1, len(items))
	return chain.from_iterable(combinations(items, size) for size in sizes)


def canonical(state: State) -> Key:
	"""A state without the numbers of its tokens and frames, so that the same situation is met once."""
	numbers: dict[str, str] = {}

	def plain(frames: tuple[str, ...]) -> tuple[str, ...]:
		return tuple(frame.rpartition("#")[0] for frame in frames)

	def numbered(frame: str) -> str:
		return numbers.setdefault(frame, f"{frame.rpartition('#')[0]}#{len(numbers)}")

	ordered = sorted(state.tokens, key=lambda t: (t.step, t.waiting, plain(t.frames), t.id))
	return tuple((t.step, t.waiting, tuple(numbered(f) for f in t.frames)) for t in ordered)
