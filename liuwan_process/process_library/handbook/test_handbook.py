"""A handbook says what a position and a person do; it has a new issue when that changes, and only then."""

from __future__ import annotations

import io
import json

import frappe
import pytest
from pypdf import PdfReader

from liuwan_process.api import handbooks as api
from liuwan_process.permissions.handbooks import reach
from liuwan_process.portal.support_for_tests import get, html
from liuwan_process.process_library.handbook import content, issues, view
from liuwan_process.process_library.handbook.content import EVERYBODY, PERSON, POSITION
from tests.factories import (
	counted_statements,
	document,
	ensure_demo,
	person,
	publish_process,
	signed_in,
	step,
)

CODE = "HB-POST"
CLERK = "Handbook Clerk"


@pytest.fixture(autouse=True)
def ready():
	ensure_demo()
	process()
	issues.issue()


def process(limit: int = 2, more: bool = False) -> None:
	"""A clerk of the Finance Section (by role) checks, the branch manager signs."""
	if not frappe.db.exists("Process Role", CLERK):
		frappe.get_doc({"doctype": "Process Role", "role_name": CLERK}).insert()
	rule = {"rule": "process_role", "role": CLERK, "scope": "anywhere"}
	steps = [
		step("begin", "start", title="Request"),
		step(
			"check",
			"task",
			title="Check it",
			participants=[rule],
			limit={"amount": limit, "unit": "days"},
			knowledge={"clauses": "Rules 4", "record_form": "Form K-4", "method": "With care"},
		),
		step("sign", user="branch", title="Sign it"),
		step("done", "end"),
	]
	ways = ["begin>check Hand in", "check>sign Fine", "sign>done Signed"]
	if more:
		steps.insert(3, step("file", "task", user="branch", title="File it"))
		ways[2:] = ["sign>file Signed", "file>done Filed"]
	publish_process(document(CODE, steps, ways, title="Handbook process"))
	fill(clerk("Finance Section"))


def clerk(unit: str) -> str:
	name = frappe.db.exists("Position", {"position_name": "Bookkeeper HB", "org_unit": unit})
	if not name:
		post = {"doctype": "Position", "position_name": "Bookkeeper HB", "org_unit": unit}
		name = frappe.get_doc(post).insert().name
	return name


def fill(post: str, role: str = CLERK) -> None:
	doc = frappe.get_doc("Position", post)
	if role and role not in [row.process_role for row in doc.process_roles]:
		doc.append("process_roles", {"process_role": role})
		doc.save()
	frappe.db.commit()


def staff(login: str) -> str:
	return frappe.db.get_value("Staff Member", {"user": person(login)}, "name")


def count(kind: str, name: str) -> int:
	field = {POSITION: "position", PERSON: "staff_member"}[kind]
	return frappe.db.count(issues.DOCTYPE, {"kind": kind, field: name})


def parts(kind: str, name: str) -> dict[str, list[str]]:
	found = json.loads(frappe.db.get_value(issues.DOCTYPE, view.issue_of(kind, name), "content"))
	return {part["process"]: [each["title"] for each in part["steps"]] for part in found["parts"]}


def test_a_position_has_the_steps_of_its_roles():
	assert parts(POSITION, clerk("Finance Section"))[CODE] == ["Check it"]
	shown = view.of(view.issue_of(POSITION, clerk("Finance Section")))
	[step_] = shown["sections"][0]["parts"][0]["steps"]
	assert (step_["limit"], step_["actions"]) == ("2 days", ["Fine"])
	assert shown["regulations"] == ["Rules 4"] and shown["forms"] == ["Form K-4"]


def test_everybody_may_start_what_names_nobody():
	issue = view.issue_of(EVERYBODY, "")
	assert CODE in [part["process"] for section in view.of(issue)["sections"] for part in section["parts"]]


def test_nothing_changed_nothing_is_issued():
	issues.issue()
	before = frappe.db.count(issues.DOCTYPE)
	assert issues.issue() == 0 and issues.sweep() == 0
	assert frappe.db.count(issues.DOCTYPE) == before


