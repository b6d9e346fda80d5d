"""The four reports about responsibility, interfaces and regulations, over processes made for them."""

import frappe
import pytest
from frappe.desk import query_report

from liuwan_process.analytics.export_for_tests import excel
from liuwan_process.process_library import regulations
from liuwan_process.process_library.report.process_chains_and_break_points import (
	process_chains_and_break_points as chains,
)
from liuwan_process.process_library.report.raci_matrix import raci_matrix as matrix
from liuwan_process.process_library.report.regulation_coverage import regulation_coverage as coverage
from liuwan_process.process_library.report.responsibility_gaps import responsibility_gaps as gaps
from tests.factories import counted_statements, ensure_demo, signed_in

REPORTS = {
	"RACI Matrix": matrix,
	"Responsibility Gaps": gaps,
	"Process Chains and Break Points": chains,
	"Regulation Coverage": coverage,
}
DIRECTOR = "Director - Mine Leadership"


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def rows(report, **filters) -> list[dict]:
	return [row for row in report.execute(filters)[1] if not row.get("is_total")]


def who(letter: str, party: str, name: str = "") -> dict:
	return {"letter": letter, "party": party, "name": name}


# RACI Matrix


def cells(code: str, **filters) -> dict[str, dict[str, str]]:
	"""Row -> {column's label: letters} of one process."""
	columns, found, *_rest = matrix.execute({"process": code, **filters})
	labels = {column["fieldname"]: column["label"] for column in columns}
	return {
		row.get("step_title") or row["process_title"]: {
			labels[key]: value
			for key, value in row.items()
			if key in labels and key.startswith("c") and value
		}
		for row in found
		if not row.get("is_total")
	}


def test_letters_stand_where_the_organisation_puts_them(records):
	parties = [who("A", "position", DIRECTOR), who("C", "unit", "Finance Section"), who("I", "initiator")]
	records.tied(
		participants=[{"rule": "process_role", "role": "HR Clerk", "scope": "anywhere"}],
		responsibilities=parties,
	)
	[row] = cells("ZT-LEAVE").values()

	assert "A" in row["Mine Leadership"] and row["Finance Section"] == "C"
	assert "R" in row["Labour and Personnel Section"]
	assert row["Any employee"] == "R I"
	manager = cells("ZT-LEAVE", show="Positions and Steps")["Manager"]
	assert manager["Director (Mine Leadership)"] == "A" and manager["Any employee"] == "I"
	assert [label for label, letters in manager.items() if letters == "R"]


def test_what_a_step_says_of_who_is_responsible_takes_the_place_of_its_rules(records):
	records.tied(responsibilities=[who("R", "position", DIRECTOR)])
	manager = cells("ZT-LEAVE", show="Positions and Steps")["Manager"]

	assert manager == {"Director (Mine Leadership)": "R"}


def test_whoever_gets_a_notice_is_informed(records):
	people = [{"rule": "position", "position": DIRECTOR}]
	records.tied(kind="notice", participants=people)

	assert cells("ZT-LEAVE", show="Positions and Steps")["Manager"] == {"Director (Mine Leadership)": "I"}


def test_the_owner_of_the_process_is_accountable_where_the_process_says_so(records):
	document = records.document(responsibilities=[who("A", "position", DIRECTOR)])
	document["policies"] = {"accountable": "process_owner"}
	records.flows.publish(document)
	owner = frappe.db.get_value(
		"Staff Member", {"user": "hr@liuwan.example"}, ["name", "staff_name"], as_dict=True
	)
	frappe.db.set_value("Process", "ZT-LEAVE", "process_owner", owner.name)
	found = cells("ZT-LEAVE", show="Positions and Steps")

	assert "A" in found["Manager"]["Director (Mine Leadership)"]
	assert [label for label, letters in found["Board"].items() if "A" in letters] != [
		"Director (Mine Leadership)"
	]


