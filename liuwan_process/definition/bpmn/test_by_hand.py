"""Whatever somebody draws on an export of ours: the change is there, and what a drawing does not show is as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from liuwan_process.definition.bpmn.hand_for_tests import Hand
from liuwan_process.definition.bpmn.names import tag
from liuwan_process.definition.bpmn.notes import LEFT_OUT, NOT_UNDERSTOOD
from liuwan_process.definition.bpmn.read import from_bpmn
from liuwan_process.definition.bpmn.somebody_for_tests import Somebody
from liuwan_process.definition.dressed_strategies import dressed_definitions
from liuwan_process.definition.model import Definition, Limit, Step, Transition
from liuwan_process.definition.parse import parse


@settings(
	max_examples=150,
	deadline=None,
	suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(dressed_definitions(), st.data(), st.integers(1, 8))
def test_what_was_drawn_is_there_and_all_else_is_as_it_was(definition, data, acts):
	hand = Hand(definition)
	somebody = Somebody(data.draw, hand)
	somebody.draws(acts)
	reading = from_bpmn(hand.content())
	found = parse(reading.document)

	assert found.by_id == hand.steps
	assert list(found.by_id)[: len(somebody.old_steps())] == somebody.old_steps()
	assert kept(zip(reading.origins, found.transitions, strict=True)) == kept(hand.ways)
	assert added(zip(reading.origins, found.transitions, strict=True)) == added(hand.ways)
	assert replace(found, steps=(), transitions=()) == replace(definition, steps=(), transitions=())
	assert all(note.fate != NOT_UNDERSTOOD for note in reading.notes)


def kept(ways) -> list:
	return [each for each in ways if each[0] is not None]


def added(ways) -> list[str]:
	return sorted(repr(way) for number, way in ways if number is None)


# What stands for what


SPENDING = Definition(
	"S",
	"Spending",
	0,
	"",
	(),
	(
		Step("ask", "Ask", "start", lane="Staff"),
		Step("head", "Head", "approval", lane="Office", limit=Limit(2, "days")),
		Step("pay", "Pay", "task", lane="Office", split="all"),
		Step("file", "File", "task", lane="Staff"),
		Step("tell", "Tell", "notice", lane="Staff"),
		Step("end", "End", "end", lane="Staff", join="all"),
	),
	(
		Transition("ask", "head", "Submit"),
		Transition("head", "pay", "Approve"),
		Transition("head", "ask", "Return", "refuse"),
		Transition("pay", "file", "Done"),
		Transition("pay", "tell", "Done"),
		Transition("file", "end", "Done"),
		Transition("tell", "end", "Continue"),
	),
)


@pytest.fixture
def hand() -> Hand:
	return Hand(SPENDING)


def read(hand: Hand) -> Definition:
	return parse(from_bpmn(hand.content()).document)


def ways(definition: Definition, source: str) -> list[tuple[str, str]]:
	return [(way.action, way.target) for way in definition.leaving[source]]


def gateway_on(hand: Hand, index: int, kind: str, names: tuple[str, str], other: str) -> None:
	flow = hand.flow(index)
	etree.SubElement(hand.process, tag(f"bpmn:{kind}"), id="G")
	before = flow.get("targetRef")
	flow.set("targetRef", "G")
	hand._draw("G", before, names[0])
	hand._draw("G", f"Step_{other}", names[1])


def notes(hand: Hand, element: str) -> list[tuple[str, str]]:
	return [(note.fate, note.text()) for note in from_bpmn(hand.content()).notes if note.id == element]


def test_arrows_that_leave_one_step_are_its_actions(hand):
	hand._draw("Step_ask", "Step_end", "Give up")
	hand._draw("Step_file", "Step_tell")

	assert ways(read(hand), "ask") == [("Submit", "head"), ("Give up", "end")]
	assert ways(read(hand), "file") == [("Done", "end"), ("Tell", "tell")]


@pytest.mark.parametrize(
	("names", "actions"),
	[
		(("In order", "Wrong"), ["In order", "Wrong"]),
		(("", ""), ["Submit", "End"]),
		(("", "No"), ["Submit", "No"]),
	],
)
def test_ways_behind_a_drawn_choice_are_actions(hand, names, actions):
	gateway_on(hand, 0, "exclusiveGateway", names, "end")

	assert ways(read(hand), "ask") == list(zip(actions, ("head", "end"), strict=True))


def test_a_drawn_parallel_gateway_is_the_split_of_the_step_before_it(hand):
	gateway_on(hand, 0, "parallelGateway", ("", ""), "tell")
	definition = read(hand)

	assert definition.by_id["ask"].split == "all"
	assert ways(definition, "ask") == [("Submit", "head"), ("Submit", "tell")]


def test_a_gateway_drawn_where_ways_meet_is_the_join_of_the_step_behind_it(hand):
	etree.SubElement(hand.process, tag("bpmn:complexGateway"), id="G")
	hand.flow(1).set("targetRef", "G")
	hand._draw("Step_file", "G", "Pay again")
	hand._draw("G", "Step_pay")

	assert read(hand).by_id["pay"].join == "any"
	assert ways(read(hand), "file") == [("Done", "end"), ("Pay again", "pay")]


@pytest.mark.parametrize(
	("element", "step", "field", "value"),
	[
		("Split_pay", "pay", "split", "one"),
		("Join_end", "end", "join", ""),
		("Limit_head", "head", "limit", None),
	],
)
def test_what_was_taken_out_is_gone_from_its_step(hand, element, step, field, value):
	taken = hand.element(element)
	for flow in hand.flows():
		if element in (flow.get("sourceRef"), flow.get("targetRef")):
			hand.process.remove(flow)
	hand.process.remove(taken)

	assert getattr(read(hand).by_id[step], field) == value


def test_a_name_typed_before_a_gateway_is_the_action_of_all_ways_behind_it(hand):
	next(flow for flow in hand.flows() if flow.get("targetRef") == "Split_pay").set("name", "Paid")

	assert ways(read(hand), "pay") == [("Paid", "file"), ("Paid", "tell")]


def test_a_name_typed_behind_a_split_is_told_of_and_left_out(hand):
	hand.flow(3).set("name", "Elsewhere")

	assert ways(read(hand), "pay") == [("Done", "file"), ("Done", "tell")]
	assert [fate for fate, _text in notes(hand, hand.flow(3).get("id"))] == [LEFT_OUT]


def test_the_sign_in_the_circle_says_how_a_run_ends(hand):
	etree.SubElement(hand.node("end"), tag("bpmn:terminateEventDefinition"), id="T")

	assert read(hand).by_id["end"].status == "Refused"


def test_a_new_arrow_may_refuse(hand):
	hand.connect("file", "ask", "Send back", "refuse")

	assert read(hand).leaving["file"][1] == Transition("file", "ask", "Send back", "refuse")


def test_unfinished_parts_are_told_of(hand):
	etree.SubElement(hand.process, tag("bpmn:parallelGateway"), id="G")
	hand.add_lane("Empty")
	found = read(hand)

	assert list(found.by_id) == list(SPENDING.by_id)
	assert {fate for each in ("G", "Lane_Empty") for fate, _text in notes(hand, each)} == {LEFT_OUT}


def test_a_new_step_without_a_name_is_called_what_it_is(hand):
	node = hand.node(hand.draw_step("approval", "Office"))
	del node.attrib["name"]

	assert (read(hand).steps[-1].title, read(hand).steps[-1].kind) == ("Approval", "approval")


@pytest.mark.parametrize(
	("gateway", "kind", "step", "field", "value"),
	[
		("Split_pay", "inclusiveGateway", "pay", "split", "some"),
		("Split_pay", "exclusiveGateway", "pay", "split", "one"),
		("Join_end", "complexGateway", "end", "join", "any"),
		("Join_end", "exclusiveGateway", "end", "join", ""),
	],
)
def test_another_gateway_parts_or_joins_in_another_manner(hand, gateway, kind, step, field, value):
	hand.element(gateway).tag = tag(f"bpmn:{kind}")

	assert getattr(read(hand).by_id[step], field) == value
