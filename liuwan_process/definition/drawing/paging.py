"""Breaks a long drawing over pages, between rows, with a circled letter at both ends of each interrupted arrow."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from liuwan_process.definition.drawing.geometry import MARGIN, Connector, Edge, Layout, Page, Point

RADIUS, AIR = 9, 5  # of a circled letter, and free around it
FIRST_LETTER, LETTER_PITCH = (
	14,
	21,
)  # from the break to the middle of the letters nearest to it, and to the next
A4 = 1.36  # height to width of what a page of A4 leaves for a drawing below its heading


def a4_height(layout: Layout, landscape: bool = False) -> float:
	"""The page height that makes the drawing as wide as an A4 page; for `pages`."""
	return max(layout.width, 560) * (0.66 if landscape else A4)


def pages(layout: Layout, page_height: float) -> tuple[Page, ...]:
	"""Pages not higher than `page_height` pixels of the drawing, header included; at least one row on each."""
	breaks = _breaks(layout, page_height)
	spans = list(pairwise([MARGIN + layout.header, *breaks, layout.height - MARGIN]))
	page_of = {box.step: next(n for n, span in enumerate(spans) if box.y < span[1]) for box in layout.boxes}
	letters = _letters(layout, page_of)
	return tuple(_page(layout, number, span, page_of, letters) for number, span in enumerate(spans))


def _breaks(layout: Layout, page_height: float) -> list[float]:
	"""The y of each page end: the last cut that the page still holds."""
	found: list[float] = []
	top, above = MARGIN + layout.header, 0.0
	for cut, following in pairwise([*layout.cuts, layout.height - MARGIN]):
		below = _room(layout, following)
		if 2 * MARGIN + layout.header + above + following - top + below > page_height:
			found.append(cut)
			top, above = cut, _room(layout, cut)
	return found


def _room(layout: Layout, cut: float) -> float:
	"""What the letters of all arrows that pass a height may need beside it."""
	passing = [
		x1
		for edge in layout.edges
		for (x1, y1), (_, y2) in pairwise(edge.points)
		if min(y1, y2) < cut < max(y1, y2)
	]
	return _room_for(_tiers(passing))


def _room_for(tiers: list[int]) -> float:
	return FIRST_LETTER + max(tiers) * LETTER_PITCH + RADIUS + AIR if tiers else 0


def _tiers(places: list[float]) -> list[int]:
	"""How far from the break each letter stands, so that no two touch and no line runs through one."""
	order = sorted(range(len(places)), key=lambda n: (places[n], n))
	tiers = [0] * len(places)
	for position, n in enumerate(order):
		near = [tiers[o] for o in order[:position] if places[n] - places[o] < LETTER_PITCH]
		tiers[n] = next(tier for tier in range(len(places) + 1) if tier not in near)
	return tiers


def _letters(layout: Layout, page_of: dict[str, int]) -> dict[int, str]:
	"""A letter for each arrow whose ends are on different pages."""
	broken = [e for e in layout.edges if page_of[e.source] != page_of[e.target]]
	broken.sort(key=lambda e: (page_of[e.source], e.points[0][1], e.points[0][0], e.index))
	return {edge.index: _letter(number) for number, edge in enumerate(broken)}


def _letter(number: int) -> str:
	letter = chr(ord("A") + number % 26)
	return letter if number < 26 else _letter(number // 26 - 1) + letter


def _page(
	layout: Layout, number: int, span: tuple[float, float], page_of: dict[str, int], letters: dict[int, str]
) -> Page:
	edges: list[Edge] = []
	for edge in layout.edges:
		if number in (page_of[edge.source], page_of[edge.target]):
			edges += _pieces_of(edge, span, page_of, number)
	connectors = _connectors(edges, span, page_of, letters, number)
	rooms = [
		max((abs(c.y - end) + RADIUS + AIR for c in connectors if (c.y < span[0]) == upper), default=0.0)
		for upper, end in ((True, span[0]), (False, span[1]))
	]
	boxes = tuple(box for box in layout.boxes if page_of[box.step] == number)
	reaching = tuple(_reach(edge, connectors) for edge in edges)
	return Page(number + 1, *span, *rooms, layout.header, boxes, reaching, tuple(connectors))


def _pieces_of(edge: Edge, span: tuple[float, float], page_of: dict[str, int], number: int) -> list[Edge]:
	"""What a page shows of an arrow: all, or the piece at the step that stands on it."""
	label = edge.label if edge.label and span[0] <= edge.label.y < span[1] else None
	shown = _clip(edge.points, *span)
	if page_of[edge.source] != page_of[edge.target]:
		leaves = page_of[edge.source] == number
		shown = [p for p in shown if (p[0] == edge.points[0] if leaves else p[-1] == edge.points[-1])]
	return [replace(edge, points=piece, label=label) for piece in shown]


def _connectors(
	edges: list[Edge],
	span: tuple[float, float],
	page_of: dict[str, int],
	letters: dict[int, str],
	number: int,
) -> list[Connector]:
	"""Letters at the interrupted ends, below and above the page's part of the drawing."""
	found: list[Connector] = []
	cut = [edge for edge in edges if edge.index in letters]
	for end, outward in ((span[0], -1), (span[1], 1)):
		here = [edge for edge in cut if _open_end(edge, page_of, number)[1] == end]
		places = [_open_end(edge, page_of, number)[0] for edge in here]
		for edge, x, tier in zip(here, places, _tiers(places), strict=True):
			leaves = page_of[edge.source] == number
			other = page_of[edge.target if leaves else edge.source] + 1
			y = end + outward * (FIRST_LETTER + tier * LETTER_PITCH)
			found.append(Connector(letters[edge.index], x, y, edge.index, leaves, other))
	return found


def _open_end(edge: Edge, page_of: dict[str, int], number: int) -> Point:
	return edge.points[-1] if page_of[edge.source] == number else edge.points[0]


def _reach(edge: Edge, connectors: list[Connector]) -> Edge:
	"""The piece of an arrow prolonged to its letter."""
	connector = next((c for c in connectors if c.edge == edge.index), None)
	if not connector:
		return edge
	end = edge.points[-1] if connector.leaves else edge.points[0]
	tip = (end[0], connector.y - RADIUS if connector.y > end[1] else connector.y + RADIUS)
	points = (*edge.points[:-1], tip) if connector.leaves else (tip, *edge.points[1:])
	return replace(edge, points=points)


def _clip(points: tuple[Point, ...], top: float, bottom: float) -> list[tuple[Point, ...]]:
	"""The parts of a line between two heights; only upright segments pass them."""
	pieces: list[tuple[Point, ...]] = []
	piece: list[Point] = []
	for (x1, y1), (x2, y2) in pairwise(points):
		if max(y1, y2) < top or min(y1, y2) > bottom:
			continue
		start = (x1, min(max(y1, top), bottom))
		if not piece or piece[-1] != start:
			pieces += [tuple(piece)] if piece else []
			piece = [start]
		piece.append((x2, min(max(y2, top), bottom)))
	return [*pieces, tuple(piece)] if piece else pieces