def test_the_unit_of_the_filter_keeps_its_own_columns(records):
	people = [{"rule": "position", "position": DIRECTOR}]
	parties = [who("A", "position", DIRECTOR), who("C", "unit", "Finance Section")]
	records.tied(participants=people, responsibilities=parties)

	assert cells("ZT-LEAVE", org_unit="Finance Section") == {"Zt-Leave": {"Finance Section": "C"}}
	chosen = {"process": "ZT-LEAVE", "org_unit": "Finance Section", "show": "Positions and Steps"}
	assert matrix.execute(chosen)[4][2]["value"] == 0, "somebody of another unit is accountable for the step"


def test_working_copies_say_what_is_not_released_yet(records):
	records.tied(responsibilities=[who("C", "unit", "Finance Section")])
	process = frappe.get_doc("Process", "ZT-LEAVE")
	process.append(
		"responsibilities",
		{"step": "board", "letter": "Consulted", "party": "Org Unit", "party_name": "Trade Union"},
	)
	process.save()

	assert "Trade Union" not in cells("ZT-LEAVE")["Zt-Leave"]
	assert cells("ZT-LEAVE", basis="Working Copies")["Zt-Leave"]["Trade Union"] == "C"


# Responsibility Gaps


def gaps_of(step: str = "Manager") -> list[str]:
	return [row["gap"] for row in rows(gaps, process="ZT-LEAVE") if row["step_title"] == step]


def test_a_step_for_which_nobody_is_accountable_is_a_gap(records):
	records.tied()
	assert gaps_of() == ["Nobody Accountable"]


def test_one_accountable_party_is_none(records):
	records.tied(responsibilities=[who("A", "position", DIRECTOR)])
	assert gaps_of() == []


def test_two_are_multiple_command_and_so_is_a_role_of_several_positions(records):
	records.tied(responsibilities=[who("A", "position", DIRECTOR), who("A", "initiator")])
	assert gaps_of() == ["Several Accountable"]
	records.tied(responsibilities=[who("A", "process_role", "Deputy Director in Charge")])
	assert gaps_of() == ["Several Accountable"]


def test_a_role_that_nobody_fills_is_named(records):
	frappe.get_doc({"doctype": "Process Role", "role_name": "Zt Nobody"}).insert()
	records.made.append(("Process Role", "Zt Nobody"))
	rule = {"rule": "process_role", "role": "Zt Nobody", "scope": "anywhere"}
	records.tied(participants=[rule], responsibilities=[who("A", "process_role", "Zt Nobody")], nobody="skip")

	assert sorted(gaps_of()) == ["Nobody Accountable", "Nobody Does It", "Role That Nobody Fills"]
	filtered = rows(gaps, process="ZT-LEAVE", gap="Role That Nobody Fills")
	assert [row["detail"] for row in filtered] == ["Zt Nobody"]


# Process Chains and Break Points


def test_links_and_break_points_are_listed_with_process_and_step(records):
	plan, law, waste = records.thing("ZT-PLAN"), records.thing("ZT-LAW"), records.thing("ZT-WASTE")
	records.tied(code="ZT-A", outputs=[plan, waste])
	records.tied(code="ZT-B", inputs=[plan, law])
	found = {row["finding"]: row for row in rows(chains) if row["thing"].startswith("ZT-")}

	connected = found["Connected"]
	assert (connected["source"], connected["target"], connected["thing_title"]) == ("ZT-A", "ZT-B", "Zt-Plan")
	assert (connected["source_step"], connected["target_step"]) == ("Manager", "Manager")
	assert found["Nobody Uses It"]["source"] == "ZT-A" and found["Nobody Makes It"]["target"] == "ZT-B"
	frappe.db.set_value("Process Object", law, "from_outside", 1)
	frappe.db.set_value("Process Object", waste, "to_outside", 1)
	assert {row["finding"] for row in rows(chains) if row["thing"].startswith("ZT-")} == {"Connected"}


def test_a_process_is_shown_with_the_whole_chain_that_it_stands_in(records):
	one, two = records.thing("ZT-ONE"), records.thing("ZT-TWO")
	records.tied(code="ZT-A", outputs=[one])
	records.tied(code="ZT-B", inputs=[one], outputs=[two])
	records.tied(code="ZT-C", inputs=[two])

	assert [(row["source"], row["target"]) for row in rows(chains, process="ZT-A")] == [
		("ZT-A", "ZT-B"),
		("ZT-B", "ZT-C"),
	]
	assert rows(chains, process="ZT-A", finding="Nobody Uses It") == []


