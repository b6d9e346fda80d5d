"""Which lane and which row each step stands in, and which arrows go back."""

from __future__ import annotations

from dataclasses import dataclass

from liuwan_process.definition.model import Definition, Step

Arrow = tuple[int, str, str]  # index of the transition, source, target


@dataclass(frozen=True)
class Grid:
	"""`rows[row][lane]` lists the steps that stand side by side there, from left to right."""

	lanes: tuple[str, ...]
	lane_of: dict[str, str]
	row_of: dict[str, int]
	rows: tuple[dict[str, list[str]], ...]
	arrows: tuple[Arrow, ...]
	back: frozenset[int]


def arrange(definition: Definition, one_column: bool = False) -> Grid:
	"""Rows by longest path from the start, without the arrows that close a loop."""
	ids = list(definition.by_id)
	arrows = tuple(
		(i, t.source, t.target)
		for i, t in enumerate(definition.transitions)
		if t.source in definition.by_id and t.target in definition.by_id
	)
	back = _back(definition, ids, arrows)
	forward = [arrow for arrow in arrows if arrow[0] not in back]
	lane_of = dict.fromkeys(ids, "") if one_column else lanes_of_steps(definition)
	lanes = tuple(dict.fromkeys(lane_of.values()))
	abreast = 1 if one_column else _most_abreast(len(lanes))
	row_of = _rows(ids, forward, lane_of, abreast, _last(definition, forward) if one_column else {})
	rows = _table(ids, row_of, lane_of)
	_order(rows, lanes, forward)
	return Grid(lanes, lane_of, row_of, tuple(rows), arrows, frozenset(back))


def _most_abreast(lanes: int) -> int:
	"""How many steps of one lane may stand side by side before the drawing gets too wide for a page."""
	return {1: 4, 2: 3}.get(lanes, 2 if lanes <= 6 else 1)


def lanes_of_steps(definition: Definition) -> dict[str, str]:
	"""Lane of each step; a start or an end without one stands with its neighbour."""
	lanes = {step.id: step.lane for step in definition.by_id.values()}
	for step in definition.by_id.values():
		if not step.lane and step.kind in ("start", "end"):
			lanes[step.id] = _neighbour_lane(definition, step, lanes)
	return lanes


def _neighbour_lane(definition: Definition, step: Step, lanes: dict[str, str]) -> str:
	near = [t.target for t in definition.transitions if t.source == step.id]
	near += [t.source for t in definition.transitions if t.target == step.id]
	return next((lanes[n] for n in near if lanes.get(n)), "")


# Loops


def _back(definition: Definition, ids: list[str], arrows: tuple[Arrow, ...]) -> set[int]:
	"""Arrows that close a loop. Refusals are looked at last: a return is seldom the way forward."""
	refusals = {i for i, _, _ in arrows if definition.transitions[i].decision == "refuse"}
	onward: dict[str, list[tuple[int, str]]] = {step: [] for step in ids}
	for i, source, target in arrows:
		if i not in refusals:
			onward[source].append((i, target))
	back = _closing(_starts_first(definition, ids), onward)
	for i, source, target in arrows:
		if i in refusals:
			if _leads(target, source, onward, back):
				back.add(i)
			onward[source].append((i, target))
	return back


def _starts_first(definition: Definition, ids: list[str]) -> list[str]:
	return sorted(ids, key=lambda step: definition.by_id[step].kind != "start")


def _closing(roots: list[str], onward: dict[str, list[tuple[int, str]]]) -> set[int]:
	"""Depth first from each root in turn: an arrow to a step that is still open closes a loop."""
	back: set[int] = set()
	state: dict[str, str] = {}
	for root in roots:
		if root in state:
			continue
		state[root] = "open"
		trail = [(root, iter(onward[root]))]
		while trail:
			here, rest = trail[-1]
			step = next(rest, None)
			if step is None:
				state[here] = "closed"
				trail.pop()
			elif state.get(step[1]) == "open":
				back.add(step[0])
			elif step[1] not in state:
				state[step[1]] = "open"
				trail.append((step[1], iter(onward[step[1]])))
	return back


