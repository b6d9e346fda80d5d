"""Soundness: what is built soundly passes, each kind of mistake is refused with its place named."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuwan_process.definition import soundness
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import (
	Completion,
	Definition,
	DefinitionError,
	FormField,
	Participant,
	Step,
	Transition,
)
from liuwan_process.definition.parse import parse
from liuwan_process.definition.strategies import ANYBODY, sound_definitions


def simple(**changes) -> Definition:
	"""Request -> Approve -> Done, with changes to the definition."""
	return replace(
		Definition(
			"P",
			"P",
			1,
			"P",
			(FormField("days", "Days", "Int"), FormField("who", "Who", "Link", "User")),
			(
				Step("start", "Request", "start"),
				Step("check", "Check", "approval", participants=ANYBODY),
				Step("end", "Done", "end"),
			),
			(Transition("start", "check", "Submit"), Transition("check", "end", "Approve")),
		),
		**changes,
	)


def changed(step: str, **changes) -> Definition:
	d = simple()
	return replace(d, steps=tuple(replace(s, **changes) if s.id == step else s for s in d.steps))


def places(d: Definition) -> set[str]:
	return {problem.where for problem in soundness.errors(d)}


def said(d: Definition) -> str:
	return "\n".join(problem.text() for problem in soundness.errors(d))


def test_a_simple_process_is_sound():
	assert soundness.check(simple()) == []


@settings(max_examples=200, deadline=None)
@given(sound_definitions(depth=2))
def test_what_is_built_soundly_is_sound(d):
	assert soundness.check(d) == []


@settings(max_examples=100, deadline=None)
@given(sound_definitions())
def test_parse_is_the_inverse_of_dump(d):
	assert parse(dump(d)) == d


@settings(max_examples=150, deadline=None)
@given(sound_definitions(depth=2, outer="_parallel"))
def test_a_join_that_is_taken_away_is_refused(d):
	join = d.steps[-2]
	assert join.join
	broken = replace(d, steps=tuple(replace(s, join="") if s is join else s for s in d.steps))
	found = soundness.errors(broken)
	assert found and all(problem.where in broken.by_id for problem in found)


@settings(max_examples=150, deadline=None)
@given(sound_definitions(depth=2), st.data())
def test_a_step_without_a_way_on_is_refused_by_name(d, data):
	victim = data.draw(st.sampled_from([s for s in d.steps if s.kind != "end"]))
	broken = replace(d, transitions=tuple(t for t in d.transitions if t.source != victim.id))
	assert victim.id in places(broken)


@settings(max_examples=150, deadline=None)
@given(sound_definitions(depth=2), st.data())
def test_a_step_that_nothing_leads_to_is_refused_by_name(d, data):
	orphan = Step("orphan", "Orphan", "task", participants=ANYBODY)
	target = data.draw(st.sampled_from(d.steps[1:]))
	broken = replace(
		d, steps=(*d.steps, orphan), transitions=(*d.transitions, Transition("orphan", target.id, "Approve"))
	)
	assert places(broken) == {"orphan"}


def test_two_tokens_in_one_step_are_refused():
	d = Definition(
		"P",
		"P",
		1,
		"P",
		(),
		(
			Step("start", "Start", "start", split="all"),
			*(Step(i, i.upper(), "task", participants=ANYBODY) for i in "abc"),
			Step("end", "End", "end"),
		),
		(
			Transition("start", "a", "Submit"),
			Transition("start", "b", "Submit"),
			Transition("a", "c", "Done"),
			Transition("b", "c", "Done"),
			Transition("c", "end", "Done"),
		),
	)
	assert "can be open twice" in said(d) or "other branches" in said(d)
	assert places(d) <= {"c", "a", "b"}


def test_a_branch_that_ends_while_others_run_is_refused():
	d = Definition(
		"P",
		"P",
		1,
		"P",
		(),
		(
			Step("start", "Start", "start", split="all"),
			Step("a", "A", "task", participants=ANYBODY),
			Step("b", "B", "task", participants=ANYBODY),
			Step("end", "End", "end"),
		),
		(
			Transition("start", "a", "Submit"),
			Transition("start", "b", "Submit"),
			Transition("a", "end", "Done"),
			Transition("b", "end", "Done"),
		),
	)
	assert "join them first" in said(d)
	assert places(d) <= {"a", "b"}


def test_joins_that_wait_for_each_other_are_refused():
	d = Definition(
		"P",
		"P",
		1,
		"P",
		(),
		(
			Step("start", "Start", "start", split="all"),
			Step("a", "A", "task", participants=ANYBODY, split="all"),
			Step("b", "B", "task", participants=ANYBODY, join="all"),
			Step("c", "C", "task", participants=ANYBODY, join="all"),
			Step("end", "End", "end"),
		),
		(
			Transition("start", "a", "Submit"),
			Transition("start", "b", "Submit"),
			Transition("a", "b", "Done"),
			Transition("a", "c", "Done"),
			Transition("b", "c", "Done"),
			Transition("c", "b", "Again", "refuse"),
			Transition("c", "end", "Done"),
		),
	)
	assert "wait for ever" in said(d)
	assert places(d) == {"b", "c"}


@pytest.mark.parametrize(
	("d", "where", "words"),
	[
		(simple(steps=simple().steps[1:], transitions=simple().transitions[1:]), "", "exactly one start"),
		(changed("end", status="Refused"), "", "no end at which"),
		(changed("check", participants=()), "check", "nobody is named"),
		(changed("check", participants=(Participant("process_role"),)), "check", "role is missing"),
		(
			changed("check", participants=(Participant("process_role", role="R", scope="unit"),)),
			"check",
			"unit is missing",
		),
		(changed("check", participants=(Participant("user_field", field="days"),)), "check", "does not hold"),
		(changed("check", participants=(Participant("user_field", field="nix"),)), "check", "no field nix"),
		(
			changed("check", participants=(Participant("actor_of_step", step="end"),)),
			"check",
			"never done before",
		),
		(changed("check", title="Request"), "check", "Two steps are called"),
		(changed("check", fields={"nix": "edit"}), "check", "no field nix"),
		(changed("check", completion=Completion("percent", 120)), "check", "between 1 and 100"),
		(changed("check", completion=Completion("at_least", 0)), "check", "at least 1"),
		(simple(fields=(FormField("days", "Days", "Select"),)), "days", "no options"),
		(simple(fields=(FormField("rows", "Rows", "Table"),)), "rows", "no columns"),
		(simple(subject="{nix}"), "", "unknown field nix"),
		(simple(subject="{days"), "", "not closed"),
	],
)
def test_each_mistake_is_named(d, where, words):
	assert where in places(d)
	assert words in said(d)


def test_a_required_field_that_nobody_can_fill_in_is_refused():
	d = replace(
		changed("start", fields={"days": "edit"}),
		fields=(FormField("days", "Days"), FormField("x", "X", required=True)),
	)
	assert places(d) == {"x"} and "nobody can fill it in" in said(d)


@pytest.mark.parametrize(
	("condition", "words"),
	[
		("nix > 2", "unknown field nix"),
		("days >", "cannot be read"),
		("days.real", "Attribute is not allowed"),
		("open('x')", "only these functions"),
		("[d for d in (1, 2)]", "not allowed"),
		("1" * 600, "longer than"),
		("2 ** 100", "Pow is not allowed"),
		("(" * 5 + "-" * 40 + "1" + ")" * 5, "nested more than"),
	],
)
def test_a_condition_that_cannot_be_used_is_refused(condition, words):
	d = simple()
	ways = (
		Transition("check", "end", "Approve", condition=condition),
		Transition("check", "start", "Approve"),
	)
	d = replace(d, transitions=(d.transitions[0], *ways))
	assert words in said(d)


def test_a_decision_without_a_way_when_no_condition_holds_is_refused():
	d = simple()
	d = replace(d, transitions=(d.transitions[0], replace(d.transitions[1], condition="days > 2")))
	assert places(d) == {"check"} and "no way on" in said(d)


def test_a_transition_that_is_never_taken_is_refused():
	d = simple()
	extra = Transition("check", "start", "Approve", condition="days > 2")
	assert "never taken" in said(replace(d, transitions=(*d.transitions, extra)))


@pytest.mark.parametrize(
	("change", "where"),
	[
		({"steps": [{"id": "a", "title": "A", "kind": "dance"}]}, "a"),
		({"steps": [{"id": "a", "title": ""}]}, "a"),
		({"steps": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]}, "a"),
		({"transitions": [{"from": "nix", "to": "nix", "action": "Go"}]}, "nix"),
		({"steps": [{"id": "a", "title": "A", "limit": {"amount": 0}}]}, "a"),
		({"form": {"fields": [{"name": "f", "type": "Magic"}]}}, "f"),
	],
)
def test_a_document_that_cannot_be_read_names_the_place(change, where):
	with pytest.raises(DefinitionError) as caught:
		parse({"schema": 1, "process": "P", "title": "P", **change})
	assert caught.value.where == where
