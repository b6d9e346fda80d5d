"""What somebody has put somewhere stays there; what is new finds a place beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from lxml import etree

from liuwan_process.definition.bpmn.graph import build
from liuwan_process.definition.bpmn.names import Ids, tag
from liuwan_process.definition.bpmn.places import applied, taken
from liuwan_process.definition.bpmn.plan import Picture, Rectangle, draw
from liuwan_process.definition.bpmn.read import from_bpmn
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.model import Definition, Step, Transition
from liuwan_process.definition.strategies import sound_definitions

LEAVE = Definition(
	"L",
	"Leave",
	0,
	"",
	(),
	(
		Step("ask", "Ask", "start", lane="Staff"),
		Step("head", "Head", "approval", lane="Office"),
		Step("end", "End", "end", lane="Staff"),
	),
	(
		Transition("ask", "head", "Submit"),
		Transition("head", "end", "Approve"),
		Transition("head", "ask", "No", "refuse"),
	),
)


def places_of(content: bytes, definition: Definition) -> dict:
	root = etree.fromstring(content)
	return taken(root, build(definition, Ids()), from_bpmn(content).nodes)


def pictured(definition: Definition, places: dict | None = None) -> Picture:
	graph = build(definition, Ids())
	return applied(graph, draw(graph), places)


def moved(content: bytes, element: str, x: float, y: float) -> bytes:
	root = etree.fromstring(content)
	shape = next(each for each in root.iter(tag("bpmndi:BPMNShape")) if each.get("bpmnElement") == element)
	bounds = shape.find(tag("dc:Bounds"))
	bounds.set("x", str(float(bounds.get("x")) + x))
	bounds.set("y", str(float(bounds.get("y")) + y))
	return etree.tostring(root)


def near(a: Rectangle, b: Rectangle) -> bool:
	return all(abs(p - q) < 0.1 for p, q in zip((a.x, a.y, a.w, a.h), (b.x, b.y, b.w, b.h), strict=True))


def meet(a: Rectangle, b: Rectangle) -> bool:
	return a.x < b.x + b.w - 0.1 and b.x < a.x + a.w - 0.1 and a.y < b.y + b.h - 0.1 and b.y < a.y + a.h - 0.1


@settings(
	max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(sound_definitions(2))
def test_places_of_a_drawing_give_the_same_drawing(definition):
	before = pictured(definition)
	after = pictured(definition, places_of(to_bpmn(definition), definition))

	for part in ("shapes", "lanes", "timers", "words"):
		found, wanted = getattr(after, part), getattr(before, part)
		assert found.keys() == wanted.keys()
		assert all(near(found[each], wanted[each]) for each in wanted), part
	for flow, points in before.edges.items():
		assert all(
			abs(p - q) < 0.1
			for a, b in zip(points, after.edges[flow], strict=True)
			for p, q in zip(a, b, strict=True)
		)


def test_a_box_stays_where_it_was_put():
	content = moved(to_bpmn(LEAVE), "Step_head", 15, 40)
	before, after = pictured(LEAVE), pictured(LEAVE, places_of(content, LEAVE))

	assert (after.shapes["Step_head"].x, after.shapes["Step_head"].y) == (
		before.shapes["Step_head"].x + 15,
		before.shapes["Step_head"].y + 40,
	)
	assert after.shapes["Step_ask"] == before.shapes["Step_ask"]


@settings(
	max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(sound_definitions(2))
def test_a_new_step_stands_apart_from_the_others_in_its_lane(definition):
	places = places_of(to_bpmn(definition), definition)
	lane = definition.steps[-1].lane
	new = Step("new", "A new one", "task", lane=lane)
	way = Transition(definition.steps[0].id, "new", "Elsewhere")
	after = pictured(
		replace(definition, steps=(*definition.steps, new), transitions=(*definition.transitions, way)),
		places,
	)
	place, column = after.shapes["Step_new"], after.lanes[lane]

	assert not any(meet(a, b) for a, b in combinations(after.shapes.values(), 2))
	assert column.x <= place.x and place.x + place.w <= column.x + column.w
	assert place.y + place.h <= min(column.y + column.h, after.pool.y + after.pool.h)
	assert {step: after.shapes[f"Step_{step}"] for step in definition.by_id} == {
		step: pictured(definition, places).shapes[f"Step_{step}"] for step in definition.by_id
	}


def test_a_step_of_another_lane_finds_a_place_there():
	places = places_of(to_bpmn(LEAVE), LEAVE)
	steps = (LEAVE.steps[0], replace(LEAVE.steps[1]), replace(LEAVE.steps[2], lane="Office"))
	after = pictured(replace(LEAVE, steps=steps), places)
	place, lane = after.shapes["Step_end"], after.lanes["Office"]

	assert lane.x <= place.x and place.x + place.w <= lane.x + lane.w


def test_other_lanes_are_laid_out_anew():
	places = places_of(moved(to_bpmn(LEAVE), "Step_head", 15, 40), LEAVE)
	other = replace(LEAVE, steps=(*LEAVE.steps, Step("x", "X", "task", lane="Finance")))

	assert pictured(other, places) == pictured(other)


def test_a_gateway_that_was_drawn_is_the_gateway_that_is_drawn_next():
	content = to_bpmn(replace(LEAVE, transitions=LEAVE.transitions[:2]))
	root = etree.fromstring(content)
	process = next(root.iter(tag("bpmn:process")))
	flow = next(
		each for each in process.iter(tag("bpmn:sequenceFlow")) if each.get("sourceRef") == "Step_head"
	)
	flow.set("targetRef", "Gateway_abc")
	etree.SubElement(process, tag("bpmn:exclusiveGateway"), id="Gateway_abc")
	etree.SubElement(
		process, tag("bpmn:sequenceFlow"), id="F1", sourceRef="Gateway_abc", targetRef="Step_end"
	)
	etree.SubElement(
		process, tag("bpmn:sequenceFlow"), id="F2", sourceRef="Gateway_abc", targetRef="Step_ask", name="No"
	)
	plane = next(root.iter(tag("bpmndi:BPMNPlane")))
	shape = etree.SubElement(plane, tag("bpmndi:BPMNShape"), id="Shape_abc", bpmnElement="Gateway_abc")
	etree.SubElement(shape, tag("dc:Bounds"), x="260", y="300", width="50", height="50")

	found = places_of(etree.tostring(root), LEAVE)["shapes"]

	assert found["Choice_head"] == [260, 300, 50, 50]