def _leads(origin: str, goal: str, onward: dict[str, list[tuple[int, str]]], back: set[int]) -> bool:
	seen, todo = {origin}, [origin]
	while todo:
		here = todo.pop()
		if here == goal:
			return True
		fresh = [t for i, t in onward[here] if i not in back and t not in seen]
		seen.update(fresh)
		todo.extend(fresh)
	return False


# Rows


def _last(definition: Definition, forward: list[Arrow]) -> dict[str, int]:
	"""The ends, refusals after completions: in one column they must not stand in the way."""
	followed = {source for _, source, _ in forward}
	ends = [step for step in definition.by_id.values() if step.kind == "end" and step.id not in followed]
	return {step.id: int(step.status == "Refused") for step in ends}


def _rows(
	ids: list[str], forward: list[Arrow], lane_of: dict[str, str], abreast: int, last: dict[str, int]
) -> dict[str, int]:
	"""Row of each step: below all that lead to it, and never more than `abreast` of a lane in one row.

	The steps in `last` come below all others, in the order of their numbers.
	"""
	before: dict[str, list[str]] = {step: [] for step in ids}
	for _, source, target in forward:
		before[target].append(source)
	depth = _depths(ids, before)
	depth.update({step: len(ids) + number for step, number in last.items()})
	row_of: dict[str, int] = {}
	full: dict[tuple[str, int], int] = {}
	for step in sorted(ids, key=lambda s: depth[s]):
		row = max((row_of[b] + 1 for b in before[step]), default=0)
		while full.get((lane_of[step], row), 0) >= abreast:
			row += 1
		row_of[step] = row
		full[lane_of[step], row] = full.get((lane_of[step], row), 0) + 1
	return row_of


def _depths(ids: list[str], before: dict[str, list[str]]) -> dict[str, int]:
	"""Longest way from a step without predecessor. `before` has no loops."""
	depth: dict[str, int] = {}
	todo = list(reversed(ids))
	while todo:
		step = todo[-1]
		missing = [b for b in before[step] if b not in depth]
		if missing:
			todo.extend(missing)
			continue
		todo.pop()
		depth[step] = max((depth[b] + 1 for b in before[step]), default=0)
	return depth


def _table(ids: list[str], row_of: dict[str, int], lane_of: dict[str, str]) -> list[dict[str, list[str]]]:
	rows: list[dict[str, list[str]]] = [{} for _ in range(max(row_of.values(), default=-1) + 1)]
	for step in ids:
		rows[row_of[step]].setdefault(lane_of[step], []).append(step)
	return rows


# Order of the steps that share lane and row


def _order(rows: list[dict[str, list[str]]], lanes: tuple[str, ...], forward: list[Arrow]) -> None:
	"""Each step near the middle of its neighbours, looking up and then down."""
	above: dict[str, list[str]] = {}
	below: dict[str, list[str]] = {}
	for _, source, target in forward:
		above.setdefault(target, []).append(source)
		below.setdefault(source, []).append(target)
	place: dict[str, float] = {}
	for row in rows:
		_note(row, lanes, place)
	for near, order in ((above, rows), (below, rows[::-1]), (above, rows)):
		for row in order:
			for steps in row.values():
				steps.sort(key=lambda s, near=near: _middle(near.get(s), place, s))
			_note(row, lanes, place)


def _note(row: dict[str, list[str]], lanes: tuple[str, ...], place: dict[str, float]) -> None:
	for number, lane in enumerate(lanes):
		steps = row.get(lane, ())
		for position, step in enumerate(steps):
			place[step] = number + (position + 1) / (len(steps) + 1)


def _middle(near: list[str] | None, place: dict[str, float], step: str) -> float:
	if not near:
		return place[step]
	return sum(place[n] for n in near) / len(near)