def test_a_new_version_makes_a_new_issue_for_those_it_changes_alone():
	post, branch = clerk("Finance Section"), staff("branch")
	before = count(POSITION, post), count(PERSON, branch), count(PERSON, staff("miner1"))
	process(limit=7)
	assert issues.sweep() > 0
	after = count(POSITION, post), count(PERSON, branch), count(PERSON, staff("miner1"))
	assert after == (before[0] + 1, before[1], before[2])
	row = frappe.db.get_value(
		issues.DOCTYPE, view.issue_of(POSITION, post), ["why", "issue_no"], as_dict=True
	)
	assert row.why == "Changed: Handbook process (Check it: Limit)"
	old = frappe.get_all(issues.DOCTYPE, {"position": post, "is_current": 0}, pluck="content")
	assert any('"limit": [2.0, "days"]' in text for text in old)
	process()
	issues.sweep()


def test_the_person_is_told_what_is_new_in_their_language():
	frappe.db.set_value("User", person("branch"), "language", "zh")
	frappe.db.commit()
	process(more=True)
	issues.sweep()
	issue = view.issue_of(PERSON, staff("branch"))
	told = frappe.get_all("Notification Log", {"document_name": issue}, ["for_user", "subject"])
	assert [row.for_user for row in told] == [person("branch")]
	assert "您的岗位手册已更新" in told[0].subject
	assert "File it" in frappe.db.get_value(issues.DOCTYPE, issue, "why")
	page = html("branch", "/process/me")
	assert "/process/handbook" in page
	frappe.db.set_value("User", person("branch"), "language", None)
	process()
	issues.sweep()


def test_a_reorganisation_moves_the_work_and_touches_no_process(newcomer):
	"""The role goes from a position of one unit to one of another; the person who held it moves as well."""
	old, new = clerk("Finance Section"), clerk("Material Supply Section")
	move(newcomer, "Finance Section", [old])
	issues.sweep()
	modified = frappe.get_all("Process", fields=["name", "modified", "current_version"], order_by="name")
	first = view.of(view.issue_of(PERSON, newcomer.name))
	assert [part["process"] for part in first["sections"][0]["parts"]] == [CODE]

	frappe.get_doc("Position", old).update({"process_roles": []}).save()
	fill(new)
	issues.sweep()
	assert CODE not in parts(POSITION, old) and parts(POSITION, new)[CODE] == ["Check it"]
	assert view.of(view.issue_of(PERSON, newcomer.name))["sections"] == []

	move(newcomer, "Material Supply Section", [new])
	issues.sweep()
	last = view.of(view.issue_of(PERSON, newcomer.name))
	assert last["sections"][0]["title"] == "As Bookkeeper HB of Material Supply Section"
	assert "Position taken up: Bookkeeper HB of Material Supply Section" in last["issue"]["why"]
	assert "Position given up: Bookkeeper HB of Finance Section" in last["issue"]["why"]
	assert (
		frappe.get_all("Process", fields=["name", "modified", "current_version"], order_by="name") == modified
	)

	frappe.get_doc("Position", new).update({"process_roles": []}).save()
	process()
	issues.sweep()


@pytest.fixture
def newcomer():
	"""Somebody whom no process names."""
	facts = {"staff_no": "HB-900", "staff_name": "Newcomer", "org_unit": "Finance Section"}
	made = frappe.get_doc({"doctype": "Staff Member", **facts}).insert()
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	frappe.db.delete(issues.DOCTYPE, {"staff_member": made.name})  # whom a handbook names is kept
	frappe.delete_doc("Staff Member", made.name, force=True)
	frappe.db.commit()


def move(held, unit: str, positions: list[str]) -> None:
	held.reload()
	held.org_unit = unit
	held.set("positions", [{"position": name, "is_primary": not n} for n, name in enumerate(positions)])
	held.save()
	frappe.db.commit()


def test_an_old_issue_says_what_it_said():
	post = clerk("Finance Section")
	old = view.issue_of(POSITION, post)
	process(limit=9)
	issues.sweep()
	shown = view.of(old)
	assert shown["sections"][0]["parts"][0]["steps"][0]["limit"] == "2 days"
	assert not shown["issue"]["is_current"]
	assert [row["is_current"] for row in view.earlier(POSITION, post)][:2] == [True, False]
	process()
	issues.sweep()


