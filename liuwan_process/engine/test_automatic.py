"""Automatic steps: what they fill in and make, all within the act, and where they may stand in a flow."""

import json

import frappe
import pytest

from liuwan_process.engine import acts
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.start import start
from tests.factories import (
	document,
	ensure_demo,
	only_task,
	person,
	publish_process,
	signed_in,
	step,
	tasks_of,
)

FIELDS = [
	{"name": "amount", "label": "Amount", "type": "Int"},
	{"name": "paid_on", "label": "Paid On", "type": "Date"},
	{"name": "verdict", "label": "Verdict", "type": "Select", "options": "Small\nLarge"},
	{"name": "note_name", "label": "Note", "type": "Link", "options": "ToDo"},
]
TODO = {
	"doctype": "ToDo",
	"rights": "service_user",
	"fields": [
		{"target": "description", "value": "'Pay ' + text(amount)"},
		{"target": "assigned_by", "value": "'office@liuwan.example'"},
		{"target": "priority", "value": "'High' if amount > 100 else 'Low'"},
	],
	"into": "note_name",
}


@pytest.fixture(autouse=True)
def demo(monkeypatch):
	ensure_demo()
	monkeypatch.setitem(frappe.conf, "liuwan_service_users", [person("office")])


def automatic(step_id: str = "auto", **work) -> dict:
	work["sets"] = [{"target": target, "value": value} for target, value in work.pop("sets", {}).items()]
	return step(step_id, "automatic", **work)


def flow(code: str, steps: list[dict], transitions: list[str]) -> str:
	steps = [step("start", "start"), *steps, step("end", "end")]
	publish_process(document(code, steps, transitions, FIELDS))
	return code


def begin(code: str, amount: int = 150) -> str:
	with signed_in("sales1"):
		return start(code, {"amount": amount})["instance"]


def form_of(instance: str):
	return frappe.get_doc(
		*frappe.db.get_value("Process Instance", instance, ["document_type", "document_name"])
	)


def logged(instance: str, act: str) -> list:
	fields = ["step", "actor", "changes", "reference_doctype", "reference_name", "comment"]
	return frappe.get_all("Process Log", {"instance": instance, "act": act}, fields, order_by="creation, idx")


def status(instance: str) -> str:
	return frappe.db.get_value("Process Instance", instance, "status")


def test_fields_are_set_in_the_act_and_the_next_step_opens():
	sets = {"amount": "amount * 2", "paid_on": "add_days('2026-01-30', 3)", "verdict": "'Large'"}
	code = flow(
		"T-SETS",
		[automatic(sets=sets), step("check", user="office")],
		["start>auto Submit", "auto>check", "check>end"],
	)
	instance = begin(code)
	form = form_of(instance)
	assert (form.amount, str(form.paid_on), form.verdict) == (300, "2026-02-02", "Large")
	assert only_task("office", instance)
	[row] = logged(instance, "Automatic")
	assert row.actor == person("sales1")
	assert json.loads(row.changes)["amount"] == ["150", "300"]


def test_conditions_after_it_see_what_it_has_set():
	steps = [
		automatic(sets={"verdict": "'Large' if amount > 100 else 'Small'"}),
		step("large", user="office"),
		step("small", user="miner1"),
	]
	ways = [
		"start>auto Submit",
		"auto>large Continue if verdict == 'Large'",
		"auto>small Continue",
		"large>end",
		"small>end",
	]
	code = flow("T-SEES", steps, ways)
	assert tasks_of("office", begin(code, 150)) and tasks_of("miner1", begin(code, 50))


def test_a_document_is_made_with_the_rights_of_the_service_account():
	code = flow(
		"T-MAKES",
		[automatic(creation=TODO | {"user": person("office")}), step("check", user="office")],
		["start>auto Submit", "auto>check", "check>end"],
	)
	instance = begin(code)
	[row] = logged(instance, "Create")
	todo = frappe.get_doc("ToDo", row.reference_name)
	assert (row.reference_doctype, todo.description, todo.priority) == ("ToDo", "Pay 150", "High")
	assert todo.owner == person("office")
	assert form_of(instance).note_name == todo.name
	assert frappe.session.user == "Administrator"


def test_a_document_that_the_account_may_not_make_is_refused():
	"""A ToDo may be made by whoever assigns it."""
	creation = TODO | {"user": person("office"), "fields": TODO["fields"][:1]}
	code = flow("T-REFUSED", [automatic(creation=creation)], ["start>auto Submit", "auto>end"])
	with pytest.raises(EngineError, match="“Auto” could not make a document of ToDo"):
		begin(code)


