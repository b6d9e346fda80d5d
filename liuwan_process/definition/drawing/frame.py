"""Where lanes and boxes stand from left to right, given how many arrows pass beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liuwan_process.definition.drawing.geometry import FIRST_TRACK, LANE_PAD, MARGIN, SIDE_GAP, TRACK
from liuwan_process.definition.drawing.ranks import Grid

Gutter = tuple[int, str]  # number of the lane, "left" or "right"


@dataclass(frozen=True, slots=True)
class Spot:
	"""A box before its row has a height: middle, size, row and number of the lane."""

	step: str
	row: int
	lane: int
	cx: float
	w: float
	h: float

	@property
	def left(self) -> float:
		return self.cx - self.w / 2

	@property
	def right(self) -> float:
		return self.cx + self.w / 2


@dataclass(frozen=True)
class Frame:
	"""Lanes as (x, width), the spots by step, and half the width that the boxes of each lane take."""

	lanes: tuple[tuple[float, float], ...]
	reach: tuple[float, ...]
	spots: dict[str, Spot]
	rows: tuple[tuple[Spot, ...], ...]

	@property
	def width(self) -> float:
		return self.lanes[-1][0] + self.lanes[-1][1] + MARGIN if self.lanes else 2 * MARGIN

	def centre(self, lane: int) -> float:
		return self.lanes[lane][0] + self.lanes[lane][1] / 2

	def track_x(self, gutter: Gutter, track: int) -> float:
		"""Where the arrow on a track of a gutter runs; track 0 passes nearest to the boxes."""
		lane, side = gutter
		offset = self.reach[lane] + FIRST_TRACK + track * TRACK
		return self.centre(lane) + (offset if side == "right" else -offset)


def gutter_width(tracks: int) -> float:
	return max(LANE_PAD, FIRST_TRACK + tracks * TRACK) if tracks else LANE_PAD


def build(grid: Grid, sizes: Mapping[str, tuple[float, float]], tracks: Mapping[Gutter, int]) -> Frame:
	"""A frame for boxes of these sizes (width, height), with room for `tracks` arrows in each gutter."""
	lanes, reach, x = [], [], float(MARGIN)
	for number, lane in enumerate(grid.lanes):
		half = _reach(grid, lane, sizes)
		pad = gutter_width(max(tracks.get((number, "left"), 0), tracks.get((number, "right"), 0)))
		lanes.append((x, 2 * (half + pad)))
		reach.append(half)
		x += 2 * (half + pad)
	rows = tuple(tuple(_spots(grid, row, sizes, lanes)) for row in range(len(grid.rows)))
	spots = {spot.step: spot for row in rows for spot in row}
	return Frame(tuple(lanes), tuple(reach), spots, rows)


def _reach(grid: Grid, lane: str, sizes: Mapping[str, tuple[float, float]]) -> float:
	return max(_span([sizes[s][0] for s in row[lane]]) for row in grid.rows if lane in row) / 2


def _span(widths: list[float]) -> float:
	return sum(widths) + SIDE_GAP * (len(widths) - 1)


def _spots(grid: Grid, row: int, sizes: Mapping, lanes: list[tuple[float, float]]) -> list[Spot]:
	"""The boxes of one row, those of a lane side by side about its middle."""
	spots = []
	for number, lane in enumerate(grid.lanes):
		steps = grid.rows[row].get(lane, [])
		x = lanes[number][0] + (lanes[number][1] - _span([sizes[s][0] for s in steps])) / 2
		for step in steps:
			w, h = sizes[step]
			spots.append(Spot(step, row, number, x + w / 2, w, h))
			x += w + SIDE_GAP
	return spots
