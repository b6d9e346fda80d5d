"""Where somebody put things by hand: taken from a drawn file, and given to the next drawing as long as they fit.

Places are plain JSON: `pool`, `lanes` by name, `shapes` and `words` by the id of the node, `ways` by the ids of their ends.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from liuwan_process.definition.bpmn.graph import Flow, Graph, Node
from liuwan_process.definition.bpmn.names import tag
from liuwan_process.definition.bpmn.plan import Picture, Rectangle
from liuwan_process.definition.bpmn.source import own_note

Numbers = list[float]
APART, STEP_DOWN, EDGE = 40, 20, 20  # from the box before a new one, to the next try, to the end of the pool
NEAR = 3.0  # a line still ends at a box when it ends so near to its border


def taken(root: Any, graph: Graph, nodes: dict[str, str]) -> dict[str, Any]:
	"""The places in a file of what `graph` draws; `nodes`: id in the file of each step's own element."""
	file = _File(root)
	found = _Found(file, graph, nodes).of
	lanes = {lane.get("name") or "": file.bounds.get(lane.get("id")) for lane in root.iter(tag("bpmn:lane"))}
	pools = [file.bounds.get(each.get("id")) for each in root.iter(tag("bpmn:participant"))]
	return {
		"pool": next(filter(None, pools), None),
		"lanes": {name: place for name, place in lanes.items() if place},
		"shapes": {node: file.bounds[there] for node, there in found.items() if there in file.bounds},
		"words": {node: file.words[there] for node, there in found.items() if there in file.words},
		"ways": _ways(file, graph, found),
	}


class _File:
	"""What a file says of places, and which nodes it connects."""

	def __init__(self, root: Any) -> None:
		self.bounds: dict[str, Numbers] = {}
		self.words: dict[str, Numbers] = {}
		self.points: dict[str, list[Numbers]] = {}
		for shape in root.iter(tag("bpmndi:BPMNShape"), tag("bpmndi:BPMNEdge")):
			self._note(shape, shape.get("bpmnElement") or "")
		self.flows = list(root.iter(tag("bpmn:sequenceFlow")))
		self.elements = {each.get("id"): each for each in root.iter() if each.get("id")}

	def _note(self, shape: Any, element: str) -> None:
		bounds, label = (
			shape.find(tag("dc:Bounds")),
			shape.find(f"{tag('bpmndi:BPMNLabel')}/{tag('dc:Bounds')}"),
		)
		if bounds is not None:
			self.bounds[element] = _numbers(bounds, "x", "y", "width", "height")
		if label is not None:
			self.words[element] = _numbers(label, "x", "y", "width", "height")
		points = [_numbers(point, "x", "y") for point in shape.findall(tag("di:waypoint"))]
		if points:
			self.points[element] = points

	def targets(self, node: str) -> list[str]:
		return [flow.get("targetRef") for flow in self.flows if flow.get("sourceRef") == node]

	def sources(self, node: str) -> list[str]:
		return [flow.get("sourceRef") for flow in self.flows if flow.get("targetRef") == node]

	def is_gateway(self, node: str) -> bool:
		return node in self.elements and str(self.elements[node].tag).endswith("Gateway")

	def is_part(self, node: str, part: Node) -> bool:
		note = own_note(self.elements[node], "part") if node in self.elements else None
		return note is not None and (note.get("of"), note.get("part")) == (part.step.id, part.part)


class _Found:
	"""Which element of a file each node of the graph was: by what is noted there, else by what it is connected with."""

	def __init__(self, file: _File, graph: Graph, nodes: dict[str, str]) -> None:
		self.file, self.graph = file, graph
		self.of = {n.id: nodes[n.step.id] for n in graph.nodes.values() if not n.part and n.step.id in nodes}
		for node in graph.nodes.values():
			there = self._there(node) if node.part else None
			if there:
				self.of[node.id] = there

	def _there(self, node: Node) -> str | None:
		noted = next((each for each in self.file.elements if self.file.is_part(each, node)), None)
		if noted or node.part == "opens":
			return noted
		if node.part == "join":
			near = [self.file.sources(self.of.get(flow.target, "")) for flow in self.graph.leaving(node.id)]
		else:
			near = [self.file.targets(self.of.get(flow.source, "")) for flow in self.graph.arriving(node.id)]
		free = [each for some in near for each in some if self.file.is_gateway(each)]
		return next((each for each in free if each not in self.of.values()), None)


