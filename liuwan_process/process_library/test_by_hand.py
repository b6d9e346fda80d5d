"""A drawing goes into the tables: what was drawn is there, the rows and all that no drawing shows stay."""

import json
from dataclasses import replace

import frappe
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.definition.bpmn.hand_for_tests import Hand
from liuwan_process.definition.bpmn.somebody_for_tests import Somebody
from liuwan_process.definition.dressed_strategies import dressed_definitions
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import DefinitionError
from liuwan_process.definition.parse import parse
from liuwan_process.process_library import by_hand
from liuwan_process.process_library.working_copy import fill, to_definition


def table(definition):
	return fill(frappe.new_doc("Process"), dump(definition))


def rows_of(process, table: str, step: str) -> list[str]:
	return [row.as_json() for row in process.get(table) if row.step == step]


@settings(
	max_examples=60,
	deadline=None,
	suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(dressed_definitions(), st.data(), st.integers(1, 6))
def test_the_tables_say_what_was_drawn_and_what_they_said_before(definition, data, acts):
	process = table(definition)
	hand = Hand(definition)
	Somebody(data.draw, hand).draws(acts)
	before = {row.step_id: row for row in process.steps}

	by_hand.take(process, hand.content())
	found = to_definition(process)

	assert {step: forgotten(row, hand) for step, row in hand.steps.items()} == found.by_id
	assert sorted(map(repr, found.transitions)) == sorted(repr(way) for _number, way in hand.ways)
	assert all(row is before[row.step_id] for row in process.steps if row.step_id in before)
	assert [row.idx for row in process.steps] == list(range(1, len(process.steps) + 1))


def forgotten(step, hand):
	"""A rule that named a step which was taken out names none; the tables read work of its own for its kind alone."""
	people = [replace(each, step=each.step if each.step in hand.steps else "") for each in step.participants]
	work = {} if step.kind == "automatic" else {"sets": (), "creation": None, "call": None}
	child = {} if step.kind == "subprocess" else {"subprocess": None}
	return replace(step, participants=tuple(people), **work, **child)


@pytest.fixture
def process():
	return fill(frappe.new_doc("Process"), leave())


@pytest.fixture
def hand():
	return Hand(parse(leave() | {"version": 0}))


def test_a_new_step_is_named_as_one_that_is_typed(process, hand):
	step = hand.draw_step("approval", "")
	hand.rename(step, "矿长审批")
	by_hand.take(process, hand.content())

	assert (process.steps[-1].step_id, process.steps[-1].kind) == ("kuang_zhang_shen_pi", "Approval")


def test_a_step_that_is_taken_out_takes_its_rows_along(process, hand):
	hand.delete_step("board")
	by_hand.take(process, hand.content())

	for table_, column in (("participants", "step"), ("field_access", "step"), ("transitions", "to_step")):
		assert "board" not in [row.get(column) for row in process.get(table_)]


def test_columns_that_no_definition_knows_stay(process, hand):
	process.steps[1].set("something_new", "kept")
	hand.rename("manager", "Another title")
	by_hand.take(process, hand.content())

	assert (process.steps[1].title, process.steps[1].get("something_new")) == ("Another title", "kept")


def test_a_copy_brings_the_people_of_its_original(process, hand):
	copy = hand.copy_step("manager")
	by_hand.take(process, hand.content())

	assert copy in [row.step_id for row in process.steps]
	assert len(rows_of(process, "participants", copy)) == len(rows_of(process, "participants", "manager")) > 0


def test_who_was_named_by_a_step_that_is_gone_is_asked_for_again(process, hand):
	process.append("participants", {"step": "manager", "rule": "Whoever did a step", "from_step": "board"})
	definition = to_definition(process)
	hand = Hand(definition)
	hand.delete_step("board")
	notes = by_hand.take(process, hand.content())

	assert process.participants[-1].from_step is None or "board" not in [
		r.from_step for r in process.participants
	]
	assert [note.id for note in notes if "taken out" in note.text()] == ["manager"]


def test_nothing_changes_when_nothing_was_drawn(process):
	before = {
		table: [row.as_json() for row in process.get(table)]
		for table in ("steps", "transitions", "participants")
	}
	assert by_hand.take(process, by_hand.to_draw(process)) == ()

	assert {table: [row.as_json() for row in process.get(table)] for table in before} == before


def test_an_empty_process_begins_with_a_start_and_an_end():
	empty = frappe.new_doc("Process")
	empty.update({"code": "ZT-EMPTY", "title": "Empty"})
	by_hand.take(empty, by_hand.to_draw(empty))

	assert [(row.kind, row.title) for row in empty.steps] == [("Start", "Start"), ("End", "End")]
	assert [(row.from_step, row.to_step) for row in empty.transitions] == [("start", "end")]


def test_places_are_kept_for_the_next_drawing(process, hand):
	by_hand.take(process, hand.content())
	places = json.loads(process.drawing_places)

	assert set(places["shapes"]) >= {"Step_manager", "Step_board"}
	assert by_hand.to_draw(process) == hand.exported()


def test_a_file_of_another_program_is_no_drawing_of_the_process(process):
	foreign = (
		b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
		b'<process id="p"><task id="a"/></process></definitions>'
	)

	with pytest.raises(DefinitionError, match="not a drawing"):
		by_hand.take(process, foreign)


def test_a_drawing_speaks_the_language_of_its_reader_and_the_rows_their_own(process):
	process.steps[1].lane, process.steps[2].lane = "Office", "Finance"
	hand = Hand(to_definition(process))
	before = {row.step_id: (row.title, row.lane) for row in process.steps}
	actions = [row.action for row in process.transitions]
	content = by_hand.to_draw(process, "zh")
	assert by_hand.take(process, content, "zh") == ()

	assert frappe._("Approve", "zh").encode() in content
	assert {row.step_id: (row.title, row.lane) for row in process.steps} == before
	assert [row.action for row in process.transitions] == actions
	assert by_hand.to_draw(process, "zh") == content
	assert set(json.loads(process.drawing_places)["lanes"]) == set(hand.lane_names())


def test_conditions_are_drawn_in_words_of_the_reader(process):
	process.transitions[1].condition = "days > 1 and days < 9"
	content = by_hand.to_draw(process, "zh").decode()

	assert f" {frappe._('and', 'zh')} " in content
	assert by_hand.take(process, content.encode(), "zh") == ()
	assert process.transitions[1].condition == "days > 1 and days < 9"
