"""Chains and break points, from definitions alone."""

from itertools import pairwise

import pytest

from liuwan_process.definition.model import Definition, Step, Transition
from liuwan_process.definition.work import Subprocess
from liuwan_process.process_library.chains import UNMADE, UNUSED, Boundary, Break, Chains, End, Link

pytestmark = pytest.mark.pure


def process(code: str, inputs=(), outputs=(), **more) -> Definition:
	steps = (
		Step("start", "Start", "start"),
		Step("do", "Do", "task", inputs=inputs, outputs=outputs),
		*more.get("steps", ()),
	)
	return Definition(code, code, 1, code, (), steps, ())


def chains(*definitions: Definition, **boundaries: Boundary) -> Chains:
	return Chains({each.process: each for each in definitions}, boundaries)


def test_what_one_makes_and_another_one_uses_connects_them():
	found = chains(process("A", outputs=("plan",)), process("B", inputs=("plan",)))

	assert found.links == [Link(End("A", "do"), End("B", "do"), "plan")]
	assert found.breaks == []
	assert found.numbers == {"A": 1, "B": 1}


def test_what_a_process_makes_for_itself_is_neither_a_link_nor_a_break():
	found = chains(process("A", inputs=("plan",), outputs=("plan",)))

	assert (found.links, found.breaks, found.numbers) == ([], [], {})


def in_order(code: str, *steps: Step) -> Definition:
	chain = (Step("start", "Start", "start"), *steps)
	ways = tuple(Transition(a.id, b.id, "Go") for a, b in pairwise(chain))
	return Definition(code, code, 1, code, (), chain, ways)


def test_what_a_process_has_made_before_it_uses_it_comes_from_nowhere_else():
	makes, uses = Step("m", "M", "task", outputs=("plan",)), Step("u", "U", "task", inputs=("plan",))

	assert chains(process("A", outputs=("plan",)), in_order("B", makes, uses)).links == []
	again = chains(process("A", outputs=("plan",)), in_order("B", uses, makes))
	assert again.links == [Link(End("A", "do"), End("B", "u"), "plan")]


def test_what_is_taken_and_given_back_changed_still_comes_from_another_process():
	changes = Step("c", "C", "task", inputs=("plan",), outputs=("plan",))
	found = chains(process("A", outputs=("plan",)), in_order("B", changes))

	assert [link.target for link in found.links] == [End("B", "c")]


def test_what_nobody_uses_or_makes_breaks_a_chain():
	found = chains(process("A", inputs=("law",), outputs=("plan",)))

	assert found.breaks == [Break(UNMADE, "law", End("A", "do")), Break(UNUSED, "plan", End("A", "do"))]


def test_what_comes_from_outside_and_what_is_final_breaks_nothing():
	found = chains(
		process("A", inputs=("law",), outputs=("plan",)),
		law=Boundary(from_outside=True),
		plan=Boundary(to_outside=True),
	)

	assert found.breaks == []


def test_a_boundary_is_one_way():
	found = chains(process("A", inputs=("law",)), law=Boundary(to_outside=True))

	assert [each.kind for each in found.breaks] == [UNMADE]


def test_a_process_that_starts_another_one_is_connected_with_it():
	child = Step("sub", "Sub", "subprocess", subprocess=Subprocess("B"))
	found = chains(process("A", steps=(child,)), process("B"))

	assert found.links == [Link(End("A", "sub"), End("B", "start"))]


def test_chains_are_numbered_from_the_longest_one():
	found = chains(
		process("X", outputs=("x",)),
		process("Y", inputs=("x",)),
		process("A", outputs=("a",)),
		process("B", inputs=("a",), outputs=("b",)),
		process("C", inputs=("b",)),
		process("ALONE"),
	)

	assert found.members(1) == ["A", "B", "C"]
	assert found.members(2) == ["X", "Y"]
	assert "ALONE" not in found.numbers


def test_a_circle_is_one_chain():
	found = chains(process("A", inputs=("b",), outputs=("a",)), process("B", inputs=("a",), outputs=("b",)))

	assert len(found.links) == 2 and found.members(1) == ["A", "B"]
