"""How a run moves through its definition: tokens, splits and joins. Pure; the engine and soundness both walk by it.

A token stands in one step. A split into several branches gives each branch's token a *frame*, `step#number`; a join
takes the innermost frame off again. A join of "all" lets go when no other token of the frame can still reach it
(BPMN's inclusive join), a join of "any" at the first arrival, cancelling the other branches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from liuwan_process.definition.model import Definition, Transition


@dataclass(frozen=True, slots=True)
class Token:
	id: int
	step: str
	frames: tuple[str, ...] = ()
	waiting: bool = False


@dataclass(frozen=True, slots=True)
class State:
	"""Where a run stands. `next` is the next free number for a token or a frame."""

	tokens: tuple[Token, ...] = ()
	next: int = 1

	def token(self, token_id: int) -> Token | None:
		return next((t for t in self.tokens if t.id == token_id), None)


@dataclass(frozen=True, slots=True)
class Move:
	"""What one move did: tokens that now stand open in a step, tokens that were cancelled, how and where the run ended."""

	state: State
	opened: tuple[Token, ...] = ()
	cancelled: tuple[Token, ...] = ()
	ended: str = ""
	end: str = ""


class NoWayOn(Exception):
	"""No transition of the chosen action has a true condition."""


def begin(definition: Definition) -> State:
	"""A run that has not been submitted: one token in the start step."""
	return State((Token(1, definition.start.id),), 2)


def choose(definition: Definition, step: str, action: str, is_true: Callable[[str], bool]) -> list[str]:
	"""Ids of the steps that come next. Raises NoWayOn when no condition holds."""
	return targets(taken(definition, step, action, is_true))


def targets(ways: Iterable[Transition]) -> list[str]:
	return list(dict.fromkeys(way.target for way in ways))


def taken(definition: Definition, step: str, action: str, is_true: Callable[[str], bool]) -> list[Transition]:
	"""The transitions by which an action leaves a step. Raises NoWayOn when no condition holds."""
	split = definition.by_id[step].split
	ways = [t for t in definition.leaving[step] if t.action == action]
	if split != "all":
		ways = [t for t in ways if not t.condition or is_true(t.condition)]
	if not ways:
		raise NoWayOn(step)
	return ways[:1] if split == "one" else ways


def leave(definition: Definition, state: State, token_id: int, targets: Iterable[str]) -> Move:
	"""Move a token out of its step to `targets` (from `choose`); settle every join that this frees."""
	token = state.token(token_id)
	if token is None:
		raise KeyError(token_id)
	number, frames = state.next, token.frames
	if definition.by_id[token.step].split != "one":
		frames = (*frames, f"{token.step}#{number}")
		number += 1
	arrivals = [Token(number + i, target, frames) for i, target in enumerate(targets)]
	rest = tuple(t for t in state.tokens if t.id != token_id)
	return _arrive(definition, Move(State(rest, number + len(arrivals))), arrivals)


def send_back(
	definition: Definition, state: State, token_id: int, step: str, frames: tuple[str, ...]
) -> Move:
	"""Put a run back to a step that it visited with `frames`. Branches that began after it are cancelled."""
	token = state.token(token_id)
	if token is None:
		raise KeyError(token_id)
	kept = common(token.frames, frames)
	if len(kept) == len(token.frames):
		gone = (token,)
	else:
		scope = token.frames[: len(kept) + 1]
		gone = tuple(t for t in state.tokens if t.frames[: len(scope)] == scope)
	new = Token(state.next, step, kept)
	rest = tuple(t for t in state.tokens if t not in gone)
	cancelled = tuple(t for t in gone if t.id != token_id)
	return Move(State((*rest, new), state.next + 1), (new,), cancelled)


def settle(definition: Definition, state: State) -> Move:
	"""Let every join go that a state freed which did not come about by a move of this definition."""
	return _settle(definition, Move(state))


def _arrive(definition: Definition, move: Move, arrivals: list[Token]) -> Move:
	for token in arrivals:
		step = definition.by_id[token.step]
		if step.kind == "end" and step.status == "Refused":
			return Move(
				State((), move.state.next), (), (*move.cancelled, *move.state.tokens), "Refused", token.step
			)
		if step.kind == "end":
			move = replace(move, end=token.step)
		else:
			move = _add(move, replace(token, waiting=bool(step.join)))
	move = _settle(definition, move)
	return move if move.state.tokens else replace(move, ended="Completed")


def _add(move: Move, token: Token) -> Move:
	opened = move.opened if token.waiting else (*move.opened, token)
	return replace(move, state=replace(move.state, tokens=(*move.state.tokens, token)), opened=opened)


def _settle(definition: Definition, move: Move) -> Move:
	"""Let every join go that can; one may free another."""
	while fired := _fire_one(definition, move):
		move = fired
	return move


def _fire_one(definition: Definition, move: Move) -> Move | None:
	waiting = [t for t in move.state.tokens if t.waiting]
	for token in sorted(waiting, key=lambda t: -len(t.frames)):
		fire = _fire_any if definition.by_id[token.step].join == "any" else _fire_all
		if fired := fire(definition, move, token):
			return fired
	return None


def _fire_any(_definition: Definition, move: Move, token: Token) -> Move:
	siblings = _within(move.state, token.frames) if token.frames else [token]
	rest = tuple(t for t in move.state.tokens if t not in siblings)
	merged = Token(token.id, token.step, token.frames[:-1])
	move = replace(
		move,
		state=State(rest, move.state.next),
		opened=tuple(t for t in move.opened if t not in siblings),
		cancelled=(*move.cancelled, *(t for t in siblings if t.id != token.id and t not in move.opened)),
	)
	return _add(move, merged)


def _fire_all(definition: Definition, move: Move, token: Token) -> Move | None:
	here, frames = [token], token.frames
	while True:
		inside = _within(move.state, frames)
		here = [t for t in inside if t.waiting and t.step == token.step]
		others = [t for t in inside if t not in here]
		if any(_can_reach(definition, t.step, token.step, frames) for t in others):
			return None
		if others or not frames:
			break
		frames = frames[:-1]
	rest = tuple(t for t in move.state.tokens if t not in here)
	merged = Token(token.id, token.step, frames)
	return _add(replace(move, state=replace(move.state, tokens=rest)), merged)


def _within(state: State, frames: tuple[str, ...]) -> list[Token]:
	return [t for t in state.tokens if t.frames[: len(frames)] == frames]


def _can_reach(definition: Definition, start: str, goal: str, frames: tuple[str, ...]) -> bool:
	"""Whether `goal` can be reached without splitting again where the innermost frame was made."""
	avoid = frames[-1].rpartition("#")[0] if frames else ""
	return goal in definition.reach_avoiding(start, avoid)


def common(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
	"""The frames with which both begin."""
	same = 0
	while same < min(len(a), len(b)) and a[same] == b[same]:
		same += 1
	return a[:same]
