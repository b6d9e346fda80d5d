"""What is exported comes back: packs, and any definition; the files are valid BPMN and drawn properly."""

from __future__ import annotations

import json
from importlib.util import find_spec
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from liuwan_process.definition.bpmn.graph import build
from liuwan_process.definition.bpmn.names import Ids
from liuwan_process.definition.bpmn.plan import Rectangle, draw
from liuwan_process.definition.bpmn.read import from_bpmn
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.drawing_strategies import definitions
from liuwan_process.definition.dressed_strategies import dressed_definitions
from liuwan_process.definition.model import Definition, Step, Transition
from liuwan_process.definition.parse import parse
from liuwan_process.definition.strategies import sound_definitions

PACKS = sorted(path for path in Path(__file__).parents[2].glob("packs/*/*.json") if path.name != "pack.json")
SCHEMA = Path(find_spec("SpiffWorkflow").origin).parent / "bpmn/parser/schema/BPMN20.xsd"
patient = settings(
	deadline=None,
	suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
	"""OMG's own, as a package of the tests brings it."""
	return etree.XMLSchema(etree.parse(str(SCHEMA)))


def pack(path: Path) -> Definition:
	return parse(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_packs_come_back_whole_and_nothing_is_reported(path, schema):
	definition = pack(path)
	content = to_bpmn(definition)
	reading = from_bpmn(content)

	schema.assertValid(etree.fromstring(content))
	assert parse(reading.document) == definition
	assert (reading.notes, reading.ours) == ((), True)


@settings(patient, max_examples=60)
@given(dressed_definitions())
def test_any_definition_comes_back_whole(definition):
	"""Few here: process_library/test_three_forms.py tries 500, as tables too."""
	reading = from_bpmn(to_bpmn(definition))

	assert parse(reading.document) == definition
	assert reading.notes == ()


@settings(patient, max_examples=60)
@given(definitions(15))
def test_unsound_definitions_with_any_words_come_back_too(definition):
	"""Steps that lead nowhere, arrows to themselves, several ends, characters that XML cannot hold."""
	definition = parse({**from_bpmn(to_bpmn(definition)).document})

	assert parse(from_bpmn(to_bpmn(definition)).document) == definition


@settings(patient, max_examples=60)
@given(dressed_definitions())
def test_exports_are_valid(schema, definition):
	schema.assertValid(etree.fromstring(to_bpmn(definition)))


@settings(patient, max_examples=60)
@given(definitions(15))
def test_exports_of_unsound_definitions_are_valid(schema, definition):
	schema.assertValid(etree.fromstring(to_bpmn(definition)))


# The drawing


def meets(a: Rectangle, b: Rectangle) -> bool:
	return a.x < b.x + b.w - 0.1 and b.x < a.x + a.w - 0.1 and a.y < b.y + b.h - 0.1 and b.y < a.y + a.h - 0.1


def crosses(place: Rectangle, p: tuple, q: tuple) -> bool:
	low, high = sorted((p, q))
	line = Rectangle(low[0], min(p[1], q[1]), high[0] - low[0], abs(p[1] - q[1]))
	return (
		line.x < place.x + place.w - 0.1
		and line.x + line.w > place.x + 0.1
		and (line.y < place.y + place.h - 0.1 and line.y + line.h > place.y + 0.1)
	)


@settings(patient, max_examples=60)
@given(sound_definitions())
def test_nothing_lies_on_anything_else(definition):
	graph = build(definition, Ids())
	picture = draw(graph)

	for a, b in combinations(picture.shapes.values(), 2):
		assert not meets(a, b)
	for words in picture.words.values():
		assert not any(meets(words, shape) for shape in picture.shapes.values())
	for flow in graph.flows:
		others = [place for node, place in picture.shapes.items() if node not in (flow.source, flow.target)]
		for p, q in pairwise(picture.edges[flow.id]):
			assert p[0] == q[0] or p[1] == q[1]
			assert not any(crosses(place, p, q) for place in others)


@settings(patient, max_examples=60)
@given(sound_definitions())
def test_lines_end_at_the_shapes_and_all_is_in_the_pool(definition):
	graph = build(definition, Ids())
	picture = draw(graph)
	pool = picture.pool

	for flow in graph.flows:
		points = picture.edges[flow.id]
		for node, (x, y) in ((flow.source, points[0]), (flow.target, points[-1])):
			place = picture.shapes[node]
			assert (
				place.x - 0.1 <= x <= place.x + place.w + 0.1
				and place.y - 0.1 <= y <= place.y + place.h + 0.1
			)
	for place in [*picture.shapes.values(), *picture.timers.values()]:
		assert pool.x <= place.x and place.x + place.w <= pool.x + pool.w
		assert pool.y + 30 <= place.y and place.y + place.h <= pool.y + pool.h
	for node in graph.nodes.values():
		lane, place = picture.lanes[node.lane], picture.shapes[node.id]
		assert lane.x <= place.x and place.x + place.w <= lane.x + lane.w


# What stands for what


def process(steps: list[Step], ways: list[Transition]) -> Definition:
	return Definition("P", "P", 0, "", (), tuple(steps), tuple(ways))


def kinds(definition: Definition) -> dict[str, str]:
	return {node.id: node.tag for node in build(definition, Ids()).nodes.values()}


@pytest.mark.parametrize(
	("split", "gateway"),
	[("one", "exclusiveGateway"), ("some", "inclusiveGateway"), ("all", "parallelGateway")],
)
def test_ways_of_one_action_part_at_the_gateway_of_the_split(split, gateway):
	steps = [Step("a", "A", "start", split=split), Step("b", "B", "task"), Step("c", "C", "end")]
	found = kinds(process(steps, [Transition("a", "b", "Go", condition="1 > 0"), Transition("a", "c", "Go")]))

	assert found["Split_a"] == gateway


def test_actions_are_a_choice_before_their_ways_part():
	steps = [
		Step("a", "A", "start", split="all"),
		Step("b", "B", "task"),
		Step("c", "C", "task"),
		Step("d", "D", "end"),
	]
	ways = [Transition("a", "b", "Go"), Transition("a", "c", "Go"), Transition("a", "d", "Stop", "refuse")]
	found = kinds(process(steps, ways))

	assert (found["Choice_a"], found["Split_a"]) == ("exclusiveGateway", "parallelGateway")


@pytest.mark.parametrize(("join", "gateway"), [("all", "inclusiveGateway"), ("any", "complexGateway")])
def test_ways_meet_at_the_gateway_of_the_join(join, gateway):
	steps = [Step("a", "A", "start", split="all"), Step("b", "B", "task"), Step("c", "C", "end", join=join)]
	ways = [Transition("a", "b", "Go"), Transition("a", "c", "Go"), Transition("b", "c", "Go")]

	assert kinds(process(steps, ways))["Join_c"] == gateway
