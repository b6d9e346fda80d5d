"""Publication looks at what the steps name: what is not there is an error, what is not in force a hint."""

import frappe
import pytest

from liuwan_process.compiler import checks, knowledge_checks
from liuwan_process.compiler.plan import prepare
from liuwan_process.process_library import regulations
from liuwan_process.process_library.knowledge_for_tests import Records
from liuwan_process.process_library.working_copy import fill
from tests.factories import counted_statements


@pytest.fixture
def records():
	made = Records()
	yield made
	made.remove()


def found(records, **ties):
	"""(level, text) of what is said of the step's ties."""
	process = fill(frappe.new_doc("Process"), records.document(**ties))
	process.flags.ignore_links = True
	process.insert()
	problems = [
		p for p in checks.problems(prepare(process)) if p.table in ("step_knowledge", "responsibilities")
	]
	assert all(p.where == "manager" for p in problems)
	return [(p.level, p.text()) for p in problems]


@pytest.mark.parametrize(
	("ties", "words"),
	[
		({"inputs": ["ZT-NIX"]}, "“Manager”: there is no object ZT-NIX"),
		({"risks": ["ZT-NIX"]}, "“Manager”: there is no risk ZT-NIX"),
		({"clauses": [{"regulation": "ZT-NIX-v1"}]}, "“Manager”: there is no regulation ZT-NIX-v1"),
		(
			{"responsibilities": [{"letter": "A", "party": "process_role", "name": "Nix"}]},
			"“Manager”: there is no process role Nix",
		),
		(
			{"responsibilities": [{"letter": "C", "party": "unit", "name": "Nix"}]},
			"“Manager”: there is no org unit Nix",
		),
	],
)
def test_what_is_not_there_stands_in_the_way(records, ties, words):
	assert found(records, **ties) == [("error", words)]


def test_a_clause_that_the_regulation_does_not_have_stands_in_the_way(records):
	name = records.regulation()

	assert found(records, clauses=[{"regulation": name, "clause": "9"}]) == [
		("error", "“Manager”: ZT-HR-v1 has no clause 9")
	]
	assert found_again(records, clauses=[{"regulation": name, "clause": "2"}, {"regulation": name}]) == []


def found_again(records, **ties):
	frappe.db.rollback()
	records.made.clear()
	records.regulation()
	return found(records, **ties)


def test_a_draft_of_a_regulation_in_force_is_a_hint_only(records):
	old = records.regulation()
	draft = regulations.new_version(old)
	assert found(records, clauses=[{"regulation": draft, "clause": "1"}]) == [
		("warning", "“Manager”: the regulation ZT-HR-v2 is not in force")
	]


def test_a_regulation_that_nothing_replaces_is_said_to_be_out_of_force(records):
	name = records.regulation(status="Repealed")

	assert found(records, clauses=[{"regulation": name, "clause": "1"}]) == [
		("warning", "“Manager”: the regulation ZT-HR-v1 is not in force")
	]


def test_it_costs_a_statement_for_each_kind_of_record_however_many_steps_name_it(records):
	name, thing = records.regulation(), records.thing("ZT-FORM")
	document = records.document()
	for step in document["steps"]:
		step.update(inputs=[thing], clauses=[{"regulation": name, "clause": "1"}])
	process = fill(frappe.new_doc("Process"), document).insert()
	plan = prepare(process)
	list(knowledge_checks.problems(plan))
	with counted_statements() as statements:
		assert list(knowledge_checks.problems(plan)) == []
	assert len(statements) == 3


def test_the_version_before_is_a_hint_and_so_is_a_clause_that_the_new_one_has_not(records):
	old = records.regulation(effective_from="2026-01-01")
	new = frappe.get_doc("Regulation", regulations.new_version(old))
	new.clauses = new.clauses[:1]
	new.update({"status": "In Force", "effective_from": "2026-06-01"})
	new.save()

	assert found(records, clauses=[{"regulation": old, "clause": "3"}]) == [
		("warning", "“Manager”: ZT-HR-v1 has been superseded by ZT-HR-v2"),
		("warning", "“Manager”: ZT-HR-v2 has no clause 3"),
	]
