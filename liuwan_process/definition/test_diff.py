"""The comparison of two definitions: nothing differs in silence, nothing is said that does not differ."""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuwan_process.definition import diff
from liuwan_process.definition.diff import ADDED, CHANGED, MOVED, REMOVED, compare, nothing
from liuwan_process.definition.dressed_strategies import dressed_definitions
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import Definition, FormField, Limit, Participant, Step, Transition

thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
flows = dressed_definitions(1)
STEPS = ("start", "check", "sign", "end")
PLAIN = Definition(
	"T",
	"Test",
	1,
	"Test",
	(FormField("amount", "Amount", "Int"), FormField("reason", "Reason")),
	tuple(
		Step(name, name.title(), kind)
		for name, kind in zip(STEPS, ("start", "task", "approval", "end"), strict=True)
	),
	tuple(Transition(a, b, "Go") for a, b in itertools.pairwise(STEPS)),
)


def with_step(step_id: str, **changes) -> Definition:
	steps = tuple(replace(s, **changes) if s.id == step_id else s for s in PLAIN.steps)
	return replace(PLAIN, steps=steps)


def essence(definition: Definition) -> dict:
	"""All that a definition says; ways of different steps have no order among each other."""
	document = dump(replace(definition, version=0))
	order = [step["id"] for step in document["steps"]]
	document["transitions"].sort(key=lambda way: order.index(way["from"]))
	return document


@given(flows)
@thorough
def test_nothing_differs_from_itself_but_the_number_of_the_version(definition):
	assert not compare(definition, replace(definition, version=7))


@given(flows, flows)
@thorough
def test_whatever_differs_is_found_and_nothing_else(one, other):
	other = replace(other, process=one.process)
	assert bool(compare(one, other)) == (essence(one) != essence(other))


@given(flows, flows)
@thorough
def test_the_way_back_says_the_same_the_other_way_round(one, other):
	there, back = compare(one, other), compare(other, one)
	mirrored = {ADDED: REMOVED, REMOVED: ADDED}
	for forth, again in ((there.steps, back.steps), (there.fields, back.fields)):
		differing = {
			(key(d), mirrored.get(d.kind, d.kind), frozenset(d.parts)) for d in forth if d.kind != MOVED
		}
		assert differing == {(key(d), d.kind, frozenset(d.parts)) for d in again if d.kind != MOVED}
		assert sum(d.moved for d in forth) == sum(d.moved for d in again)
	assert there.policies == back.policies
	assert [sorted(each.values()) for each in there.ways] == [
		sorted(mirrored.get(kind, kind) for kind in each.values()) for each in reversed(back.ways)
	]


def key(difference: diff.Difference) -> tuple:
	thing = difference.thing
	return (thing.id,) if isinstance(thing, Step) else (thing.table, thing.name)


@given(flows, flows)
@thorough
def test_it_names_only_steps_and_ways_that_there_are(one, other):
	found = compare(one, other)
	for difference in found.steps:
		assert difference.before is one.by_id.get(difference.thing.id)
		assert difference.after is other.by_id.get(difference.thing.id)
	assert all(i < len(one.transitions) for i in found.ways[0])
	assert all(i < len(other.transitions) for i in found.ways[1])
	now, gone = found.concerned
	assert now <= other.by_id.keys() and gone == one.by_id.keys() - other.by_id.keys()
	assert other.by_id.keys() - one.by_id.keys() <= now


@given(flows, st.data())
@thorough
def test_one_step_taken_out_and_put_elsewhere_is_one_step_moved(definition, data):
	steps = list(definition.steps)
	taken = steps.pop(data.draw(st.integers(0, len(steps) - 1)))
	steps.insert(data.draw(st.integers(0, len(steps))), taken)
	found = compare(definition, replace(definition, steps=tuple(steps)))
	stayed = tuple(steps) == definition.steps
	assert [d.kind for d in found.steps] == ([] if stayed else [MOVED])


