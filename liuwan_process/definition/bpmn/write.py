"""`Definition` -> BPMN 2.0 XML that other modellers open and `read.from_bpmn` reads back whole."""

from __future__ import annotations

from typing import Any

from lxml import etree

from liuwan_process import __version__
from liuwan_process.definition.bpmn import extension, texts
from liuwan_process.definition.bpmn.graph import Flow, Node, build
from liuwan_process.definition.bpmn.names import LANGUAGE, OURS, PREFIXES, TYPE, Ids, tag, words
from liuwan_process.definition.bpmn.places import applied
from liuwan_process.definition.bpmn.plan import draw, has_timer
from liuwan_process.definition.bpmn.shapes import add_diagram
from liuwan_process.definition.drawing.wording import Titles
from liuwan_process.definition.model import Definition

EXPORTER = "Liuwan Process"
# Completion rules that more than one person takes part in.
SEVERAL = ("all", "at_least", "percent", "weighted", "in_turn")


def to_bpmn(definition: Definition, places: dict[str, Any] | None = None, say: Titles = str) -> bytes:
	"""The file, UTF-8. Definitions that are not sound are written too.

	`places`: see `places.py`; `say` translates the words of conditions.
	"""
	root = _Writer(definition, places, say).root
	return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


class _Writer:
	def __init__(self, definition: Definition, places: dict[str, Any] | None, say: Titles) -> None:
		self.ids = ids = Ids()
		self.definition = definition
		self.rest, self.rows, self.ways = extension.rows_of(definition)
		self.root = etree.Element(tag("bpmn:definitions"), nsmap=PREFIXES, id=ids.new("Definitions"))
		self.root.set("targetNamespace", OURS)
		self.root.set("exporter", EXPORTER)
		self.root.set("exporterVersion", __version__)
		self.process_id, self.pool_id = ids.new("Process", definition.process), ids.new("Pool")
		self.collaboration_id = ids.new("Collaboration")
		self.graph = build(definition, ids, say)
		self.timers = {node.id: ids.new("Limit", node.step.id) for node in self._nodes() if has_timer(node)}
		self.lanes = self._lane_ids()
		self._collaboration()
		self._process()
		picture = applied(self.graph, draw(self.graph), places)
		add_diagram(self.root, ids, self.graph, picture, self.names_of_the_drawing())

	def names_of_the_drawing(self) -> dict[str, Any]:
		return {
			"collaboration": self.collaboration_id,
			"pool": self.pool_id,
			"lanes": self.lanes,
			"timers": self.timers,
		}

	def _nodes(self) -> list[Node]:
		return list(self.graph.nodes.values())

	def _lane_ids(self) -> dict[str, str]:
		"""Lane -> its id; none where no step has a lane."""
		lanes = dict.fromkeys(node.lane for node in self._nodes())
		if not any(lanes):
			return {}
		return {lane: self.ids.new("Lane", str(number)) for number, lane in enumerate(lanes, 1)}

	def _collaboration(self) -> None:
		together = _add(self.root, "bpmn:collaboration", id=self.collaboration_id)
		_add(
			together,
			"bpmn:participant",
			id=self.pool_id,
			name=self.definition.title,
			processRef=self.process_id,
		)

	def _process(self) -> None:
		process = _add(
			self.root, "bpmn:process", id=self.process_id, name=self.definition.title, isExecutable="false"
		)
		_note(process, "process", extension.pack(self.rest))
		if self.lanes:
			self._lane_set(process)
		for node in self._nodes():
			self._node(process, node)
			if node.id in self.timers:
				self._timer(process, node)
		for flow in self.graph.flows:
			self._flow(process, flow)

	def _lane_set(self, process: Any) -> None:
		lanes = _add(process, "bpmn:laneSet", id=self.ids.new("Lanes"))
		for lane, lane_id in self.lanes.items():
			column = _add(lanes, "bpmn:lane", id=lane_id, name=lane)
			for node in self._nodes():
				if node.lane == lane:
					_add(column, "bpmn:flowNodeRef", node.id)
					if node.id in self.timers:
						_add(column, "bpmn:flowNodeRef", self.timers[node.id])

	def _node(self, process: Any, node: Node) -> None:
		element = _add(process, f"bpmn:{node.tag}", id=node.id)
		if node.part:
			self._mark(element, node)
		else:
			self._step(element, node)
		for flow in self.graph.arriving(node.id):
			_add(element, "bpmn:incoming", flow.id)
		for flow in self.graph.leaving(node.id):
			_add(element, "bpmn:outgoing", flow.id)
		if not node.part:
			self._details(element, node)

	def _mark(self, element: Any, node: Node) -> None:
		if node.part != "opens":
			element.set("gatewayDirection", "Converging" if node.part == "join" else "Diverging")
		if node.id in self.graph.defaults:
			element.set("default", self.graph.defaults[node.id])
		_note(element, "part", "", of=node.step.id, part=node.part)

	def _step(self, element: Any, node: Node) -> None:
		step = node.step
		element.set("name", words(" ".join(step.title.split())))  # in one line, as it is read
		if step.subprocess:
			element.set("calledElement", Ids().new("Process", step.subprocess.process))
		if step.knowledge.get("method"):
			_add(element, "bpmn:documentation", step.knowledge["method"])
		number = str(list(self.definition.by_id).index(step.id))
		noted = {"number": number, "lane": node.lane, "kind": step.kind, "parts": self._parts(node)}
		_note(element, "step", extension.pack(self.rows[step.id]), **noted)

	def _parts(self, node: Node) -> str:
		"""What is drawn beside the step: when it is gone from a file, somebody took it out."""
		parts = [each.part for each in self._nodes() if each.part and each.step.id == node.step.id]
		return " ".join([*parts, *(["limit"] if node.id in self.timers else [])])

	def _details(self, element: Any, node: Node) -> None:
		"""What stands below the flows: who does it, how often, what the script is, that all ends."""
		step = node.step
		if node.tag == "userTask":
			for rule in step.participants:
				owner = _add(element, "bpmn:potentialOwner", id=self.ids.new("Owner"), name=texts.rule(rule))
				who = _add(owner, "bpmn:resourceAssignmentExpression")
				_add(who, "bpmn:formalExpression", texts.rule(rule), language=LANGUAGE)
		if node.tag != "endEvent" and step.completion.rule in SEVERAL:
			several = _add(element, "bpmn:multiInstanceLoopCharacteristics")
			several.set("isSequential", str(step.completion.rule == "in_turn").lower())
		if node.tag == "scriptTask":
			element.set("scriptFormat", LANGUAGE)
			_add(element, "bpmn:script", "\n".join(f"{row.target} = {row.value}" for row in step.sets))
		if node.tag == "endEvent" and step.status == "Refused":
			_add(element, "bpmn:terminateEventDefinition", id=self.ids.new("Terminate"))

	def _timer(self, process: Any, node: Node) -> None:
		"""The limit of a step. What happens when it has passed is ours to say: BPMN would draw it."""
		limit = node.step.limit
		element = _add(process, "bpmn:boundaryEvent", id=self.timers[node.id], attachedToRef=node.id)
		element.set("cancelActivity", str(limit.then in ("pass", "return")).lower())
		_add(element, "bpmn:documentation", texts.limit(limit))
		_note(element, "part", "", of=node.step.id, part="limit")
		definition = _add(element, "bpmn:timerEventDefinition", id=self.ids.new("Timer"))
		_add(definition, "bpmn:timeDuration", texts.duration(limit)).set(TYPE, "bpmn:tFormalExpression")

	def _flow(self, process: Any, flow: Flow) -> None:
		element = _add(process, "bpmn:sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target)
		if flow.name:
			element.set("name", words(flow.name))
		if flow.index is None:
			_note(element, "part", "", part="flow", name=flow.name)
		else:
			more = {"number": str(flow.index), "name": flow.name, "condition": flow.expression}
			_note(element, "transition", extension.pack(self.ways[flow.index]), **more)
		if flow.expression:
			condition = _add(element, "bpmn:conditionExpression", flow.expression, language=LANGUAGE)
			condition.set(TYPE, "bpmn:tFormalExpression")


def _note(parent: Any, name: str, text: str, /, **attributes: str) -> None:
	"""An element of our own in the extension of `parent`."""
	_add(_add(parent, "bpmn:extensionElements"), f"liuwan:{name}", text, **attributes)


def _add(parent: Any, name: str, text: str = "", /, **attributes: str) -> Any:
	element = etree.SubElement(parent, tag(name), {key: words(value) for key, value in attributes.items()})
	if text:
		element.text = words(text)
	return element
