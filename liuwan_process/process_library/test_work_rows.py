"""Automatic steps and sub-processes in the working copy: there and back, and typed with labels."""

import frappe
import pytest

from liuwan_process.definition.dump import dump
from liuwan_process.definition.parse import parse
from liuwan_process.process_library import labels
from liuwan_process.process_library.working_copy import fill, to_document

ASSIGNMENTS = [{"target": "amount", "value": "amount * 2"}, {"target": "note", "value": "'a'"}]
WORK = {
	"sets": {"sets": ASSIGNMENTS},
	"creation": {"creation": {"doctype": "ToDo", "rights": "service_user", "user": "Guest", "fields": ASSIGNMENTS, "into": "note"}},
	"call": {"call": {"url": "https://a.example/b", "send": ASSIGNMENTS, "take": ASSIGNMENTS, "timeout": 5, "attempts": 3}},
	"child": {
		"kind": "subprocess",
		"subprocess": {
			"process": "OTHER", "give": ASSIGNMENTS, "take": ASSIGNMENTS, "starter": "last_actor",
			"outcomes": {"completed": "A", "refused": "B", "withdrawn": "C", "terminated": "D"},
		},
	},
	"forgotten": {"kind": "subprocess", "subprocess": {"process": "OTHER", "give": ASSIGNMENTS, "wait": False}},
}  # fmt: skip


def with_work(work: dict) -> dict:
	fields = [{"name": "amount", "label": "Amount", "type": "Int"}, {"name": "note", "label": "Note"}]
	steps = [
		{"id": "start", "title": "Start", "kind": "start"},
		{"id": "auto", "title": "Auto", "kind": "automatic", **work},
		{"id": "end", "title": "End", "kind": "end"},
	]
	ways = [{"from": "start", "to": "auto", "action": "Go"}, {"from": "auto", "to": "end", "action": "Go"}]
	return {
		"schema": 1,
		"process": "ZT-WORK",
		"title": "Work",
		"form": {"fields": fields},
		"steps": steps,
		"transitions": ways,
	}


@pytest.mark.parametrize("kind", WORK)
def test_every_kind_of_work_survives(kind):
	document = with_work(WORK[kind])
	assert to_document(fill(frappe.new_doc("Process"), document)) == dump(parse(document)) | {"version": 0}


def test_rows_that_are_not_complete_are_left_out():
	process = fill(frappe.new_doc("Process"), with_work(WORK["sets"]))
	process.append("step_values", {"step": "auto", "purpose": "Field of this form", "target": "note"})
	[step] = [step for step in to_document(process)["steps"] if step["id"] == "auto"]
	assert step["sets"] == ASSIGNMENTS


def test_labels_become_names_on_both_sides():
	other = fill(frappe.new_doc("Process"), with_work(WORK["sets"]) | {"process": "ZT-WORK-OTHER"})
	other.form_fields[0].update({"label": "金额", "fieldname": "jin_e"})
	other.step_values = []
	other.insert()
	process = fill(
		frappe.new_doc("Process"), with_work(WORK["child"] | {"subprocess": {"process": "ZT-WORK-OTHER"}})
	)
	process.append("steps", {"title": "Set", "kind": "Automatic"})
	for row in (
		("Auto", "Given to the sub-process", "金额", "Amount + 1"),
		("Auto", "Taken from the sub-process", "Amount", "金额 * 2"),
		("Set", "Field of this form", "Note", "Note + 'Note'"),
		("Set", "Taken from the answer", "Note", "Note.0"),
	):
		process.append("step_values", dict(zip(("step", "purpose", "target", "value"), row, strict=True)))
	process.insert()
	assert [(row.step, row.target, row.value) for row in process.step_values] == [
		("auto", "jin_e", "amount + 1"),
		("auto", "amount", "jin_e * 2"),
		("set", "note", "note + 'Note'"),
		("set", "note", "Note.0"),
	]


@pytest.mark.parametrize(
	("doctype", "field", "words"),
	[
		("Process Step", "create_rights", labels.CREATION_RIGHTS),
		("Process Step", "sub_starter", labels.STARTERS),
		("Process Step Value", "purpose", labels.PURPOSES),
	],
)
def test_choices_of_the_form_are_the_words(doctype, field, words):
	assert frappe.get_meta(doctype).get_field(field).options.split("\n") == list(words)
