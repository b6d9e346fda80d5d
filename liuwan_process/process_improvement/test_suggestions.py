"""Suggestions: filed by anybody, answered by whoever answers for the process, seen by those whom they concern."""

import frappe
import pytest

from liuwan_process.api import feedback as api
from liuwan_process.portal.support_for_tests import html
from liuwan_process.process_improvement import suggestions
from liuwan_process.process_library.feedback import limits
from tests.factories import document, ensure_demo, person, publish_process, signed_in, step

CODE = "T-SUGGESTED"
PAGE = f"/process/library/{CODE}"


@pytest.fixture(scope="module", autouse=True)
def published(site):
	ensure_demo()
	steps = [step("start", "start"), step("one", user="office", title="Look"), step("end", "end")]
	publish_process(document(CODE, steps, ["start>one Submit", "one>end"], title="Suggested"))


@pytest.fixture(autouse=True)
def fresh():
	owner = frappe.db.get_value("Staff Member", {"user": person("team1")})
	frappe.db.set_value("Process", CODE, {"process_owner": owner, "org_unit": None})
	frappe.db.delete("Process Change Request", {"process_code": CODE})
	frappe.db.delete("Process Message", {"reference_doctype": "Process Change Request"})
	frappe.db.commit()
	limits.forget("suggestion", person("miner1"))


def as_(login: str, act, *arguments, **more):
	with signed_in(login):
		return act(*arguments, **more)


@pytest.fixture
def filed() -> str:
	return as_("miner1", api.suggest, CODE, "Look once is enough", step_title="Look", kind="Complaint")


def doc_of(name: str):
	return frappe.get_doc("Process Change Request", name)


def told(event: str) -> list[str]:
	filters = {"event": event, "reference_doctype": "Process Change Request", "channel": "In the App"}
	return [user.split("@")[0] for user in frappe.get_all("Process Message", filters, pluck="user")]


def test_it_says_who_filed_it_about_what(filed):
	doc = doc_of(filed)
	assert (doc.status, doc.kind, doc.step_title, doc.filed_by) == (
		"Open",
		"Complaint",
		"Look",
		person("miner1"),
	)
	assert (doc.org_unit, doc.version) == ("Fully Mechanised Mining Team 1", f"{CODE}-v1")
	assert told("suggestion") == ["team1"]


@pytest.mark.parametrize("status", ["Answered", "Accepted", "Declined"])
def test_the_owner_answers_on_the_page_and_whoever_filed_it_is_told(filed, status):
	assert "Answer it" in html("team1", PAGE)
	as_("team1", api.answer_suggestion, filed, status, "We shall see")
	doc = doc_of(filed)
	assert (doc.status, doc.answer, doc.answered_by) == (status, "We shall see", person("team1"))
	assert told("answer") == ["miner1"]
	text = html("miner1", PAGE)
	assert "We shall see" in text and frappe._(status) in text
	assert frappe._(status) in suggestions.notice({"reference_name": filed, "event": "answer"}).subject


def test_an_answer_needs_words_and_a_known_outcome(filed):
	for status, words in (("Accepted", " "), ("Open", "Well"), ("Released", "Well")):
		with pytest.raises(frappe.ValidationError):
			as_("team1", api.answer_suggestion, filed, status, words)


@pytest.mark.parametrize("who", ["miner1", "miner2", "finance", "supervision", "Guest"])
def test_nobody_else_answers(filed, who):
	with pytest.raises(frappe.PermissionError):
		as_(who, api.answer_suggestion, filed, "Accepted", "Yes")


SEE = {"miner1": True, "team1": True, "office": True, "supervision": True, "director": True, "miner2": False}
SEE |= {"branch": False, "finance": False}


@pytest.mark.parametrize(("who", "sees"), SEE.items())
def test_list_and_permission_agree(filed, who, sees):
	with signed_in(who):
		assert bool(frappe.get_list("Process Change Request", {"name": filed})) == sees
		assert doc_of(filed).has_permission("read") == sees
	assert ("Look once is enough" in html(who, PAGE)) == (who in ("miner1", "team1", "office"))


def test_who_filed_it_is_not_for_the_writer_to_say():
	with signed_in("miner1"):
		values = {
			"filed_by": person("office"),
			"status": "Accepted",
			"answer": "Of course",
			"process_code": CODE,
		}
		doc = frappe.get_doc(doctype="Process Change Request", request="More", **values).insert()
	assert (doc.filed_by, doc.status, doc.answer) == (person("miner1"), "Open", "")


def test_what_was_filed_is_not_rewritten(filed):
	with signed_in("office"):
		doc = doc_of(filed)
		doc.request = "Something else"
		with pytest.raises(frappe.ValidationError):
			doc.save()


def test_one_person_files_no_flood():
	for n in range(suggestions.MOST_AN_HOUR):
		as_("miner1", api.suggest, CODE, f"Better {n}")
	with pytest.raises(limits.TooOften):
		as_("miner1", api.suggest, CODE, "And better")