def _ways(file: _File, graph: Graph, found: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
	ways: dict[str, list[dict[str, Any]]] = {}
	for ends in dict.fromkeys((flow.source, flow.target) for flow in graph.flows):
		there = (found.get(ends[0]), found.get(ends[1]))
		drawn = [
			flow.get("id") for flow in file.flows if (flow.get("sourceRef"), flow.get("targetRef")) == there
		]
		ways[">".join(ends)] = [
			{"points": file.points[each], "words": file.words.get(each)}
			for each in drawn
			if each in file.points
		]
	return {ends: drawn for ends, drawn in ways.items() if drawn}


def _numbers(element: Any, *names: str) -> Numbers:
	return [round(float(element.get(name) or 0), 2) for name in names]


# Giving places back


def applied(graph: Graph, picture: Picture, places: dict[str, Any] | None) -> Picture:
	"""The drawing with things where somebody put them. Other lanes than then: everything is laid out anew."""
	lanes = {lane for lane in picture.lanes if lane} and set(picture.lanes)
	if not places or set(places["lanes"]) != lanes or not places["shapes"] or not places["pool"]:
		return picture
	return _Placing(graph, picture, places).picture()


class _Placing:
	def __init__(self, graph: Graph, picture: Picture, places: dict[str, Any]) -> None:
		self.graph, self.laid_out, self.places = graph, picture, places
		self.lanes = {lane: Rectangle(*place) for lane, place in places["lanes"].items()}
		self.shapes: dict[str, Rectangle] = {}
		for node in graph.nodes.values():
			place = self._kept(node)
			if place:
				self.shapes[node.id] = place
		for node in graph.nodes.values():
			if node.id not in self.shapes:
				self.shapes[node.id] = self._free(node)

	def picture(self) -> Picture:
		bottom = max(shape.y + shape.h for shape in self.shapes.values()) + EDGE
		before, now = self.laid_out.shapes, self.shapes
		timers = {
			node: _moved(timer, before[node], now[node]) for node, timer in self.laid_out.timers.items()
		}
		edges = {flow.id: points for flow, points in self._edges()}
		return Picture(
			pool=_down_to(Rectangle(*self.places["pool"]), bottom),
			lanes={lane: _down_to(place, bottom) for lane, place in self.lanes.items()}
			or self.laid_out.lanes,
			shapes={node: self.shapes[node] for node in self.graph.nodes},
			words=self._words(edges),
			timers=timers,
			edges=edges,
		)

	def _kept(self, node: Node) -> Rectangle | None:
		"""The place that it had, if that is still in its lane; it is as large as its words need now."""
		place = self.places["shapes"].get(node.id)
		if not place:
			return None
		need = self.laid_out.shapes[node.id]
		shape = Rectangle(place[0], place[1], max(place[2], need.w), max(place[3], need.h))
		lane = self.lanes.get(node.lane)
		return shape if lane is None or _middle_in(shape, lane) else None

	def _free(self, node: Node) -> Rectangle:
		"""Below what leads to it, in its lane, where nothing else stands."""
		size = self.laid_out.shapes[node.id]
		near = self._neighbour(node)
		lane = self.lanes.get(node.lane) or Rectangle(*self.places["pool"])
		size = replace(size, w=min(size.w, lane.w - EDGE))
		x = near.x + near.w / 2 if near else lane.x + lane.w / 2
		if not lane.x + size.w / 2 <= x <= lane.x + lane.w - size.w / 2:
			x = lane.x + lane.w / 2
		place = Rectangle(x - size.w / 2, near.y + near.h + APART if near else lane.y + APART, size.w, size.h)
		while any(_meet(place, other) for other in self.shapes.values()):
			place = replace(place, y=place.y + STEP_DOWN)
		return place

	def _neighbour(self, node: Node) -> Rectangle | None:
		before = [flow.source for flow in self.graph.arriving(node.id)]
		behind = [flow.target for flow in self.graph.leaving(node.id)]
		return next((self.shapes[each] for each in [*before, *behind] if each in self.shapes), None)

	def _edges(self) -> list[tuple[Flow, tuple[tuple[float, float], ...]]]:
		seen: dict[str, int] = {}
		edges = []
		for flow in self.graph.flows:
			ends = f"{flow.source}>{flow.target}"
			number = seen[ends] = seen.get(ends, -1) + 1
			edges.append((flow, self._points(flow, self._drawn(ends, number))))
		return edges

	def _drawn(self, ends: str, number: int) -> dict[str, Any]:
		drawn = self.places["ways"].get(ends) or []
		return drawn[number] if number < len(drawn) else {}

	def _points(self, flow: Flow, drawn: dict[str, Any]) -> tuple[tuple[float, float], ...]:
		points = [(x, y) for x, y in drawn.get("points") or ()]
		first, last = self.shapes[flow.source], self.shapes[flow.target]
		if len(points) > 1 and _touches(first, points[0]) and _touches(last, points[-1]):
			return tuple(points)
		return _line(first, last)

	def _words(self, edges: dict[str, tuple[tuple[float, float], ...]]) -> dict[str, Rectangle]:
		found = {}
		seen: dict[str, int] = {}
		for flow in self.graph.flows:
			ends = f"{flow.source}>{flow.target}"
			number = seen[ends] = seen.get(ends, -1) + 1
			size, drawn = self.laid_out.words.get(flow.id), self._drawn(ends, number)
			same = tuple(map(tuple, drawn.get("points") or ())) == edges[flow.id]
			if size:
				kept = drawn.get("words") if same else None
				x, y = kept[:2] if kept else _beside(edges[flow.id], size)
				found[flow.id] = replace(size, x=x, y=y)
		return found | self._words_of_nodes()

	def _words_of_nodes(self) -> dict[str, Rectangle]:
		found = {}
		for node, size in self.laid_out.words.items():
			if node in self.shapes:
				found[node] = _moved(size, self.laid_out.shapes[node], self.shapes[node])
		return found


def _moved(part: Rectangle, before: Rectangle, now: Rectangle) -> Rectangle:
	"""What stands at the right end of a shape, or below it, where the shape stands now."""
	return replace(part, x=part.x + now.x + now.w - before.x - before.w, y=part.y + now.y - before.y)


def _down_to(place: Rectangle, bottom: float) -> Rectangle:
	return replace(place, h=max(place.h, bottom - place.y))


def _middle_in(shape: Rectangle, lane: Rectangle) -> bool:
	x, y = shape.x + shape.w / 2, shape.y + shape.h / 2
	return lane.x <= x <= lane.x + lane.w and lane.y <= y <= lane.y + lane.h


def _meet(a: Rectangle, b: Rectangle) -> bool:
	return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def _touches(shape: Rectangle, point: tuple[float, float]) -> bool:
	x, y = point
	return shape.x - NEAR <= x <= shape.x + shape.w + NEAR and shape.y - NEAR <= y <= shape.y + shape.h + NEAR


def _line(a: Rectangle, b: Rectangle) -> tuple[tuple[float, float], ...]:
	"""Down from one to the other, else sideways, else along their right sides."""
	ax, bx = a.x + a.w / 2, b.x + b.w / 2
	if b.y >= a.y + a.h + STEP_DOWN:
		if abs(ax - bx) < 1:
			return (ax, a.y + a.h), (ax, b.y)
		half = (a.y + a.h + b.y) / 2
		return (ax, a.y + a.h), (ax, half), (bx, half), (bx, b.y)
	ay, by = a.y + a.h / 2, b.y + b.h / 2
	if b.x >= a.x + a.w + STEP_DOWN:
		return _sideways((a.x + a.w, ay), (b.x, by))
	if a.x >= b.x + b.w + STEP_DOWN:
		return _sideways((a.x, ay), (b.x + b.w, by))
	x = max(a.x + a.w, b.x + b.w) + EDGE
	return (a.x + a.w, ay), (x, ay), (x, by), (b.x + b.w, by)


def _sideways(p: tuple[float, float], q: tuple[float, float]) -> tuple[tuple[float, float], ...]:
	half = (p[0] + q[0]) / 2
	return (p, q) if abs(p[1] - q[1]) < 1 else (p, (half, p[1]), (half, q[1]), q)


def _beside(points: tuple[tuple[float, float], ...], size: Rectangle) -> tuple[float, float]:
	"""At the last part of a line, where the lines of one gateway are apart."""
	(x1, y1), (x2, y2) = points[-2], points[-1]
	if x1 == x2:
		return x1 + 6, (y1 + y2 - size.h) / 2
	return (x1 + x2 - size.w) / 2, y1 - size.h - 4
