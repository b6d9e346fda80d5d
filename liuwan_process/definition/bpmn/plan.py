"""Where everything of a BPMN diagram stands: our own layout, with room for gateways and events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from liuwan_process.definition.bpmn.graph import Graph, Node
from liuwan_process.definition.drawing.boxes import PAD, TEXT_PAD, Plan
from liuwan_process.definition.drawing.geometry import (
	BOX_MIN_HEIGHT,
	BOX_WIDTH,
	FONT,
	LABEL_FONT,
	LABEL_LINE,
	LINE,
	MARGIN,
	Box,
	Edge,
	Layout,
	Point,
)
from liuwan_process.definition.drawing.text import width, wrap
from liuwan_process.definition.layout import arranged
from liuwan_process.definition.model import Definition, Step, Transition

EVENT, GATEWAY, TIMER = 36, 50, 24  # the sides of what bounds them
POOL_TITLE = 30
LABEL_ROOM, LABEL_GAP = 110, 4
SLACK = 4  # on either side of words: fonts differ
ICON = 22  # kept free for the sign in the corner of a task


@dataclass(frozen=True, slots=True)
class Rectangle:
	x: float
	y: float
	w: float
	h: float


@dataclass(frozen=True)
class Picture:
	"""Rectangles of nodes, of the words at events, of timers and lanes; points and words of flows. All by id."""

	pool: Rectangle
	lanes: dict[str, Rectangle]
	shapes: dict[str, Rectangle]
	words: dict[str, Rectangle]
	timers: dict[str, Rectangle]
	edges: dict[str, tuple[Point, ...]]


def draw(graph: Graph) -> Picture:
	"""Places everything; the title of the pool stands above the lanes."""
	plans = {node.id: _plan(node) for node in graph.nodes.values()}
	texts = {number: flow.name for number, flow in enumerate(graph.flows) if flow.name}
	drawing = arranged(_as_definition(graph), plans, texts)
	boxes = {box.step: _moved(box) for box in drawing.boxes}
	shapes = {node.id: _shape(node, boxes[node.id]) for node in graph.nodes.values()}
	return Picture(
		pool=_pool(drawing),
		lanes={lane.id: _lane(drawing, lane.x, lane.width) for lane in drawing.lanes},
		shapes=shapes,
		words=_words(graph, drawing, boxes),
		timers={node.id: _timer(shapes[node.id]) for node in graph.nodes.values() if has_timer(node)},
		edges={graph.flows[edge.index].id: _points(graph, edge, boxes) for edge in drawing.edges},
	)


def has_timer(node: Node) -> bool:
	return bool(node.step.limit and not node.part and node.tag != "endEvent")


def _as_definition(graph: Graph) -> Definition:
	"""The graph in the terms of the layout: every node a step, every flow a transition."""
	steps = tuple(
		Step(node.id, node.id, _kind(node), node.lane, status=node.step.status)
		for node in graph.nodes.values()
	)
	flows = tuple(Transition(f.source, f.target, f.name, f.decision) for f in graph.flows)
	return replace(graph.definition, steps=steps, transitions=flows)


def _kind(node: Node) -> str:
	return "start" if node.part == "opens" else "task"


def _plan(node: Node) -> Plan:
	w, h = _size(node)
	return Plan(node.id, node.tag, node.lane, w, h, (), "", "", "", "")


def _size(node: Node) -> tuple[float, float]:
	if node.part:
		side = EVENT if node.part == "opens" else GATEWAY
		return side, side
	if node.tag == "endEvent":
		# the circle in the middle, its words below
		return LABEL_ROOM, EVENT + 2 * (LABEL_GAP + len(_event_lines(node)) * LABEL_LINE)
	lines = wrap(node.step.title or node.step.id, BOX_WIDTH - 2 * (PAD + ICON), FONT)
	return BOX_WIDTH, max(BOX_MIN_HEIGHT + LINE, 2 * TEXT_PAD + (len(lines) + 1) * LINE)


def _event_lines(node: Node) -> tuple[str, ...]:
	return wrap(node.step.title or node.step.id, LABEL_ROOM, LABEL_FONT)


def _moved(box: Box) -> Box:
	return replace(box, y=box.y + POOL_TITLE)


def _pool(drawing: Layout) -> Rectangle:
	return Rectangle(MARGIN, MARGIN, drawing.width - 2 * MARGIN, drawing.height - 2 * MARGIN + POOL_TITLE)


def _lane(drawing: Layout, x: float, w: float) -> Rectangle:
	return Rectangle(x, MARGIN + POOL_TITLE, w, drawing.height - 2 * MARGIN)


def _shape(node: Node, box: Box) -> Rectangle:
	if node.tag == "endEvent":
		return Rectangle(box.cx - EVENT / 2, box.cy - EVENT / 2, EVENT, EVENT)
	return Rectangle(box.x, box.y, box.w, box.h)


def _timer(task: Rectangle) -> Rectangle:
	"""On the upper right corner, where no flow arrives."""
	return Rectangle(task.x + task.w - TIMER / 2, task.y - TIMER / 2, TIMER, TIMER)


def _words(graph: Graph, drawing: Layout, boxes: dict[str, Box]) -> dict[str, Rectangle]:
	found = {}
	for edge in drawing.edges:
		if edge.label:
			label = edge.label
			place = Rectangle(label.x - SLACK, label.y + POOL_TITLE, label.w + 2 * SLACK, label.h)
			found[graph.flows[edge.index].id] = place
	for node in graph.nodes.values():
		if node.tag == "endEvent":
			found[node.id] = _below(boxes[node.id], _event_lines(node))
	return found


def _below(box: Box, lines: tuple[str, ...]) -> Rectangle:
	w = max(width(line, LABEL_FONT) for line in lines)
	return Rectangle(
		box.cx - w / 2 - SLACK, box.cy + EVENT / 2 + LABEL_GAP, w + 2 * SLACK, len(lines) * LABEL_LINE
	)


# The lines end at the border of the box that the layout knows; a diamond or a circle stands further inside.


def _points(graph: Graph, edge: Edge, boxes: dict[str, Box]) -> tuple[Point, ...]:
	points = [(x, y + POOL_TITLE) for x, y in edge.points]
	first, last = graph.nodes[edge.source], graph.nodes[edge.target]
	points = [*_to_border(first, boxes[first.id], points[0], points[1])[::-1], *points[1:]]
	points = [*points[:-1], *_to_border(last, boxes[last.id], points[-1], points[-2])]
	return tuple((round(x, 2), round(y, 2)) for x, y in _corners(points))


def _to_border(node: Node, box: Box, end: Point, before: Point) -> list[Point]:
	"""From where the line meets the box to where it meets the shape."""
	if not node.part and node.tag != "endEvent":
		return [end]
	(x, y), radius = end, (EVENT if node.tag.endswith("Event") else GATEWAY) / 2
	upright = x == before[0]
	aside = x - box.cx if upright else y - box.cy
	depth = _depth(node, radius, abs(aside))
	if depth is None:  # with a bend, to the middle of the side
		return [end, (x, box.cy), (box.cx + (radius if x > box.cx else -radius), box.cy)]
	if upright:
		return [(x, box.cy + depth * (1 if y > box.cy else -1))]
	return [(box.cx + depth * (1 if x > box.cx else -1), y)]


def _depth(node: Node, radius: float, aside: float) -> float | None:
	"""How far from the middle the line meets the shape when it passes `aside` of it; None when it does not."""
	if aside >= radius - 1:
		return None
	return sqrt(radius * radius - aside * aside) if node.tag.endswith("Event") else radius - aside


def _corners(points: list[Point]) -> list[Point]:
	"""Without doubles and without points within a straight line."""
	kept: list[Point] = []
	for point in points:
		if kept and kept[-1] == point:
			continue
		if len(kept) > 1 and any(kept[-2][axis] == kept[-1][axis] == point[axis] for axis in (0, 1)):
			kept.pop()
		kept.append(point)
	return kept