def test_a_document_that_cannot_be_made_undoes_the_whole_act(monkeypatch):
	code = flow(
		"T-UNDONE",
		[
			step("check", user="office"),
			automatic(sets={"amount": "1"}, creation=TODO | {"user": person("office")}),
		],
		["start>check Submit", "check>auto", "auto>end"],
	)
	instance = begin(code)
	frappe.db.commit()
	monkeypatch.setitem(frappe.conf, "liuwan_service_users", [])
	with signed_in("office"), pytest.raises(EngineError, match="Auto"):
		acts.decide(only_task("office", instance), "Approve")
	frappe.db.rollback()
	assert only_task("office", instance)
	assert form_of(instance).amount == 150
	assert logged(instance, "Automatic") == []


def test_a_value_that_cannot_be_calculated_stops_the_act_by_the_steps_name():
	code = flow(
		"T-DIVIDES", [automatic(sets={"amount": "round(10 / amount)"})], ["start>auto Submit", "auto>end"]
	)
	with pytest.raises(EngineError, match="Auto"):
		begin(code, 0)


def test_as_the_only_step_it_ends_the_run_in_the_start():
	code = flow("T-ONLY", [automatic(sets={"amount": "7"})], ["start>auto Submit", "auto>end"])
	instance = begin(code)
	assert status(instance) == "Completed"
	assert form_of(instance).docstatus == 1


def test_a_return_past_it_lets_it_be_done_again():
	steps = [automatic(sets={"amount": "amount + 1"}), step("check", user="office")]
	code = flow("T-AGAIN", steps, ["start>auto Submit", "auto>check", "check>end"])
	instance = begin(code, 1)
	with signed_in("office"):
		acts.send_back(only_task("office", instance), "start", "Once more")
	with signed_in("sales1"):
		acts.decide(only_task("sales1", instance), "Submit")
	assert form_of(instance).amount == 3
	assert only_task("office", instance)


def test_it_stands_in_branches_and_at_their_join():
	steps = [
		automatic("fork", sets={"amount": "10"}, split="all"),
		automatic("left", sets={"amount": "amount + 1"}),
		step("right", user="office"),
		automatic("meet", sets={"amount": "amount * 2"}, join="all"),
	]
	ways = ["start>fork Submit", "fork>left", "fork>right", "left>meet", "right>meet", "meet>end"]
	code = flow("T-BRANCHES", steps, ways)
	instance = begin(code)
	assert form_of(instance).amount == 11
	with signed_in("office"):
		acts.decide(only_task("office", instance), "Approve")
	assert (status(instance), form_of(instance).amount) == ("Completed", 22)


def test_a_circle_in_which_nobody_acts_is_left_or_said():
	steps = [automatic(sets={"amount": "amount - 1"})]
	ways = ["start>auto Submit", "auto>auto Continue if amount > 0", "auto>end Continue"]
	code = flow("T-CIRCLE", steps, ways)
	assert status(begin(code, 20)) == "Completed"
	with pytest.raises(EngineError, match="circle"):
		begin(code, 500)


def test_what_it_did_shows_in_the_drawing():
	from liuwan_process.engine.history import progress

	code = flow(
		"T-SHOWN",
		[automatic(sets={"amount": "7"}), step("check", user="office")],
		["start>auto Submit", "auto>check", "check>end"],
	)
	assert progress(begin(code))["steps"] == {
		"start": "done",
		"auto": "done",
		"check": "current",
		"end": "coming",
	}


@pytest.mark.parametrize(
	("work", "words"),
	[
		({"sets": {"amount": "verdict"}}, "Amount cannot hold the value verdict"),
		({"sets": {"verdict": "'Huge'"}}, "Verdict cannot hold the value 'Huge'"),
		({"sets": {"nothing": "1"}}, "there is no field nothing"),
		({"sets": {"amount": "unknown + 1"}}, "unknown is not known"),
		({}, "nothing is said of what it does"),
		({"creation": TODO | {"user": "Administrator"}}, "does not name Administrator as a service account"),
		({"creation": TODO | {"rights": "process_owner"}}, "has no owner"),
		({"creation": TODO | {"doctype": "User"}}, "no step may make a document of User"),
		({"creation": TODO | {"user": "Administrator", "fields": []}}, "needs “Description”"),
		(
			{"call": {"url": "https://elsewhere.example/x"}},
			"does not allow calls of https://elsewhere.example/x",
		),
		({"call": {"url": "ftp://elsewhere.example/x"}}, "is not an address"),
	],
)
def test_what_cannot_work_is_refused_at_publication(work, words):
	with pytest.raises(frappe.ValidationError) as error:
		flow("T-WRONG", [automatic(**work)], ["start>auto Submit", "auto>end"])
	assert words in str(error.value)
