"""Breaks a long drawing over pages, between rows, with a circled letter at both ends of each interrupted arrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from liuwan_process.definition.drawing.geometry import MARGIN, Box, Connector, Edge, Layout, Page, Point

CONNECTOR_ROOM = 30  # kept at a break for the letters
A4 = 1.36  # height to width of what a page of A4 leaves for a drawing below its heading


def a4_height(layout: Layout, landscape: bool = False) -> float:
	"""The page height that makes the drawing as wide as an A4 page; for `pages`."""
	return max(layout.width, 560) * (1 / A4 * 0.92 if landscape else A4)


def pages(layout: Layout, page_height: float) -> tuple[Page, ...]:
	"""Pages not higher than `page_height` pixels of the drawing, header included; at least one row on each."""
	breaks = _breaks(layout, page_height)
	tops = [MARGIN + layout.header, *breaks]
	bottoms = [*breaks, layout.height]
	page_of = {
		box.step: next(n for n, bottom in enumerate(bottoms) if box.y < bottom) for box in layout.boxes
	}
	letters = _letters(layout, page_of)
	return tuple(
		_page(layout, number, top, bottom, page_of, letters)
		for number, (top, bottom) in enumerate(zip(tops, bottoms, strict=True))
	)


def _breaks(layout: Layout, page_height: float) -> list[float]:
	"""The y of each page end: the last cut that the page still holds."""
	found: list[float] = []
	top = MARGIN + layout.header
	ends = [*layout.cuts, layout.height]
	for cut, following in zip(layout.cuts, ends[1:], strict=False):
		used = following - top + layout.header + CONNECTOR_ROOM * (2 if found else 1)
		if used > page_height and cut > top:
			found.append(cut)
			top = cut
	return found


def _letters(layout: Layout, page_of: dict[str, int]) -> dict[int, str]:
	"""A letter for each arrow whose ends are on different pages."""
	broken = [e for e in layout.edges if page_of[e.source] != page_of[e.target]]
	broken.sort(key=lambda e: (page_of[e.source], e.points[0][1], e.points[0][0], e.index))
	return {edge.index: _letter(number) for number, edge in enumerate(broken)}


def _letter(number: int) -> str:
	letter = chr(ord("A") + number % 26)
	return letter if number < 26 else _letter(number // 26 - 1) + letter


def _page(
	layout: Layout, number: int, top: float, bottom: float, page_of: dict[str, int], letters: dict[int, str]
) -> Page:
	boxes: tuple[Box, ...] = tuple(box for box in layout.boxes if page_of[box.step] == number)
	edges, connectors = [], []
	for edge in layout.edges:
		ends = (page_of[edge.source], page_of[edge.target])
		if number not in ends:
			continue
		for piece in _pieces(edge.points, top, bottom):
			if ends[0] == ends[1] or _touches(piece, edge, ends, number):
				edges.append(replace(edge, points=piece, label=_label(edge, top, bottom)))
				connectors += _connectors(piece, edge, ends, letters, number)
	return Page(number + 1, top, bottom, boxes, tuple(edges), tuple(connectors))


def _touches(piece: tuple[Point, ...], edge: Edge, ends: tuple[int, int], number: int) -> bool:
	"""Whether the piece is the one at the end of the arrow that this page holds."""
	if ends[0] == number:
		return piece[0] == edge.points[0]
	return piece[-1] == edge.points[-1]


def _label(edge: Edge, top: float, bottom: float):
	return edge.label if edge.label and top <= edge.label.y < bottom else None


def _connectors(
	piece: tuple[Point, ...], edge: Edge, ends: tuple[int, int], letters: dict[int, str], number: int
) -> Iterator[Connector]:
	if edge.index not in letters:
		return
	if ends[0] == number:
		yield Connector(letters[edge.index], *piece[-1], edge.index, True, ends[1] + 1)
	else:
		yield Connector(letters[edge.index], *piece[0], edge.index, False, ends[0] + 1)


def _pieces(points: tuple[Point, ...], top: float, bottom: float) -> list[tuple[Point, ...]]:
	"""The parts of a line between two heights; only upright segments cross them."""
	pieces: list[tuple[Point, ...]] = []
	piece: list[Point] = []
	for (x1, y1), (x2, y2) in pairwise(points):
		low, high = max(min(y1, y2), top), min(max(y1, y2), bottom)
		if low > high or (low == high and y1 != y2):
			continue
		start, end = (x1, min(max(y1, low), high)), (x2, min(max(y2, low), high))
		if not piece or piece[-1] != start:
			pieces += [tuple(piece)] if piece else []
			piece = [start]
		piece.append(end)
	return [*pieces, tuple(piece)] if piece else pieces
