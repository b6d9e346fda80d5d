"""The process of a BPMN file as nodes and ways, before it becomes steps and transitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from liuwan_process.definition.bpmn import extension
from liuwan_process.definition.bpmn.names import BPMN, tag
from liuwan_process.definition.bpmn.notes import LEFT_OUT, Report, _
from liuwan_process.definition.model import STEP_KINDS, DefinitionError

TASKS = (
	"task", "userTask", "manualTask", "receiveTask", "sendTask", "serviceTask", "scriptTask", "businessRuleTask",
	"callActivity",
)  # fmt: skip
SUBPROCESSES = ("subProcess", "transaction", "adHocSubProcess")
EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
CHOICES = ("exclusiveGateway", "eventBasedGateway")
FORKS = ("parallelGateway", "inclusiveGateway", "complexGateway")
MOST_PARTS = 5_000  # nodes and ways
FLOW_NODES = (*TASKS, *SUBPROCESSES, *EVENTS, *CHOICES, *FORKS)


@dataclass
class Node:
	"""A flow node. `own` is what an export of ours noted at it; `through`: it is passed and becomes no step."""

	id: str
	kind: str
	element: Any
	name: str = ""
	lane: str = ""
	own: dict[str, Any] | None = None
	part: str = ""
	through: bool = False
	inside: str = ""  # the sub-process that it stands in
	row: dict[str, Any] = field(default_factory=dict)


@dataclass
class Way:
	"""A sequence flow. `choice`: its name is a choice between it and others; `decision`: what an editor of ours noted."""

	element: Any
	source: str
	target: str
	name: str = ""
	condition: str = ""
	own: dict[str, Any] | None = None
	choice: bool = False
	decision: str = ""


@dataclass
class Source:
	"""`used`: elements of which something was made, or of which the report speaks."""

	process: Any
	report: Report
	rest: dict[str, Any] | None = None
	nodes: dict[str, Node] = field(default_factory=dict)
	ways: list[Way] = field(default_factory=list)
	used: set[Any] = field(default_factory=set)

	def leaving(self, node: str) -> list[Way]:
		return [way for way in self.ways if way.source == node]

	def arriving(self, node: str) -> list[Way]:
		return [way for way in self.ways if way.target == node]

	def drop(self, node: str) -> None:
		"""Take a node out, with its ways."""
		self.nodes.pop(node, None)
		self.ways = [way for way in self.ways if node not in (way.source, way.target)]


def children(element: Any, *names: str) -> Iterator[Any]:
	"""Children of BPMN's own namespace with one of these names, or with any."""
	for child in element:
		ours = isinstance(child.tag, str) and etree.QName(child).namespace == BPMN
		if ours and (not names or local(child) in names):
			yield child


def local(element: Any) -> str:
	return etree.QName(element).localname


def text_of(element: Any, name: str) -> str:
	"""Texts of the children of this name, one a line."""
	return "\n".join(filter(None, ("".join(c.itertext()).strip() for c in children(element, name))))


def own_note(element: Any, name: str) -> Any | None:
	"""The element `name` of ours in the extension, if there is one."""
	return element.find(f"{tag('bpmn:extensionElements')}/{tag(f'liuwan:{name}')}")


def gather(process: Any, report: Report) -> Source:
	"""Nodes and ways of a process and of the sub-processes in it. Raises DefinitionError for broken notes of ours."""
	source = Source(process, report)
	source.used.add(process)
	note = own_note(process, "process")
	if note is not None:
		source.rest = extension.unpack(note.text, process.get("id") or "process")
	_gather(source, process, "")
	if len(source.nodes) + len(source.ways) > MOST_PARTS:
		raise DefinitionError(_("The file holds more than a process can need"))
	for element in process.iter(tag("bpmn:laneSet")):
		_lanes(source, element)
	return source


def _gather(source: Source, container: Any, inside: str) -> None:
	for element in children(container, *FLOW_NODES):
		node = _node(element, inside)
		source.nodes[node.id] = node
		source.used.add(element)
		if node.kind in SUBPROCESSES:
			_gather(source, element, node.id)
	for element in children(container, "sequenceFlow"):
		source.ways.append(_way(element))
		source.used.add(element)


def _node(element: Any, inside: str) -> Node:
	node_id = element.get("id") or f"node-{element.sourceline}"
	node = Node(
		node_id, local(element), element, " ".join((element.get("name") or "").split()), inside=inside
	)
	note, part = own_note(element, "step"), own_note(element, "part")
	if note is not None:
		node.own = _own_step(note, node_id)
	if part is not None:
		node.part = part.get("part") or ""
	return node


def _own_step(note: Any, node_id: str) -> dict[str, Any]:
	"""The row of a step; of one that was drawn in our editor its kind alone is known."""
	own = extension.unpack(note.text, node_id) if (note.text or "").strip() else {}
	return {**own, "kind": note.get("kind")} if note.get("kind") in STEP_KINDS else own


def _way(element: Any) -> Way:
	name = " ".join((element.get("name") or "").split())
	way = Way(element, element.get("sourceRef") or "", element.get("targetRef") or "", name)
	way.condition = text_of(element, "conditionExpression")
	note = own_note(element, "transition")
	if note is not None:
		way.decision = note.get("decision") or ""
		way.own = extension.unpack(note.text, element.get("id") or "") if note.text else None
	return way


def _lanes(source: Source, lanes: Any) -> None:
	"""The innermost lane of each node counts."""
	source.used.add(lanes)
	for lane in children(lanes, "lane"):
		source.used.add(lane)
		if next(children(lane, "flowNodeRef", "childLaneSet"), None) is None:
			source.report.add(lane, LEFT_OUT, _("No step stands in it: lanes are those that steps have"))
		for reference in children(lane, "flowNodeRef"):
			node = source.nodes.get((reference.text or "").strip())
			if node:
				node.lane = " ".join((lane.get("name") or "").split())
