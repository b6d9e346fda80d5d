"""Adds heights: rows, gaps, the points of each arrow and the final boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liuwan_process.definition.drawing.frame import Frame
from liuwan_process.definition.drawing.geometry import ARROW_ROOM, MARGIN, MARK, ROW_GAP, TRACK, Label, Point
from liuwan_process.definition.drawing.labels import Words
from liuwan_process.definition.drawing.ports import Lines
from liuwan_process.definition.drawing.routes import Route
from liuwan_process.definition.drawing.tracks import Key, Part, levels, offsets

GAP_TOP = 14  # free below a row before the first track
WORDS_TOP, WORDS_BOTTOM = 6, 2


@dataclass(frozen=True)
class Heights:
	"""Top and bottom of each row, top of each gap's words and first track, and the y of each level part."""

	rows: tuple[tuple[float, float], ...]
	words: tuple[float, ...]
	parts: dict[Key, float]
	height: float

	def middle(self, row: int) -> float:
		return sum(self.rows[row]) / 2


def measure(
	frame: Frame, parts: Mapping[int, list[Part]], words: list[Words], marked: set[int], header: float
) -> Heights:
	"""Heights of all rows and gaps. `marked` names the gaps into which the mark of a split reaches."""
	zones = _zones(words)
	rows, tops, heights = [], [], {}
	y = MARGIN + header
	last = len(frame.rows)
	for gap in range(last + 1):
		level = 2 * gap
		track = levels(parts.get(level, []))
		tip = MARK if level in marked else 0
		tops.append(y + WORDS_TOP + tip)
		first = (tops[-1] + zones[level] + WORDS_BOTTOM if level in zones else y + tip) + GAP_TOP
		heights.update({key: first + number * TRACK for key, number in track.items()})
		y = _next_row(y, first, max(track.values(), default=-1) + 1, gap in (0, last))
		if gap < last:
			tall = max((spot.h for spot in frame.rows[gap]), default=0)
			rows.append((y, y + tall))
			beside = offsets(parts.get(level + 1, []))
			heights.update({key: y + tall / 2 + offset for key, offset in beside.items()})
			y += tall
	return Heights(tuple(rows), tuple(tops), heights, y + MARGIN)


def _next_row(y: float, first: float, tracks: int, outermost: bool) -> float:
	"""Where a gap that begins at y ends."""
	end = first + max(0, tracks - 1) * TRACK + ARROW_ROOM if tracks else first + ARROW_ROOM / 2
	return max(end, y + (MARGIN * 2 if outermost else ROW_GAP))


def _zones(words: list[Words]) -> dict[int, float]:
	"""Height that the words in each gap need."""
	zones: dict[int, float] = {}
	for each in words:
		if each.level % 2 == 0:
			zones[each.level] = max(zones.get(each.level, 0), each.y + each.h)
	return zones


def points(
	route: Route, lines: Lines, heights: Heights, marked_in: bool, marked_out: bool
) -> tuple[Point, ...]:
	"""The corners of an arrow from border to border; at a mark it begins or ends at the mark's tip."""
	index, run = route.index, lines.run[route.index]
	trail = [*_start(route, lines, heights, marked_out)]
	if (index, "out") in heights.parts:
		trail += [(trail[-1][0], heights.parts[index, "out"]), (run, heights.parts[index, "out"])]
	if (index, "in") in heights.parts:
		trail += [(run, heights.parts[index, "in"])]
	trail += _end(route, lines, heights, marked_in)
	return _straighten(trail)


def _start(route: Route, lines: Lines, heights: Heights, marked: bool) -> list[Point]:
	spot, index = route.source, route.index
	if route.leave != "bottom":
		return [(getattr(spot, route.leave), heights.parts[index, "out"])]
	x = lines.out[index]
	tip = MARK if marked and abs(x - spot.cx) < 1 else 0
	return [(x, heights.middle(spot.row) + spot.h / 2 + tip)]


def _end(route: Route, lines: Lines, heights: Heights, marked: bool) -> list[Point]:
	spot, index = route.target, route.index
	if route.enter != "top":
		return [(getattr(spot, route.enter), heights.parts[index, "in"])]
	x = lines.into[index]
	tip = MARK if marked and abs(x - spot.cx) < 1 else 0
	level = [(x, heights.parts[index, "in"])] if (index, "in") in heights.parts else []
	return [*level, (x, heights.middle(spot.row) - spot.h / 2 - tip)]


def _straighten(trail: list[Point]) -> tuple[Point, ...]:
	"""Without points that are no corners."""
	kept: list[Point] = []
	for point in trail:
		point = (round(point[0], 2), round(point[1], 2))
		if kept and kept[-1] == point:
			continue
		if len(kept) > 1 and (_in_line(kept, point, 0) or _in_line(kept, point, 1)):
			kept.pop()
		kept.append(point)
	return tuple(kept)


def _in_line(kept: list[Point], point: Point, axis: int) -> bool:
	return kept[-2][axis] == kept[-1][axis] == point[axis]


def label(words: Words, heights: Heights) -> Label:
	if words.level % 2:
		y = heights.parts[words.index, "out"] + words.y
	else:
		y = heights.words[words.level // 2] + words.y
	return Label(words.text, words.lines, round(words.x, 2), round(y, 2), words.w, words.h, words.anchor)