def test_whoever_has_no_step_reads_what_everybody_does(newcomer):
	newcomer.update({"user": person("hr2")})
	own = frappe.get_doc("Staff Member", staff("hr2"))
	own.db_set("user", None)
	newcomer.save()
	text = html("hr2", "/process/handbook")
	newcomer.db_set("user", None)
	own.db_set("user", person("hr2"))
	assert "What everybody does" in text and "There is no handbook yet" not in text
	assert f"/process/library/{CODE}" in text


def test_an_issue_is_not_changed_by_hand():
	doc = frappe.get_doc(issues.DOCTYPE, view.issue_of(EVERYBODY, ""))
	for act in (doc.save, doc.delete):
		with pytest.raises(frappe.ValidationError):
			act()


def test_statements_do_not_grow_with_people_and_processes():
	content.read()
	with counted_statements() as statements:
		content.read()
	assert len(statements) <= 12
	issues.issue()
	with counted_statements() as statements:
		issues.issue()
	assert len(statements) <= 24


def test_who_reads_whose():
	post = clerk("Finance Section")
	assert reach(person("office")).holds(POSITION, post) and reach(person("hr")).holds(POSITION, post)
	assert reach(person("finance")).holds(POSITION, post)
	assert not reach(person("production")).holds(POSITION, post)
	assert reach(person("miner1")).holds(PERSON, staff("miner1"))
	assert not reach(person("miner1")).holds(PERSON, staff("branch"))
	assert reach(person("sales.vp")).holds(PERSON, staff("branch"))
	assert reach(person("miner1")).holds(EVERYBODY, "")


def test_the_page_and_its_neighbours():
	assert "Sign it" in html("branch", "/process/handbook")
	assert "我的岗位手册" in html("branch", "/process/handbook", "zh")
	assert get("miner1", f"/process/handbook?person={staff('branch')}").status_code == 403
	assert (
		get("miner1", f"/process/handbook?issue={view.issue_of(PERSON, staff('branch'))}").status_code == 403
	)
	assert get("miner1", "/process/handbooks").status_code == 403
	assert "Bookkeeper HB" in html("finance", "/process/handbooks?q=bookkeeper")
	assert get("Guest", "/process/handbook").status_code == 302
	html("branch", "/process/handbook")
	with counted_statements() as statements:
		html("branch", "/process/handbook")
	assert len(statements) <= 20


@pytest.mark.parametrize(("language", "words"), [("en", "Job handbook"), ("zh", "岗位手册")])
def test_on_paper(language, words):
	issue = view.issue_of(PERSON, staff("branch"))
	frappe.local.lang = language
	with signed_in("branch"):
		frappe.local.lang = language
		api.download(issue)
	pdf = PdfReader(io.BytesIO(frappe.local.response.filecontent))
	text = " ".join(page.extract_text() for page in pdf.pages)
	assert words in text and "Sign it" in text
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		api.download(issue)
	with signed_in("Guest"), pytest.raises(frappe.PermissionError):
		api.download(issue)


def test_who_answers_for_a_step_or_is_told_of_it_finds_it_in_the_handbook():
	"""Letters of RACI that are not one's own work stand beside it; a unit's are those of its head."""
	steps = [
		step("begin", "start", title="Request"),
		step(
			"sign",
			user="branch",
			title="Sign the contract",
			responsibilities=[
				{"letter": "A", "party": "position", "name": clerk("Trade Union")},
				{"letter": "I", "party": "unit", "name": "Production Section"},
			],
		),
		step("done", "end"),
	]
	publish_process(document("HB-RACI", steps, ["begin>sign Go", "sign>done Signed"], title="Contract"))
	issues.sweep()
	[part] = view.of(view.issue_of(POSITION, clerk("Trade Union")))["sections"][0]["parts"]
	assert (
		part["others"] == [{"title": "Sign the contract", "letters": "Accountable"}] and part["steps"] == []
	)
	head = view.of(view.issue_of(PERSON, staff("production")))
	told = [each for section in head["sections"] for part in section["parts"] for each in part["others"]]
	assert {"title": "Sign the contract", "letters": "Informed"} in told
	assert "Sign the contract" in html("production", "/process/handbook")
