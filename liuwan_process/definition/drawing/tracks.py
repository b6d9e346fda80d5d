"""Heights of the level parts of arrows: tracks in the gaps between rows, and sideways ends beside the boxes."""

from __future__ import annotations

from dataclasses import dataclass

from liuwan_process.definition.drawing.geometry import TRACK
from liuwan_process.definition.drawing.ports import Lines
from liuwan_process.definition.drawing.routes import Route

MEET = 8  # two level parts of one height keep this distance
EDGE = 9  # kept free at the corners of a box
Key = tuple[int, str]  # index of the arrow, "out" or "in"


@dataclass(frozen=True, slots=True)
class Part:
	"""A level part of an arrow, with the x of its ends that go on upward and downward."""

	key: Key
	low: float
	high: float
	ups: tuple[float, ...]
	downs: tuple[float, ...]
	half: float = 0  # half the height of the box that it touches, for a sideways end


def parts(routes: list[Route], lines: Lines) -> dict[int, list[Part]]:
	"""All level parts by level: even ones lie in gaps, odd ones beside boxes."""
	found: dict[int, list[Part]] = {}
	for route in routes:
		for level, part in (_out(route, lines), _into(route, lines)):
			if part and (level % 2 or part.low != part.high):
				found.setdefault(level, []).append(part)
	return found


def _out(route: Route, lines: Lines) -> tuple[int, Part | None]:
	if route.run in ("straight", "source"):
		return 0, None
	run, down = lines.run[route.index], not route.back
	sideways = route.leave != "bottom"
	start = getattr(route.source, route.leave) if sideways else lines.out[route.index]
	above = () if sideways else (start,)
	return route.out_level, _part((route.index, "out"), start, run, above, (), down, route.source.h / 2)


def _into(route: Route, lines: Lines) -> tuple[int, Part | None]:
	if route.run in ("straight", "target"):
		return 0, None
	run, down = lines.run[route.index], route.back
	sideways = route.enter != "top"
	end = getattr(route.target, route.enter) if sideways else lines.into[route.index]
	below = () if sideways else (end,)
	return route.in_level, _part((route.index, "in"), end, run, (), below, down, route.target.h / 2)


def _part(key: Key, fixed: float, run: float, ups: tuple, downs: tuple, down: bool, half: float) -> Part:
	"""`down` says whether the run goes on downward from here."""
	ups, downs = (ups, (*downs, run)) if down else ((*ups, run), downs)
	return Part(key, min(fixed, run), max(fixed, run), ups, downs, half)


def stack(items: list[Part]) -> list[Part]:
	"""From top to bottom, so that few cross."""
	rest = sorted(items, key=lambda p: (p.high - p.low, p.low, p.key))
	worse = {(a.key, b.key): _crossings(a, b) - _crossings(b, a) for a in rest for b in rest if a is not b}
	net = {a.key: sum(worse[a.key, b.key] for b in rest if b is not a) for a in rest}
	ordered: list[Part] = []
	while rest:
		first = min(rest, key=lambda p: net[p.key])
		rest.remove(first)
		ordered.append(first)
		for other in rest:
			net[other.key] -= worse[other.key, first.key]
	return ordered


def _crossings(upper: Part, lower: Part) -> int:
	"""How often two parts cross when one lies above the other."""
	over = sum(upper.low <= x <= upper.high for x in lower.ups)
	return over + sum(lower.low <= x <= lower.high for x in upper.downs)


def levels(items: list[Part]) -> dict[Key, int]:
	"""Track of each part in a gap, 0 at the top; parts that do not meet share one."""
	level: dict[Key, int] = {}
	done: list[Part] = []
	for part in stack(items):
		met = [level[o.key] for o in done if o.low - MEET < part.high and o.high + MEET > part.low]
		level[part.key] = max(met, default=-1) + 1
		done.append(part)
	return level


def offsets(items: list[Part]) -> dict[Key, float]:
	"""Distance of each sideways end from the middle of its row, those that meet set apart."""
	found: dict[Key, float] = {}
	for cluster in _clusters(items):
		room = 2 * (min(part.half for part in cluster) - EDGE)
		pitch = min(TRACK, room / (len(cluster) - 1)) if len(cluster) > 1 else 0
		for number, part in enumerate(stack(cluster)):
			found[part.key] = (number - (len(cluster) - 1) / 2) * pitch
	return found


def _clusters(items: list[Part]) -> list[list[Part]]:
	clusters: list[list[Part]] = []
	end = float("-inf")
	for part in sorted(items, key=lambda p: (p.low, p.high, p.key)):
		if clusters and part.low - MEET < end:
			clusters[-1].append(part)
		else:
			clusters.append([part])
			end = float("-inf")
		end = max(end, part.high)
	return clusters
