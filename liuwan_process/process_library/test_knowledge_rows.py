"""What steps are tied to, in the working copy: rows and definition say the same, and what a row needs."""

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.definition.parse import parse
from liuwan_process.process_library.working_copy import fill, to_definition

TIED = {
	"inputs": ["ZT-FORM"],
	"outputs": ["ZT-FORM"],
	"clauses": [{"regulation": "ZT-HR-v1", "clause": "1"}],
	"risks": ["ZT-RISK"],
	"indicators": [{"title": "On time", "target": "95", "unit": "%"}],
	"responsibilities": [
		{"letter": "A", "party": "process_role", "name": "Director"},
		{"letter": "I", "party": "initiator"},
	],
}


def process(**ties):
	document = leave()
	document["steps"][1].update(ties)
	return document, fill(frappe.new_doc("Process"), document)


@pytest.fixture
def saved(records):
	records.thing("ZT-FORM")
	records.risk("ZT-RISK")
	records.regulation()
	return process(**TIED)[1].insert()


def test_a_definition_fills_the_tables_and_comes_back():
	document, made = process(**TIED)

	assert [(r.step, r.kind, r.reference_doctype) for r in made.step_knowledge] == [
		("manager", "Input", "Process Object"),
		("manager", "Output", "Process Object"),
		("manager", "Clause", "Regulation"),
		("manager", "Risk", "Process Risk"),
		("manager", "Indicator", ""),
	]
	assert to_definition(made).by_id["manager"] == parse(document).by_id["manager"]


def test_a_saved_process_says_the_same(saved):
	again = frappe.get_doc("Process", saved.name)

	assert to_definition(again).by_id["manager"] == parse(process(**TIED)[0]).by_id["manager"]


def test_rows_find_their_step_by_its_title_and_their_doctype_by_their_kind(records):
	records.thing("ZT-FORM")
	made = process()[1]
	made.append("step_knowledge", {"step": "Manager", "kind": "Output", "reference": "ZT-FORM"})
	made.append(
		"responsibilities",
		{"step": "Manager", "letter": "Consulted", "party": "Initiator", "party_name": "X"},
	)
	made.insert()

	assert made.step_knowledge[0].step == "manager"
	assert to_definition(made).by_id["manager"].outputs == ("ZT-FORM",)
	assert not made.responsibilities[0].party_name


@pytest.mark.parametrize(
	("table", "row", "words"),
	[
		("step_knowledge", {"step": "manager", "kind": "Input"}, "Input is missing"),
		(
			"step_knowledge",
			{"step": "manager", "kind": "Indicator", "reference": "X"},
			"Indicator is missing",
		),
		("step_knowledge", {"step": "nowhere", "kind": "Indicator", "indicator": "X"}, "no step nowhere"),
		(
			"responsibilities",
			{"step": "manager", "letter": "Accountable", "party": "Position"},
			"Position is missing",
		),
	],
)
def test_a_row_that_names_nothing_is_refused_with_table_and_row(table, row, words):
	made = process()[1]
	made.append(table, row)

	with pytest.raises(frappe.ValidationError, match=rf"row 1.*{words}"):
		made.insert()


def test_a_record_that_is_not_there_is_refused():
	made = process(inputs=["ZT-NIX"])[1]

	with pytest.raises(frappe.LinkValidationError, match="ZT-NIX"):
		made.insert()


def test_renaming_the_title_of_an_object_changes_no_process(saved):
	before = to_definition(saved)
	thing = frappe.get_doc("Process Object", "ZT-FORM")
	thing.title = "Quite another title"
	thing.save()

	assert thing.name == "ZT-FORM"
	assert to_definition(frappe.get_doc("Process", saved.name)) == before


def test_a_copy_of_a_process_takes_the_ties_along(saved):
	copy = frappe.copy_doc(saved)
	copy.code = "ZT-COPY"
	copy.insert()

	assert to_definition(copy).by_id["manager"] == to_definition(saved).by_id["manager"]


def test_the_desk_shows_ties_and_letters_of_each_step(saved):
	from liuwan_process.process_library import view

	overview = view.of(saved)["overview"]

	assert "Zt Rules of Leave" in overview and "A: Director" in overview and "On time 95 %" in overview
