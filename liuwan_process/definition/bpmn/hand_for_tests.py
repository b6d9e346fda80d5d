"""What somebody does with the mouse in an editor, done to a file, and to a definition what it should come to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from liuwan_process.definition.bpmn import known
from liuwan_process.definition.bpmn.graph import TASKS
from liuwan_process.definition.bpmn.names import tag
from liuwan_process.definition.bpmn.source import own_note
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.drawing.ranks import lanes_of_steps
from liuwan_process.definition.model import Definition, Step, Transition
from liuwan_process.definition.usual import ACTIONS


class Hand:
	"""`steps` and `ways` are what is expected; the ways carry the place that they had, None for new ones."""

	def __init__(self, definition: Definition) -> None:
		self.root = etree.fromstring(to_bpmn(definition))
		self.process = next(self.root.iter(tag("bpmn:process")))
		self.definition = definition
		self.steps = {step.id: step for step in definition.steps}
		self.shown = lanes_of_steps(definition)
		self.ways: list[tuple[int | None, Transition]] = list(enumerate(definition.transitions))
		self.count = 0

	# What stands in the file

	def content(self) -> bytes:
		return etree.tostring(self.root)

	def exported(self) -> bytes:
		return to_bpmn(self.definition)

	def element(self, of: str) -> Any:
		"""The element with an id."""
		return next(each for each in self.root.iter() if each.get("id") == of)

	def node(self, step: str) -> Any:
		return self.element(f"Step_{step}")

	def flows(self) -> list[Any]:
		return list(self.process.iter(tag("bpmn:sequenceFlow")))

	def flow(self, index: int) -> Any:
		"""The flow of an exported transition."""
		notes = ((flow, own_note(flow, "transition")) for flow in self.flows())
		return next(flow for flow, note in notes if note is not None and note.get("number") == str(index))

	def place_of(self, index: int | None) -> int:
		return next(n for n, (number, _way) in enumerate(self.ways) if number == index)

	def is_direct(self, index: int) -> bool:
		"""Whether the flow leaves the step itself and is the only one that does."""
		flow = self.flow(index)
		way = self.ways[self.place_of(index)][1]
		leaving = [each for each in self.flows() if each.get("sourceRef") == flow.get("sourceRef")]
		return flow.get("sourceRef") == f"Step_{way.source}" and len(leaving) == 1

	def lane_names(self) -> list[str]:
		return [lane.get("name") for lane in self.root.iter(tag("bpmn:lane"))]

	# Steps

	def rename(self, step: str, title: str) -> None:
		self.node(step).set("name", title)
		self.steps[step] = replace(self.steps[step], title=title)

	def move(self, step: str, lane: str) -> None:
		node = f"Step_{step}"
		for reference in list(self.root.iter(tag("bpmn:flowNodeRef"))):
			if reference.text == node:
				reference.getparent().remove(reference)
		target = next(each for each in self.root.iter(tag("bpmn:lane")) if each.get("name") == lane)
		etree.SubElement(target, tag("bpmn:flowNodeRef")).text = node
		if self.shown[step] != lane:
			self.steps[step] = replace(self.steps[step], lane=lane)
			self.shown[step] = lane

	def add_lane(self, name: str) -> None:
		lanes = next(self.root.iter(tag("bpmn:laneSet")))
		etree.SubElement(lanes, tag("bpmn:lane"), id=f"Lane_{name}", name=name)

	def rename_lane(self, old: str, new: str) -> None:
		next(each for each in self.root.iter(tag("bpmn:lane")) if each.get("name") == old).set("name", new)
		for step, lane in self.shown.items():
			if lane == old:
				self.steps[step] = replace(self.steps[step], lane=new)
				self.shown[step] = new

	def change_kind(self, step: str, kind: str) -> None:
		node = self.node(step)
		node.tag = tag(f"bpmn:{TASKS[kind]}")
		own_note(node, "step").set("kind", kind)
		self.steps[step] = replace(self.steps[step], kind=kind)

	def take_limit_off(self, step: str) -> None:
		timer = self.element(f"Limit_{step}")
		timer.getparent().remove(timer)
		self.steps[step] = replace(self.steps[step], limit=None)

	def delete_step(self, step: str) -> None:
		"""With its flows and its timer; gateways that stood beside it stay where they are."""
		node = self.node(step)
		for flow in self.flows():
			if node.get("id") in (flow.get("sourceRef"), flow.get("targetRef")):
				self.process.remove(flow)
		for timer in list(self.process.iter(tag("bpmn:boundaryEvent"))):
			if timer.get("attachedToRef") == node.get("id"):
				self.process.remove(timer)
		self.process.remove(node)
		del self.steps[step], self.shown[step]
		self.ways = [each for each in self.ways if step not in (each[1].source, each[1].target)]

	def copy_step(self, step: str) -> str:
		"""The id that the copy will get."""
		copy = etree.fromstring(etree.tostring(self.node(step)))
		copy.set("id", f"Copy_of_{step}")
		copy.set("name", f"Copy of {step}")
		self.process.append(copy)
		return f"copy_of_{step}"

	def draw_step(self, kind: str, lane: str) -> str:
		"""A shape of the palette; the id of the new step."""
		self.count += 1
		step, title = f"new_{self.count}", f"New {self.count}"
		node = etree.SubElement(self.process, tag(f"bpmn:{TASKS[kind]}"), id=f"Step_{step}", name=title)
		note = etree.SubElement(node, tag("bpmn:extensionElements"))
		etree.SubElement(note, tag("liuwan:step"), kind=kind)
		self.steps[step] = Step(step, title, kind)
		self.shown[step] = ""
		if lane:
			self.move(step, lane)
		return step

	# Ways

	def connect(self, source: str, target: str, action: str, decision: str = "approve") -> None:
		flow = self._draw(f"Step_{source}", f"Step_{target}", action)
		if decision != "approve":
			note = etree.SubElement(flow, tag("bpmn:extensionElements"))
			etree.SubElement(note, tag("liuwan:transition"), decision=decision)
		self.ways.append((None, Transition(source, target, action, decision)))

	def _draw(self, source: str, target: str, name: str = "") -> Any:
		self.count += 1
		ends = {"sourceRef": source, "targetRef": target}
		flow = etree.SubElement(self.process, tag("bpmn:sequenceFlow"), id=f"New_flow_{self.count}", **ends)
		if name:
			flow.set("name", name)
		return flow

	def lead_to(self, index: int, target: str) -> None:
		self.flow(index).set("targetRef", f"Step_{target}")
		self._change(index, target=target)

	def drop_step_on(self, index: int, kind: str, lane: str) -> None:
		"""The flow goes to the new step, another one on to where it went."""
		flow, way = self.flow(index), self.ways[self.place_of(index)][1]
		step, before = self.draw_step(kind, lane), flow.get("targetRef")
		flow.set("targetRef", f"Step_{step}")
		self._draw(f"Step_{step}", before)
		self._change(index, target=step)
		self.ways.append((None, Transition(step, way.target, ACTIONS.get((kind, "approve"), "Continue"))))

	def put_gateway_on(self, index: int, kind: str, other: str) -> None:
		"""A parallel or inclusive gateway in the only flow of a step, with a second way to another step."""
		flow, (_number, way) = self.flow(index), self.ways[self.place_of(index)]
		self.count += 1
		gateway = f"Gateway_{self.count}"
		etree.SubElement(self.process, tag(f"bpmn:{kind}"), id=gateway)
		before = flow.get("targetRef")
		flow.set("targetRef", gateway)
		self._draw(gateway, before)
		self._draw(gateway, f"Step_{other}")
		split = {"parallelGateway": "all", "inclusiveGateway": "some"}[kind]
		self.steps[way.source] = replace(self.steps[way.source], split=split)
		self.ways.insert(self.place_of(index) + 1, (None, replace(way, target=other)))

	def delete_way(self, index: int) -> None:
		self.process.remove(self.flow(index))
		del self.ways[self.place_of(index)]

	def call(self, index: int, action: str) -> bool:
		"""Type another action at the flow; whether the flow shows one."""
		flow, way = self.flow(index), self.ways[self.place_of(index)][1]
		shown, name = known.plain(flow.get("name")), known.plain(way.action)
		if not name or not (shown == name or shown.startswith(f"{name}: ")):
			return False
		flow.set("name", action + shown[len(name) :])
		self._change(index, action=action)
		return True

	def decide(self, index: int, decision: str) -> None:
		own_note(self.flow(index), "transition").set("decision", decision)
		self._change(index, decision=decision)

	def _change(self, index: int, **values: str) -> None:
		place = self.place_of(index)
		self.ways[place] = (index, replace(self.ways[place][1], **values))
