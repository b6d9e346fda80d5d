"""Processes as a workbook and back: the same definition."""

import json
from dataclasses import replace
from pathlib import Path

import frappe
import pytest
from hypothesis import HealthCheck, given, settings

import liuwan_process
from liuwan_process.definition.dressed_strategies import dressed_definitions
from liuwan_process.definition.dump import dump
from liuwan_process.process_library.governance import states
from liuwan_process.process_library.process_sheet import columns, lines, workbook
from liuwan_process.process_library.process_sheet.apply import apply
from liuwan_process.process_library.process_sheet.build import Build
from liuwan_process.process_library.process_sheet.cells import spellings
from liuwan_process.process_library.process_sheet.known import Known
from liuwan_process.process_library.process_sheet.read import read
from liuwan_process.process_library.working_copy import fill, to_definition

PACKS = [
	path
	for path in sorted(Path(liuwan_process.__file__).parent.glob("packs/*/*.json"))
	if path.name != "pack.json"
]


class Everything(Known):
	"""A site on which every name exists, and of the processes those that others start."""

	def name(self, doctype, text):
		return text if doctype != "Process" or text.endswith("-CHILD") else None


def there_and_back(process):
	content = workbook.make(lines.of_processes([process]))
	build = Build(Everything(groups={process.parent_process}))
	drafts = build.run(read(content))
	assert build.refusals == []
	return apply(drafts[0], frappe.new_doc("Process"))


def by_step(definition):
	"""A sheet keeps the order of the ways out of each step, and has no other."""
	place = {step.id: number for number, step in enumerate(definition.steps)}
	ways = sorted(definition.transitions, key=lambda way: place[way.source])
	return replace(definition, transitions=tuple(ways))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(dressed_definitions())
def test_any_definition_survives(definition):
	process = fill(frappe.new_doc("Process"), dump(definition))

	assert to_definition(there_and_back(process)) == by_step(definition)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_packs_survive_in_both_languages(path, language, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", language)
	process = fill(frappe.new_doc("Process"), json.loads(path.read_text(encoding="utf-8")))

	assert to_definition(there_and_back(process)) == by_step(to_definition(process))


def test_headers_of_a_sheet_differ(monkeypatch):
	for language in ("en", "zh"):
		monkeypatch.setattr(frappe.local, "lang", language)
		for sheet in columns.LAYOUT:
			labels = [column.label for column in columns.of(sheet)]
			assert len(labels) == len(set(labels)), [label for label in labels if labels.count(label) > 1]


def test_every_field_of_the_form_has_a_column():
	"""A field that somebody adds to the form is added here, or the export would lose it."""
	given = {key for keys in columns.LAYOUT.values() for key in keys.split()}
	made = {
		"status",
		"number",
		"current_version",
		"drawing_places",
		"workflow",
		"lft",
		"rgt",
		"old_parent",
		"step_knowledge.reference_doctype",
		"responsibilities.party_doctype",
		*states.FACTS,
	}  # by the app itself
	for table, doctype in {"": "Process", **columns.TABLES}.items():
		for field in frappe.get_meta(doctype).fields:
			named = f"{table}.{field.fieldname}" if table else field.fieldname
			from_the_line = named in ("participants.step", "transitions.from_step")
			if field.fieldtype not in (*frappe.model.no_value_fields, *frappe.model.table_fields):
				assert named in given or from_the_line or named in made, named


def test_choices_of_a_column_are_told_apart_in_every_language():
	for sheet in columns.LAYOUT:
		for column in columns.of(sheet):
			spelt = [spellings(option) for option in column.options if option]
			assert sum(map(len, spelt)) == len(set().union(*spelt)) if spelt else True, column.key
