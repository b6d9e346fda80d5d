"""A comparison in words: whatever differs is told, in the words of the form; nothing that the machine alone knows leaks."""

from dataclasses import replace

import frappe
import pytest
from hypothesis import HealthCheck, given, settings

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.definition.diff import compare, nothing
from liuwan_process.definition.dressed_strategies import dressed_definitions
from liuwan_process.definition.model import Definition, Limit, Participant, Transition
from liuwan_process.definition.parse import parse
from liuwan_process.definition.work import Call
from liuwan_process.process_library.versions import words
from liuwan_process.process_library.versions.words import Told

flows = dressed_definitions(1)
thorough = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def plain() -> Definition:
	return parse(leave())


def changed(definition: Definition, step_id: str, **values) -> Definition:
	steps = tuple(replace(s, **values) if s.id == step_id else s for s in definition.steps)
	return replace(definition, steps=steps)


def facts(
	before: Definition, after: Definition, desk: bool = False
) -> dict[str, tuple[list[str], list[str]]]:
	"""Of the only step that differs: label -> (before, after)."""
	[step] = Told(compare(before, after), desk).steps()
	return {
		fact["label"]: tuple([line["text"] for line in fact[side]] for side in ("before", "after"))
		for fact in step["facts"]
	}


@given(flows, flows)
@thorough
def test_every_part_that_differs_is_told_with_something_that_differs(one, other):
	comparison = compare(one, replace(other, process=one.process))
	told = Told(comparison, desk=True)
	for difference, row in zip(comparison.steps, told.steps(), strict=True):
		assert row["kind"] != "changed" or row["facts"], difference
		for fact in row["facts"]:
			assert [line["text"] for line in fact["before"]] != [line["text"] for line in fact["after"]], fact
			assert any(line["differs"] for line in (*fact["before"], *fact["after"])), fact
	for difference, row in zip(comparison.fields, told.fields(), strict=True):
		assert row["kind"] != "changed" or row["facts"], difference
	assert bool(told.policies()) == bool(comparison.policies)


@given(flows, flows)
@thorough
def test_the_summary_has_a_sentence_for_each_step(one, other):
	comparison = compare(one, other)
	assert len(words.summary(comparison)) >= len(comparison.steps)


def test_a_limit_is_told_as_people_say_it(plain):
	after = changed(plain, "manager", limit=Limit(3, "days"))
	before, now = facts(plain, after)["Limit"]
	assert before == [
		"2 Working days",
		"Warn Before: 0.5",
		"When Late: Escalate to the superior",
		"Repeat Every: 1",
	]
	assert now == ["3 Days", "When Late: Remind"]


def test_people_are_told_by_their_rules(plain):
	rules = (Participant("process_role", role="Unit Head", scope="unit", unit="Finance Section"),)
	before, now = facts(plain, changed(plain, "manager", participants=rules))["Who Does Which Step"]
	assert before == ["Superior of the initiator"]
	assert now == ["Process role: Unit Head (Where: Named unit, Org Unit: Finance Section)"]


def test_a_way_is_told_with_its_condition_in_the_words_of_the_form(plain):
	ways = tuple(
		Transition("manager", "board", "Approve", condition="days >= 5") if w.condition else w
		for w in plain.transitions
	)
	before, now = facts(plain, replace(plain, transitions=ways))["Transitions"]
	assert "Approve → Board, if Days > 3" in before and "Approve → Board, if Days ≥ 5" in now
	assert "Refuse (Refuse) → Turned down" in now


def test_a_new_field_is_told_at_the_step_that_asks_for_it(plain):
	fields = (*plain.fields, replace(plain.fields[1], name="place", label="Where to"))
	after = replace(plain, fields=fields)
	assert "Where to" in facts(plain, after)["Asks For"][1]
	assert [(row["kind"], row["title"]) for row in Told(compare(plain, after)).fields()] == [
		("added", "Where to")
	]


def test_what_a_machine_calls_is_for_the_desk_alone(plain):
	after = changed(plain, "board", call=Call("https://secret.example/key"))
	assert "https://secret.example/key" in str(facts(plain, after, desk=True))
	assert "secret" not in str(facts(plain, after))
	assert facts(plain, after) == {"What the Step Does by Itself": ([], [])}


def test_it_speaks_chinese(plain):
	before, frappe.local.lang = frappe.local.lang, "zh"
	try:
		assert words.summary(compare(plain, changed(plain, "board", limit=Limit(1, "days")))) == [
			"变更步骤：Board（时限）"
		]
	finally:
		frappe.local.lang = before


def test_a_first_version_is_told_as_new(plain):
	rows = Told(compare(nothing(plain), plain)).steps()
	assert {row["kind"] for row in rows} == {"added"}
	assert all(not fact["before"] for row in rows for fact in row["facts"])
