"""What steps are tied to, in the definition: read, written, and what is wrong with it."""

import pytest

from liuwan_process.definition.dump import dump
from liuwan_process.definition.knowledge import Clause, Indicator, Responsibility
from liuwan_process.definition.model import DefinitionError, Step
from liuwan_process.definition.parse import parse
from liuwan_process.definition.soundness_of_knowledge import check

TIED = {
	"inputs": ["LEAVE-REQUEST"],
	"outputs": ["LEAVE-RECORD", "NOTICE"],
	"clauses": [{"regulation": "HR-1-v1", "clause": "3.2"}, {"regulation": "HR-2-v1"}],
	"risks": ["NO-COVER"],
	"indicators": [{"title": "On time", "target": "≥ 95", "unit": "%"}],
	"responsibilities": [
		{"letter": "A", "party": "process_role", "name": "Clerk"},
		{"letter": "I", "party": "initiator"},
	],
}


def document(**step):
	return {
		"schema": 1,
		"process": "T",
		"title": "T",
		"form": {"fields": []},
		"steps": [
			{"id": "a", "title": "A", "kind": "start"},
			{"id": "b", "title": "B", "kind": "task", **step},
		],
		"transitions": [],
	}


def test_a_step_is_read_with_everything_it_is_tied_to():
	step = parse(document(**TIED)).by_id["b"]

	assert (step.inputs, step.outputs, step.risks) == (
		("LEAVE-REQUEST",),
		("LEAVE-RECORD", "NOTICE"),
		("NO-COVER",),
	)
	assert step.clauses == (Clause("HR-1-v1", "3.2"), Clause("HR-2-v1"))
	assert step.indicators == (Indicator("On time", "≥ 95", "%"),)
	assert step.responsibilities == (
		Responsibility("A", "process_role", "Clerk"),
		Responsibility("I", "initiator"),
	)


def test_it_is_written_as_it_was_read_and_nothing_is_written_where_nothing_is_said():
	definition = parse(document(**TIED))
	first, second = dump(definition)["steps"]

	assert {key: second[key] for key in TIED} == TIED
	assert not TIED.keys() & first.keys()
	assert "accountable" not in dump(definition)["policies"]
	assert parse(dump(definition)) == definition


def test_who_is_accountable_by_default_is_a_rule_of_the_process():
	given = document() | {"policies": {"accountable": "process_owner"}}

	assert parse(given).accountable == "process_owner"
	assert dump(parse(given))["policies"]["accountable"] == "process_owner"
	assert parse(document()).accountable == "stated"


@pytest.mark.parametrize(
	"wrong",
	[
		{"inputs": "LEAVE-REQUEST"},
		{"outputs": [3]},
		{"risks": [" "]},
		{"clauses": [{"clause": "3"}]},
		{"clauses": ["HR-1"]},
		{"indicators": [{"target": "3"}]},
		{"responsibilities": [{"letter": "X", "party": "initiator"}]},
		{"responsibilities": [{"letter": "A", "party": "the boss"}]},
	],
)
def test_what_cannot_be_read_is_refused_with_the_name_of_the_step(wrong):
	with pytest.raises(DefinitionError) as error:
		parse(document(**wrong))
	assert error.value.where == "b"


def test_a_party_without_a_name_of_its_own_has_none():
	step = parse(document(responsibilities=[{"letter": "C", "party": "initiator", "name": "X"}])).by_id["b"]

	assert step.responsibilities[0].name == ""


@pytest.mark.parametrize(
	("step", "words", "level"),
	[
		({"inputs": ("X", "X")}, "X is named twice", "error"),
		({"clauses": (Clause("R", "1"), Clause("R", "1"))}, "R 1 is named twice", "error"),
		(
			{"indicators": (Indicator("On time"), Indicator("On time", "3"))},
			"On time is named twice",
			"error",
		),
		({"responsibilities": (Responsibility("A", "position"),)}, "not said who has the letter A", "error"),
		({"responsibilities": (Responsibility("C", "initiator"),) * 2}, "has the letter C twice", "error"),
		(
			{"responsibilities": (Responsibility("A", "initiator"), Responsibility("A", "process_owner"))},
			"more than one party is accountable",
			"warning",
		),
	],
)
def test_what_is_unsound_is_said_with_the_name_of_the_step(step, words, level):
	[problem] = check(Step("b", "Decide", "task", **step))

	assert "Decide" in problem.text() and words in problem.text()
	assert (problem.where, problem.level) == ("b", level)


def test_the_same_object_may_come_in_and_go_out_and_one_regulation_give_several_clauses():
	step = Step("b", "B", "task", inputs=("X",), outputs=("X",), clauses=(Clause("R", "1"), Clause("R", "2")))

	assert list(check(step)) == []