# Regulation Coverage


def of_ours(**filters) -> list[dict]:
	return [row for row in rows(coverage, **filters) if (row.get("regulation") or "ZT").startswith("ZT")]


def test_clauses_that_no_step_applies_are_listed(records):
	name = records.regulation()
	records.tied(clauses=[{"regulation": name, "clause": "1"}])
	found = of_ours(finding="Clause Without a Process", regulation=name)

	assert [(row["clause"], row["clause_title"]) for row in found] == [("2", "Papers"), ("3", "Pay")]


def test_a_process_without_any_clause_is_listed_until_it_has_one(records):
	records.tied()
	without = {row["process"] for row in rows(coverage, finding="Process Without a Regulation")}
	assert "ZT-LEAVE" in without
	records.tied(clauses=[{"regulation": records.regulation()}])
	without = {row["process"] for row in rows(coverage, finding="Process Without a Regulation")}
	assert "ZT-LEAVE" not in without


def test_a_step_under_two_regulations_is_listed_and_two_clauses_of_one_are_not(records):
	one, two = records.regulation(), records.regulation(number="ZT-FIN", title="Zt Rules of Money")
	records.tied(clauses=[{"regulation": one, "clause": "1"}, {"regulation": one, "clause": "2"}])
	assert [
		r for r in rows(coverage, finding="Several Regulations in One Step") if r["process"] == "ZT-LEAVE"
	] == []
	records.tied(clauses=[{"regulation": one, "clause": "1"}, {"regulation": two}])
	[row] = [
		r for r in rows(coverage, finding="Several Regulations in One Step") if r["process"] == "ZT-LEAVE"
	]
	assert row["detail"] == "Zt Rules of Leave, Zt Rules of Money"


def test_a_superseded_version_covers_the_new_one_and_is_listed_itself(records):
	old = records.regulation(effective_from="2026-01-01")
	records.tied(clauses=[{"regulation": old, "clause": "1"}])
	new = frappe.get_doc("Regulation", regulations.new_version(old))
	new.status = "In Force"
	new.save()

	[row] = of_ours(finding="Not in Force", regulation=old)
	assert (row["process"], row["detail"]) == ("ZT-LEAVE", "Superseded by ZT-HR-v2")
	assert [row["clause"] for row in of_ours(finding="Clause Without a Process", regulation=new.name)] == [
		"2",
		"3",
	]


# All of them


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("basis", ["Current Versions", "Working Copies"])
def test_statements_do_not_grow_with_the_processes(records, name, basis):
	report = REPORTS[name]
	filters = {"basis": basis}
	report.execute(dict(filters))
	with counted_statements() as before:
		report.execute(dict(filters))
	thing, rule = records.thing("ZT-PLAN"), records.regulation()
	for code in ("ZT-A", "ZT-B", "ZT-C"):
		records.tied(
			code=code, inputs=[thing], outputs=[thing], clauses=[{"regulation": rule, "clause": "1"}]
		)
	report.execute(dict(filters))
	with counted_statements() as after:
		report.execute(dict(filters))
	assert len(after) <= len(before)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("login", ["office", "director", "supervision", "promotion", "production"])
def test_readers_of_the_desk_may_run_them(name, login):
	with signed_in(login):
		assert query_report.run(name)["result"]


@pytest.mark.parametrize("name", REPORTS)
def test_portal_users_may_not(name):
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		query_report.run(name)


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_found_is_said_and_breaks_nothing(records, name):
	frappe.get_doc(
		{"doctype": "Process", "code": "ZT-EMPTY", "title": "Empty", "is_group": 1, "level": "Domain"}
	).insert()
	columns, found, message, chart, summary = REPORTS[name].execute({"domain": "ZT-EMPTY"})

	assert columns and found == [] and message and summary
	assert chart is None or name == "Regulation Coverage"


@pytest.mark.parametrize("name", REPORTS)
def test_excel_holds_the_rows(name):
	with signed_in("office"):
		found = query_report.run(name)["result"]
		sheet = excel(name, {}, len(found))
	assert sheet.max_row >= len(found)