@given(flows)
@thorough
def test_a_first_version_is_new_in_all_its_steps_and_ways(definition):
	found = compare(nothing(definition), definition)
	assert found.kinds == dict.fromkeys(definition.by_id, ADDED)
	assert found.concerned == (frozenset(definition.by_id), frozenset())
	assert set(found.ways[1].values()) == {ADDED} and not found.ways[0]


def test_every_field_of_a_step_belongs_to_one_part():
	named = [name for names in diff.PARTS.values() for name in names]
	assert sorted([*named, *diff.IDENTITY]) == sorted(f.name for f in dataclasses.fields(Step))


@pytest.mark.parametrize(
	("changes", "parts"),
	[
		({"title": "Check twice"}, ("title",)),
		({"lane": "Finance"}, ("lane",)),
		({"limit": Limit(2, "days")}, ("limit",)),
		({"participants": (Participant("initiator"),)}, ("people",)),
		({"nobody": "skip", "lead_decides": True}, ("people",)),
		({"fields": {"reason": "require"}}, ("form",)),
		({"knowledge": {"method": "Look twice"}}, ("knowledge",)),
		({"split": "all", "kind": "approval"}, ("kind", "routing")),
		({"deferrable": True}, ("urgency",)),
	],
)
def test_a_change_is_named_by_its_part(changes, parts):
	[difference] = compare(PLAIN, with_step("check", **changes)).steps
	assert (difference.kind, difference.thing.id, difference.parts) == (CHANGED, "check", parts)


def test_a_new_step_between_two_others_changes_the_ways_of_the_one_before():
	steps = (*PLAIN.steps[:2], Step("look", "Look", "task"), *PLAIN.steps[2:])
	ways = (
		PLAIN.transitions[0],
		Transition("check", "look", "Go"),
		Transition("look", "sign", "Go"),
		PLAIN.transitions[2],
	)
	found = compare(PLAIN, replace(PLAIN, steps=steps, transitions=ways))
	assert found.kinds == {"check": CHANGED, "look": ADDED}
	assert found.of_step["check"].parts == ("ways",)
	assert found.ways == ({1: REMOVED}, {1: ADDED, 2: ADDED})


def test_a_condition_changes_a_way_and_the_step_that_it_leaves():
	ways = (
		*PLAIN.transitions[:1],
		replace(PLAIN.transitions[1], condition="amount > 5"),
		*PLAIN.transitions[2:],
	)
	found = compare(PLAIN, replace(PLAIN, transitions=ways))
	assert found.kinds == {"check": CHANGED} and found.ways == ({1: CHANGED}, {1: CHANGED})


def test_a_step_that_is_gone_stands_behind_the_one_it_followed():
	steps = tuple(step for step in PLAIN.steps if step.id != "sign")
	found = compare(PLAIN, replace(PLAIN, steps=steps, transitions=()))
	assert [(d.thing.id, d.kind) for d in found.steps][-1] == ("sign", REMOVED)


def test_a_field_more_concerns_the_step_that_asks_for_it():
	more = (*PLAIN.fields, FormField("place", "Place"))
	found = compare(PLAIN, replace(PLAIN, fields=more))
	assert [(d.thing.name, d.kind) for d in found.fields] == [("place", ADDED)]
	assert found.concerned == (frozenset({"start"}), frozenset())


def test_a_field_that_is_called_otherwise_concerns_whoever_fills_it_in():
	before = with_step("sign", fields={"reason": "edit"})
	renamed = (PLAIN.fields[0], replace(PLAIN.fields[1], label="Why"))
	found = compare(before, replace(before, fields=renamed))
	assert not found.steps
	assert found.concerned == (frozenset({"start", "sign"}), frozenset())


def test_policies_are_named():
	found = compare(PLAIN, replace(PLAIN, lead="required", limit=Limit(5, "days"), title="New name"))
	assert set(found.policies) == {"lead", "limit", "title"}
	assert found.concerned == (frozenset(), frozenset())
