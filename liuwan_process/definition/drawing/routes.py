"""Chooses the way of each arrow: where it leaves and enters a box, and on which line it runs down or up.

Heights are counted in half rows: row r is 2r+1, the gap above it 2r. An arrow runs on the line of its source's
lower border, on that of its target's upper border, or in a gutter beside the boxes of a lane; so it never has to
pass through a box. Every way costs its bends, its length, the arrows that it crosses and the crowd at its ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from liuwan_process.definition.drawing.frame import Frame, Gutter, Spot
from liuwan_process.definition.drawing.ranks import Grid

BEND, CROSSING, ROW_LENGTH = 30, 32, 100
SECOND_AT_BOTTOM, SECOND_AT_TOP, SIDE_WAY, SIDE_SHARED, NEW_TRACK = 24, 10, 26, 18, 8
CLEARANCE = 34  # how far beside a line no box may begin, so that arrows can be set apart
MOST_STUBS = 4  # arrows that leave or enter sideways and meet in one row


@dataclass(frozen=True, slots=True)
class Route:
	"""The way of one arrow. `run` is "straight", "source", "target" or a gutter; `span` its half rows."""

	index: int
	source: Spot
	target: Spot
	back: bool
	leave: str
	enter: str
	run: str | Gutter
	span: tuple[int, int]

	@property
	def bends(self) -> int:
		if self.run == "straight":
			return 0
		turns_out = 0 if self.run == "source" else 2 if self.leave == "bottom" else 1
		turns_in = 0 if self.run == "target" else 2 if self.enter == "top" else 1
		return turns_out + turns_in

	@property
	def out_level(self) -> int:
		return 2 * self.source.row + (2 if self.leave == "bottom" else 1)

	@property
	def in_level(self) -> int:
		return 2 * self.target.row + (0 if self.enter == "top" else 1)


def moved(route: Route, frame: Frame) -> Route:
	"""The same route between the boxes of another frame."""
	return replace(route, source=frame.spots[route.source.step], target=frame.spots[route.target.step])


def choose(grid: Grid, frame: Frame, splits: set[str], joins: set[str]) -> list[Route]:
	"""A route for every arrow, in the order of the definition.

	At the marks of the steps in `splits` and `joins` arrows leave at the bottom and arrive at the top only.
	"""
	router = _Router(frame, splits, joins)
	arrows = [(i, frame.spots[s], frame.spots[t], i in grid.back) for i, s, t in grid.arrows]
	for arrow in sorted(arrows, key=_urgency):
		router.add(*arrow)
	return sorted(router.routes, key=lambda route: route.index)


def _urgency(arrow: tuple[int, Spot, Spot, bool]) -> tuple:
	"""Straight and short ways first, loops last."""
	index, source, target, back = arrow
	return back, abs(target.row - source.row), source.cx != target.cx, abs(target.cx - source.cx), index


class _Router:
	def __init__(self, frame: Frame, splits: set[str], joins: set[str]) -> None:
		self.frame = frame
		self.splits, self.joins = splits, joins
		self.routes: list[Route] = []
		self.ends: dict[tuple[str, str], int] = {}
		self.loads: dict[Gutter, list[tuple[int, int]]] = {}
		self.stubs: dict[int, list[tuple[float, float]]] = {}
		self.across: dict[int, list[tuple[float, float]]] = {}
		self.along: dict[int, list[float]] = {}

	def add(self, index: int, source: Spot, target: Spot, back: bool) -> None:
		best, price = None, float("inf")
		for cost, route in self._candidates(index, source, target, back):
			if cost >= price:
				break
			cost += CROSSING * self._crossings(route)
			if cost < price:
				best, price = route, cost
		self._take(best)

	def _candidates(self, index: int, source: Spot, target: Spot, back: bool) -> list[tuple[float, Route]]:
		"""Ways that pass no box, cheapest first, crossings not yet counted."""
		routes = [
			Route(index, source, target, back, leave, enter, run, span)
			for leave, enter, run, span in self._ways(source, target, back)
			if (leave == "bottom" or source.step not in self.splits)
			and (enter == "top" or back or target.step not in self.joins)
		]
		priced = [(self._cost(route), number, route) for number, route in enumerate(routes)]
		return [(cost, route) for cost, _, route in sorted(priced, key=lambda p: p[:2])]

	def _ways(self, s: Spot, t: Spot, back: bool) -> Iterator[tuple]:
		if not back:
			yield from self._direct(s, t)
		for gutter in self._gutters(s, t):
			x = self.frame.track_x(gutter, 0)
			for leave in self._exits(s, x, "bottom"):
				for enter in self._exits(t, x, "top"):
					span = (2 * s.row + 1 + (leave == "bottom"), 2 * t.row + (enter != "top"))
					if back or span[0] < span[1]:
						yield leave, enter, gutter, (min(span), max(span))

	def _direct(self, s: Spot, t: Spot) -> Iterator[tuple]:
		"""Ways down the line of the source or of the target."""
		between = range(s.row + 1, t.row)
		if abs(s.cx - t.cx) < 0.5 and self._free(t, between):
			yield "bottom", "top", "straight", (2 * s.row + 2, 2 * t.row)
			return
		if self._free(t, between):
			yield from self._down_to_target(s, t)
		if self._free(s, between):
			yield from self._down_from_source(s, t)

	def _down_to_target(self, s: Spot, t: Spot) -> Iterator[tuple]:
		yield "bottom", "top", "target", (2 * s.row + 2, 2 * t.row)
		if self._free(t, (s.row,)):
			for leave in self._exits(s, t.cx, ""):
				yield leave, "top", "target", (2 * s.row + 1, 2 * t.row)

	def _down_from_source(self, s: Spot, t: Spot) -> Iterator[tuple]:
		if t.row > s.row + 1:
			yield "bottom", "top", "source", (2 * s.row + 2, 2 * t.row)
		if self._free(s, (t.row,)):
			for enter in self._exits(t, s.cx, ""):
				yield "bottom", enter, "source", (2 * s.row + 2, 2 * t.row + 1)

	def _gutters(self, s: Spot, t: Spot) -> list[Gutter]:
		"""Both gutters of the lanes of the two steps and of those beside them."""
		last = len(self.frame.lanes) - 1
		low, high = sorted((s.lane, t.lane))
		lanes = {low, high, max(low - 1, 0), min(high + 1, last), min(low + 1, high), max(high - 1, low)}
		return [(lane, side) for lane in sorted(lanes) for side in ("right", "left")]

	def _exits(self, spot: Spot, x: float, upright: str) -> list[str]:
		"""Borders of the box from which the line at x is reached: `upright`, and the side if nothing is between."""
		side = "right" if x > spot.cx else "left"
		start = spot.right if side == "right" else spot.left
		low, high = min(start, x), max(start, x)
		clear = all(o is spot or o.right < low or o.left > high for o in self.frame.rows[spot.row])
		clear = clear and self._meeting(spot.row, low, high) < MOST_STUBS
		return ([upright] if upright else []) + ([side] if clear else [])

	def _meeting(self, row: int, low: float, high: float) -> int:
		"""How many sideways arrows of the row would meet one from low to high, directly or through others."""
		rest, found, grown = list(self.stubs.get(row, ())), 0, True
		while grown:
			met = [stub for stub in rest if stub[0] <= high + 24 and stub[1] >= low - 24]
			rest = [stub for stub in rest if stub not in met]
			found, grown = found + len(met), bool(met)
			low = min([low, *(stub[0] for stub in met)])
			high = max([high, *(stub[1] for stub in met)])
		return found

	def _free(self, spot: Spot, rows) -> bool:
		"""Whether the line of the spot's middle meets no box in these rows."""
		return not any(
			abs(o.cx - spot.cx) < o.w / 2 + CLEARANCE for row in rows for o in self.frame.rows[row]
		)

	# What a way costs

	def _cost(self, route: Route) -> float:
		x = self._x(route)
		sideways = abs(route.source.cx - x) + abs(route.target.cx - x)
		upright = (route.span[1] - route.span[0] + 2) * ROW_LENGTH / 2
		return BEND * route.bends + (sideways + upright) / 10 + self._crowd(route) + self._load(route)

	def _crowd(self, route: Route) -> float:
		"""What it costs that other arrows already leave or enter there."""
		leaving = self.ends.get((route.source.step, route.leave), 0)
		entering = self.ends.get((route.target.step, route.enter), 0)
		cost = leaving * SECOND_AT_BOTTOM if route.leave == "bottom" else leaving * SIDE_SHARED
		cost += entering * (SECOND_AT_TOP if route.enter == "top" else SIDE_SHARED)
		if not route.back:
			cost += SIDE_WAY * ((route.leave != "bottom") + (route.enter != "top"))
		return cost

	def _load(self, route: Route) -> float:
		"""What it costs to widen the lane by one more track."""
		if not isinstance(route.run, tuple):
			return 0
		low, high = route.span
		return NEW_TRACK * sum(a <= high and b >= low for a, b in self.loads.get(route.run, ()))

	def _x(self, route: Route) -> float:
		if isinstance(route.run, tuple):
			tracks = len(self.loads.get(route.run, ()))
			return self.frame.track_x(route.run, 0) + (tracks if route.run[1] == "right" else -tracks) * 0.1
		return route.target.cx if route.run == "target" else route.source.cx

	def _crossings(self, route: Route) -> int:
		x, (low, high) = self._x(route), route.span
		count = sum(a < x < b for level in range(low, high + 1) for a, b in self.across.get(level, ()))
		for level, a, b in self._horizontals(route):
			count += sum(a < other < b for other in self.along.get(level, ()))
		return count

	def _horizontals(self, route: Route) -> list[tuple[int, float, float]]:
		x = self._x(route)
		ends = [(route.out_level, route.source.cx), (route.in_level, route.target.cx)]
		return [(level, min(x, end), max(x, end)) for level, end in ends if end != x]

	# What is taken

	def _take(self, route: Route) -> None:
		for level, low, high in self._horizontals(route):
			self.across.setdefault(level, []).append((low, high))
			if level % 2:
				self.stubs.setdefault(level // 2, []).append((low, high))
		for level in range(route.span[0] + 1, route.span[1]):
			self.along.setdefault(level, []).append(self._x(route))
		for end in ((route.source.step, route.leave), (route.target.step, route.enter)):
			self.ends[end] = self.ends.get(end, 0) + 1
		if isinstance(route.run, tuple):
			self.loads.setdefault(route.run, []).append(route.span)
		self.routes.append(route)


def assign_tracks(routes: list[Route]) -> dict[int, int]:
	"""Track of each arrow that runs in a gutter: the shorter the nearer to the boxes, none on top of another."""
	tracks: dict[int, int] = {}
	taken: dict[tuple[Gutter, int], list[tuple[int, int]]] = {}
	runs = [route for route in routes if isinstance(route.run, tuple)]
	for route in sorted(runs, key=lambda r: (r.span[1] - r.span[0], r.span, r.index)):
		low, high = route.span
		track = 0
		while any(a <= high and b >= low for a, b in taken.get((route.run, track), ())):
			track += 1
		taken.setdefault((route.run, track), []).append(route.span)
		tracks[route.index] = track
	return tracks


def tracks_by_gutter(routes: list[Route], tracks: dict[int, int]) -> dict[Gutter, int]:
	"""How many tracks each gutter needs."""
	needed: dict[Gutter, int] = {}
	for route in routes:
		if route.index in tracks:
			needed[route.run] = max(needed.get(route.run, 0), tracks[route.index] + 1)
	return needed
