"""A definition as BPMN sees it: events, activities, gateways, and the sequence flows between them.

A step keeps its split and join in itself; BPMN draws them as gateways of their own. The start, at which the initiator
fills in the form, is a start event and a user task.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from liuwan_process.definition.bpmn.names import Ids
from liuwan_process.definition.drawing.ranks import lanes_of_steps
from liuwan_process.definition.drawing.wording import Titles, condition_text
from liuwan_process.definition.model import Definition, Step, Transition

SPLITS = {"one": "exclusiveGateway", "some": "inclusiveGateway", "all": "parallelGateway"}
# "any" cancels the other branches: the nearest in BPMN is the complex gateway. "all" waits for the branches that
# were taken: the inclusive gateway.
JOINS = {"any": "complexGateway", "all": "inclusiveGateway"}
TASKS = {
	"start": "userTask",
	"task": "userTask",
	"approval": "userTask",
	"notice": "sendTask",
	"automatic": "serviceTask",
	"subprocess": "callActivity",
	"end": "endEvent",
}


@dataclass(frozen=True, slots=True)
class Node:
	"""`part` says what it is of its step: "" the step itself, "opens" the start event, or a gateway: "choice", "split", "join"."""

	id: str
	tag: str
	step: Step
	lane: str
	part: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
	"""`index` is that of the transition that the flow stands for; None for what leads to or from a gateway."""

	id: str
	source: str
	target: str
	name: str = ""
	expression: str = ""
	index: int | None = None
	decision: str = "approve"


@dataclass
class Graph:
	"""`defaults`: gateway -> the flow that is taken when no condition holds."""

	definition: Definition
	nodes: dict[str, Node] = field(default_factory=dict)
	flows: list[Flow] = field(default_factory=list)
	defaults: dict[str, str] = field(default_factory=dict)

	def arriving(self, node: str) -> list[Flow]:
		return [flow for flow in self.flows if flow.target == node]

	def leaving(self, node: str) -> list[Flow]:
		return [flow for flow in self.flows if flow.source == node]


def task_tag(step: Step) -> str:
	"""The BPMN element of a step: a step that only fills in fields is a script."""
	if step.kind == "automatic" and step.sets and not (step.call or step.creation):
		return "scriptTask"
	return TASKS[step.kind]


def build(definition: Definition, ids: Ids, say: Titles = str) -> Graph:
	"""The graph of a definition, sound or not; the order of steps and transitions is kept. `say`: for words of conditions."""
	builder = _Builder(definition, ids, say)
	for step in definition.by_id.values():
		builder.add_step(step)
	for step in definition.by_id.values():
		builder.add_ways(step)
	return builder.graph


class _Builder:
	def __init__(self, definition: Definition, ids: Ids, say: Titles) -> None:
		self.graph = Graph(definition)
		self.say = say
		self.ids = ids
		self.lanes = lanes_of_steps(definition)
		self.place: dict[str, str] = {}  # step -> its own node
		self.entry: dict[str, str] = {}  # step -> where flows to it arrive
		self.arriving: dict[str, int] = {}
		for transition in definition.transitions:
			self.arriving[transition.target] = self.arriving.get(transition.target, 0) + 1

	def add_step(self, step: Step) -> None:
		opening = self._node("Start", "startEvent", step, "opens") if step.kind == "start" else ""
		joins = step.join and self.arriving.get(step.id, 0) > 1
		join = self._node("Join", JOINS[step.join], step, "join") if joins else ""
		here = self.place[step.id] = self._node("Step", task_tag(step), step)
		self.entry[step.id] = join or here
		if join:
			self._flow(join, here)
		if opening:
			self._flow(opening, here)

	def add_ways(self, step: Step) -> None:
		ways = [(n, t) for n, t in enumerate(self.graph.definition.transitions) if t.source == step.id]
		here = self.place[step.id]
		if len(ways) == 1:
			index, way = ways[0]
			self._way(here, index, way, way.action)
		elif len({way.action for _, way in ways}) == 1:
			self._split(here, step, ways, ways[0][1].action)
		elif ways:
			self._choice(here, step, ways)

	def _choice(self, here: str, step: Step, ways: list[tuple[int, Transition]]) -> None:
		"""Whoever decides chooses an action. Ways of one action that are taken together part once more."""
		gateway = self._node("Choice", SPLITS["one"], step, "choice")
		self._flow(here, gateway)
		for action in dict.fromkeys(way.action for _, way in ways):
			same = [(n, way) for n, way in ways if way.action == action]
			if step.split == "one" or len(same) == 1:
				for index, way in same:
					self._way(
						gateway, index, way, _name(self._words(way), action), _chosen(action, way.condition)
					)
			else:
				self._split(gateway, step, same, action, _chosen(action, ""))

	def _split(
		self, here: str, step: Step, ways: list[tuple[int, Transition]], action: str, expression: str = ""
	) -> None:
		"""One action with several ways."""
		gateway = self._node("Split", SPLITS[step.split], step, "split")
		self._flow(here, gateway, action, expression)
		for index, way in ways:
			condition = "" if step.split == "all" else way.condition
			flow = self._way(gateway, index, way, self._words(way), condition)
			if not way.condition and step.split == "one":
				self.graph.defaults.setdefault(gateway, flow)

	def _words(self, way: Transition) -> str:
		return condition_text(self.graph.definition, way.condition, self.say) if way.condition else ""

	def _node(self, prefix: str, tag: str, step: Step, part: str = "") -> str:
		node = Node(self.ids.new(prefix, step.id), tag, step, self.lanes[step.id], part)
		self.graph.nodes[node.id] = node
		return node.id

	def _way(self, source: str, index: int, way: Transition, name: str, expression: str | None = None) -> str:
		condition = way.condition if expression is None else expression
		return self._flow(source, self.entry[way.target], name, condition, index, way.decision)

	def _flow(self, source: str, target: str, *more) -> str:
		flow = Flow(self.ids.new("Flow", str(len(self.graph.flows) + 1)), source, target, *more)
		self.graph.flows.append(flow)
		return flow.id


def _name(words: str, action: str) -> str:
	return f"{action}: {words}" if words else action


def _chosen(action: str, condition: str) -> str:
	chosen = f"action == {action!r}"
	return f"{chosen} and ({condition})" if condition else chosen
