"""A process is one thing in three forms, its definition, its tables and its BPMN file: from each to each it stays the same."""

import json
from pathlib import Path

import frappe
import pytest
from hypothesis import HealthCheck, given, settings

import liuwan_process
from liuwan_process.definition.bpmn.read import from_bpmn
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.dressed_strategies import dressed_definitions
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import Definition
from liuwan_process.definition.parse import parse
from liuwan_process.process_library.working_copy import fill, to_definition

HOME = Path(liuwan_process.__file__).parent
PACKS = sorted(path for path in HOME.glob("packs/*/*.json") if path.name != "pack.json")
patient = settings(
	max_examples=500,
	deadline=None,
	suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def tables(definition: Definition):
	return fill(frappe.new_doc("Process"), dump(definition))


def goes_round(definition: Definition) -> None:
	"""Definition -> tables -> BPMN -> tables -> definition, and the file alone gives the definition too."""
	process = tables(definition)
	assert to_definition(process) == definition

	reading = from_bpmn(to_bpmn(to_definition(process)))
	assert parse(reading.document) == definition
	assert reading.notes == ()

	assert to_definition(fill(process, reading.document)) == definition
	assert to_definition(fill(frappe.new_doc("Process"), reading.document)) == definition


@patient
@given(dressed_definitions())
def test_any_definition(definition):
	goes_round(definition)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_packs(path):
	document = json.loads(path.read_text(encoding="utf-8"))
	definition = parse(document | {"version": 0, "form": document["form"] | {"doctype": ""}})

	goes_round(definition)
