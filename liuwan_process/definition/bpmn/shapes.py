"""BPMN DI: rectangles and lines of everything that the file names."""

from __future__ import annotations

from typing import Any

from lxml import etree

from liuwan_process.definition.bpmn.graph import Graph
from liuwan_process.definition.bpmn.names import Ids, tag
from liuwan_process.definition.bpmn.plan import Picture, Rectangle


def add_diagram(root: Any, ids: Ids, graph: Graph, picture: Picture, names: dict[str, Any]) -> None:
	"""`names`: ids of the collaboration and the pool, and those of lanes by lane and of timers by node."""
	diagram = etree.SubElement(root, tag("bpmndi:BPMNDiagram"), id=ids.new("Diagram"))
	plane = etree.SubElement(
		diagram, tag("bpmndi:BPMNPlane"), id=ids.new("Plane"), bpmnElement=names["collaboration"]
	)
	upright = {"isHorizontal": "false"}
	_shape(plane, ids, names["pool"], picture.pool, None, upright)
	for lane, lane_id in names["lanes"].items():
		_shape(plane, ids, lane_id, picture.lanes[lane], None, upright)
	for node in graph.nodes.values():
		more = {"isMarkerVisible": "true"} if node.tag == "exclusiveGateway" else {}
		_shape(plane, ids, node.id, picture.shapes[node.id], picture.words.get(node.id), more)
	for node, timer in names["timers"].items():
		_shape(plane, ids, timer, picture.timers[node])
	for flow in graph.flows:
		edge = etree.SubElement(
			plane, tag("bpmndi:BPMNEdge"), id=ids.new("Line", flow.id), bpmnElement=flow.id
		)
		for x, y in picture.edges[flow.id]:
			etree.SubElement(edge, tag("di:waypoint"), x=_number(x), y=_number(y))
		_label(edge, picture.words.get(flow.id))


def _shape(
	plane: Any,
	ids: Ids,
	element: str,
	place: Rectangle,
	words: Rectangle | None = None,
	more: dict | None = None,
) -> None:
	shape = etree.SubElement(
		plane, tag("bpmndi:BPMNShape"), id=ids.new("Shape", element), bpmnElement=element, **(more or {})
	)
	_bounds(shape, place)
	_label(shape, words)


def _label(parent: Any, words: Rectangle | None) -> None:
	if words:
		_bounds(etree.SubElement(parent, tag("bpmndi:BPMNLabel")), words)


def _bounds(parent: Any, place: Rectangle) -> None:
	values = {"x": place.x, "y": place.y, "width": place.w, "height": place.h}
	etree.SubElement(parent, tag("dc:Bounds"), {key: _number(value) for key, value in values.items()})


def _number(value: float) -> str:
	return f"{round(value, 2):g}" if abs(value) < 1e5 else str(round(value))
