"""Finds a free place for the words of each arrow: above a sideways end, or beside an upright line below a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liuwan_process.definition.drawing.frame import Frame
from liuwan_process.definition.drawing.geometry import LABEL_FONT, LABEL_LINE, MARGIN
from liuwan_process.definition.drawing.ports import Lines
from liuwan_process.definition.drawing.routes import Route
from liuwan_process.definition.drawing.text import width, wrap
from liuwan_process.definition.drawing.tracks import Part

ROOM, NARROW_ROOM = 116, 62  # wished width of the words, and the width where arrows are dense
AWAY = 5  # from the line to its words
HIT, OTHER_SIDE, PER_LINE, FARTHER = 200, 8, 4, 12
MOST_PLACES = 8  # gaps in which a place is sought


@dataclass(frozen=True, slots=True)
class Words:
	"""Placed words. `y` counts from the top of the gap `level`, or from the middle of the row if it is odd."""

	index: int
	level: int
	text: str
	lines: tuple[str, ...]
	x: float
	y: float
	w: float
	anchor: str

	@property
	def h(self) -> float:
		return len(self.lines) * LABEL_LINE


def place(
	routes: list[Route], lines: Lines, frame: Frame, stubs: Mapping[int, list[Part]], texts: dict[int, str]
) -> list[Words]:
	"""Words for every arrow in `texts`. `stubs` are the sideways ends by level."""
	placer = _Placer(routes, lines, frame)
	words = []
	for route in sorted(routes, key=lambda r: (r.source.row, lines.run[r.index], r.index)):
		text = texts.get(route.index)
		if text:
			found = placer.beside_box(route, text, stubs) or placer.in_gap(route, text)
			words.append(found)
			placer.done.setdefault(found.level, []).append(found)
	return words


class _Placer:
	def __init__(self, routes: list[Route], lines: Lines, frame: Frame) -> None:
		self.lines, self.frame = lines, frame
		self.done: dict[int, list[Words]] = {}
		self.upright: dict[int, list[tuple[float, int]]] = {}
		for route in routes:
			self._note(route)

	def _note(self, route: Route) -> None:
		"""Which upright lines pass beside the boxes of a row, and through the upper part of a gap."""
		index, (low, high) = route.index, route.span
		if route.leave == "bottom":
			self.upright.setdefault(route.out_level, []).append((self.lines.out[index], index))
		for level in range(low, high + 1):
			if level % 2 or level > low:
				self.upright.setdefault(level, []).append((self.lines.run[index], index))

	def beside_box(self, route: Route, text: str, stubs: Mapping[int, list[Part]]) -> Words | None:
		"""Above the sideways end with which the arrow leaves, if nothing else is there."""
		if route.leave == "bottom":
			return None
		level = route.out_level
		part = next(p for p in stubs[level] if p.key == (route.index, "out"))
		alone = not any(p is not part and p.low < part.high and p.high > part.low for p in stubs[level])
		room = min(ROOM, part.high - part.low - 2 * AWAY)
		lines = wrap(text, room, LABEL_FONT, 2)
		w = max(width(line, LABEL_FONT) for line in lines)
		if not alone or room < min(width(text, LABEL_FONT), NARROW_ROOM) or lines[-1].endswith("…"):
			return None
		right = route.leave == "right"
		x = part.low + AWAY if right else part.high - AWAY - w
		if self._hits(level, x, x + w, route.index) or len(lines) * LABEL_LINE > route.source.h / 2 + 6:
			return None
		y = -3.0 - len(lines) * LABEL_LINE
		return Words(route.index, level, text, lines, x, y, w, "start" if right else "end")

	def in_gap(self, route: Route, text: str) -> Words:
		"""Beside the line in the upper part of a gap, the nearer to the source the better."""
		choices = [
			self._choice(route, text, level, line, room, anchor, cost + far * FARTHER)
			for far, (level, line) in enumerate(self._places(route))
			for room, anchor, cost in self._variants(route, line)
		]
		return min(choices, key=lambda c: c[0])[1]

	def _places(self, route: Route) -> list[tuple[int, float]]:
		"""Gaps, with the x of the line that passes through their upper part."""
		run, (low, high) = self.lines.run[route.index], route.span
		places = [(level, run) for level in range(low + 1, high + 1) if level % 2 == 0][:MOST_PLACES]
		if route.in_level < route.out_level:
			places = [(level, run) for level in range(high, low, -1) if level % 2 == 0][:MOST_PLACES]
		if route.leave == "bottom":
			places = [(route.out_level, self.lines.out[route.index])]
		return places or [(2 * route.source.row, run)]

	def _variants(self, route: Route, line: float) -> list[tuple[float, str, float]]:
		middle = route.source.cx
		outward = "start" if line >= middle else "end"
		if route.leave != "bottom":
			outward = "end" if line >= middle else "start"
		other = "end" if outward == "start" else "start"
		return [
			(room, a, OTHER_SIDE * (a == other)) for room in (ROOM, NARROW_ROOM) for a in (outward, other)
		]

	def _choice(
		self, route: Route, text: str, level: int, line: float, room: float, anchor: str, cost: float
	) -> tuple[float, Words]:
		lines = wrap(text, room, LABEL_FONT, 3 if room == ROOM else 5)
		w = max(width(each, LABEL_FONT) for each in lines)
		x = line + AWAY if anchor == "start" else line - AWAY - w
		inside = min(max(x, MARGIN), self.frame.width - MARGIN - w)
		y = self._height(level, inside, inside + w, len(lines) * LABEL_LINE)
		hits = self._hits(level, inside, inside + w, route.index) + (inside != x)
		cost += HIT * hits + y + PER_LINE * len(lines)
		return cost, Words(route.index, level, text, lines, inside, y, w, anchor)

	def _hits(self, level: int, low: float, high: float, index: int) -> int:
		return sum(low - 3 < x < high + 3 for x, other in self.upright.get(level, ()) if other != index)

	def _height(self, level: int, low: float, high: float, tall: float) -> float:
		"""The least height in the gap at which the words meet no others."""
		near = [o for o in self.done.get(level, ()) if o.x < high + 8 and o.x + o.w > low - 8]
		for y in sorted([0.0, *(o.y + o.h + 2 for o in near)]):
			if all(y >= o.y + o.h or y + tall <= o.y for o in near):
				return y
		return 0.0
