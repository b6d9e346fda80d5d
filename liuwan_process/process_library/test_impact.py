"""What a version touches: exactly those who do what is new or changed, or did what is gone."""

import itertools
import json

import frappe
import pytest

from liuwan_process.engine.start import start
from liuwan_process.process_library import impact, impact_view
from liuwan_process.process_library.knowledge_for_tests import Records
from tests.factories import (
	counted_statements,
	document,
	ensure_demo,
	person,
	publish_process,
	signed_in,
	step,
)

CODE, CALLER = "T-IMPACT", "T-IMPACT-CALLER"


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()


@pytest.fixture
def records():
	made = Records()
	yield made
	made.remove()


def staff(*logins: str) -> set[str]:
	users = [person(login) for login in logins]
	return set(frappe.get_all("Staff Member", {"user": ("in", users)}, pluck="name"))


def publish(*middle: dict, first: dict | None = None) -> str:
	ids = ["start", *(each["id"] for each in middle), "end"]
	ways = [f"{a}>{b} Go" for a, b in itertools.pairwise(ids)]
	begin = first or step("start", "start", user="sales1")
	return publish_process(document(CODE, [begin, *middle, step("end", "end")], ways, title="Impact"))


def found(version: str) -> dict:
	return impact.of(impact.comparison_of(version))


@pytest.fixture
def two_steps() -> str:
	"""A version of which nothing was there before: whatever it had is gone."""
	publish(step("nothing", user="discipline"))
	return publish(step("check", user="safety"), step("sign", user="office"))


def test_a_changed_step_touches_whoever_does_it(two_steps):
	version = publish(step("check", user="safety"), step("sign", user="office", title="Sign twice"))
	assert set(found(version)["people"]) == staff("office")


def test_a_step_that_changes_hands_touches_the_new_ones(two_steps):
	version = publish(step("check", user="inspector1"), step("sign", user="office"))
	assert set(found(version)["people"]) == staff("inspector1")


def test_a_step_that_is_gone_touches_whoever_did_it_and_the_one_before_that_leads_elsewhere_now(two_steps):
	version = publish(step("check", user="safety"))
	touched = found(version)
	assert touched["people"][next(iter(staff("office")))] == ["sign"]
	assert set(touched["people"]) == staff("office", "safety")


def test_positions_are_named_with_their_holders(two_steps):
	role = [{"rule": "process_role", "role": "Safety Inspector"}]
	version = publish(step("check", participants=role), step("sign", user="office"))
	[position] = found(version)["positions"]
	assert position["title"] == "Safety Inspector" and len(position["holders"]) == 2
	assert set(found(version)["people"]) == staff("inspector1", "inspector2")


def test_a_step_that_anybody_may_do_is_told_and_names_nobody(two_steps):
	version = publish(
		step("check", user="safety"), step("sign", user="office"), first=step("start", "start", title="Ask")
	)
	touched = found(version)
	assert touched["everybody"] == ["start"] and touched["people"] == {}


def test_a_version_like_the_one_before_touches_nobody(two_steps):
	version = publish(step("check", user="safety"), step("sign", user="office"))
	assert version == two_steps
	comparison = impact.compare(impact.get_definition(version), impact.get_definition(version))
	touched = impact.of(comparison)
	assert not touched["people"] and not touched["positions"] and not touched["steps"]


def test_clauses_of_what_changed_are_named(two_steps):
	knowledge = {"clauses": "Safety Law 36\n\nRule 7"}
	version = publish(step("check", user="safety", knowledge=knowledge), step("sign", user="office"))
	assert found(version)["clauses"] == [
		{"text": "Safety Law 36", "steps": ["check"]},
		{"text": "Rule 7", "steps": ["check"]},
	]


def test_processes_that_start_it_are_named(two_steps):
	steps = [
		step("start", "start"),
		{
			"id": "child",
			"title": "Have it done",
			"kind": "subprocess",
			"subprocess": {"process": CODE, "wait": False},
		},
		step("end", "end"),
	]
	publish(step("check", user="safety"), step("sign", user="office"), first=step("start", "start"))
	publish_process(document(CALLER, steps, ["start>child Go", "child>end Go"], title="Caller"))
	assert impact.callers(CODE) == [{"process": CALLER, "title": "Caller", "steps": ["Have it done"]}]
	assert impact.callers(CALLER) == []


def test_running_cases_are_counted_by_version_and_step(two_steps):
	with signed_in("sales1"):
		for _n in range(2):
			start(CODE, {"amount": 1})
	rows = impact.running(CODE)
	mine = [row for row in rows if row["version"] == two_steps]
	assert mine == [{"version": two_steps, "steps": "Check", "count": 2}]


def test_what_it_touched_is_kept_with_the_version_and_does_not_change_with_the_organisation(two_steps):
	version = publish(step("check", user="safety"), step("sign", user="office", title="Sign three times"))
	kept = frappe.db.get_value("Process Version", version, "impact")
	assert set(json.loads(kept)["people"]) == staff("office")
	frappe.db.set_value("Staff Member", next(iter(staff("office"))), "status", "Departed")
	impact.on_released(version)
	assert frappe.db.get_value("Process Version", version, "impact") == kept


def test_before_publication_it_is_shown_for_the_working_copy(two_steps):
	doc = frappe.get_doc("Process", CODE)
	doc.steps[2].title = "Sign <b>here</b>"
	doc.save()
	html = impact_view.of_working_copy(doc)
	assert "王雅琴" in html and "Sign &lt;b&gt;here" in html and "<b>here" not in html
	assert "步骤" not in html


def test_it_costs_the_same_however_many_steps_changed(two_steps):
	many = [step(f"s{n}", user="office") for n in range(12)]
	version = publish(*many)
	comparison = impact.comparison_of(version)
	impact.of(comparison)
	with counted_statements() as statements:
		impact.of(comparison)
	assert len(statements) <= 10, statements


def test_objects_and_clauses_that_other_processes_share_are_named(records):
	thing = records.thing("ZT-PAPER", title="Signed paper")
	rules = records.regulation()
	clauses = [{"regulation": rules, "clause": "2"}]
	records.tied("board", code="ZT-USER", inputs=[thing])
	version = records.tied("manager", outputs=[thing], clauses=clauses)
	touched = found(version)
	assert touched["interfaces"] == [{"thing": thing, "processes": ["ZT-USER"]}]
	assert any(
		"Zt Rules of Leave" in row["text"] and row["steps"] == ["manager"] for row in touched["clauses"]
	)
	html = impact_view.of_version(version)
	assert "Signed paper: also made or used in Zt-User" in html and "Papers" in html
