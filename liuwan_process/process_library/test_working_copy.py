"""A working copy and its definition are the same thing, there and back."""

import json

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import RULES, DefinitionError
from liuwan_process.definition.parse import parse
from liuwan_process.process_library import labels, working_copy
from liuwan_process.process_library.labels import label_of
from liuwan_process.process_library.working_copy import fill, to_document


def normal(document):
	"""A document as a working copy writes it: no version, and no form before the first publication."""
	plain = dump(parse(document)) | {"version": 0}
	return plain | {"form": plain["form"] | {"doctype": ""}}


def test_document_becomes_a_process_and_the_same_document_again():
	process = fill(frappe.new_doc("Process"), leave())

	assert to_document(process) == normal(leave())


def test_it_stays_the_same_when_it_is_saved_and_read(flows):
	flows.save(leave())

	assert to_document(frappe.get_doc("Process", "ZT-LEAVE")) == normal(leave())


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_that_finds_people_survives(rule):
	document = leave()
	given_rule = {
		"rule": rule, "role": "R", "position": "P", "scope": "unit", "unit": "U", "field": "days", "levels": 2,
		"step": "request", "users": ["Administrator", "Guest"],
	}  # fmt: skip
	document["steps"][1]["participants"] = [given_rule]

	assert to_document(fill(frappe.new_doc("Process"), document)) == normal(document)


def test_what_a_pack_says_beside_the_definition_is_kept():
	beside = {"level": "Sub-process", "org_unit": "Office", "description": "Why", "parent": "ZT"}
	process = fill(frappe.new_doc("Process"), leave() | beside)

	assert working_copy.outline(process) == beside


def test_unreadable_document_is_refused_with_its_place():
	document = leave()
	document["steps"][2]["kind"] = "ritual"

	with pytest.raises(DefinitionError) as error:
		fill(frappe.new_doc("Process"), document)
	assert error.value.where == "board"


def test_every_code_of_a_definition_has_a_word():
	for words in (
		labels.RULES,
		labels.UNITS,
		labels.AFTERWARDS,
		labels.COMPLETIONS,
		labels.KINDS,
		labels.SCOPES,
	):
		assert all(label_of(words, code) for code in words.values())


@pytest.mark.parametrize(
	("doctype", "field", "words"),
	[
		("Process Step", "kind", labels.KINDS),
		("Process Step", "completion", labels.COMPLETIONS),
		("Process Step", "refusal", labels.REFUSALS),
		("Process Step", "nobody", labels.NOBODY),
		("Process Step", "limit_unit", labels.UNITS),
		("Process Step", "when_late", labels.AFTERWARDS),
		("Process Step", "split", labels.SPLITS),
		("Process Step", "join", labels.JOINS),
		("Process Transition", "decision", labels.DECISIONS),
		("Process Participant Rule", "rule", labels.RULES),
		("Process Participant Rule", "scope", labels.SCOPES),
		("Process Field Access", "access", labels.ACCESSES),
		("Process", "same_approver", labels.POLICIES),
	],
)
def test_choices_of_the_form_are_the_words(doctype, field, words):
	assert set(frappe.get_meta(doctype).get_field(field).options.split("\n")) == set(words)


def test_document_is_plain_json():
	process = fill(frappe.new_doc("Process"), leave())

	assert json.loads(json.dumps(to_document(process))) == to_document(process)
