"""Questions, answers, moderation and usefulness on a process's page: who may what, who is told, what stands there."""

import frappe
import pytest

from liuwan_process.api import feedback as api
from liuwan_process.engine.errors import EngineError
from liuwan_process.portal.support_for_tests import html
from liuwan_process.process_library.feedback import answering, comments, limits, usefulness
from tests.factories import (
	counted_statements,
	document,
	ensure_demo,
	person,
	publish_process,
	signed_in,
	step,
)

CODE = "T-FEEDBACK"
PAGE = f"/process/library/{CODE}"
HOSTILE = "<script>alert('x')</script>"
ACTS = ("comment", "suggestion", "usefulness")


@pytest.fixture(scope="module", autouse=True)
def published(site):
	ensure_demo()
	steps = [step("start", "start"), step("one", user="office"), step("end", "end")]
	publish_process(document(CODE, steps, ["start>one Submit", "one>end"], title="Talked about"))


@pytest.fixture(autouse=True)
def fresh():
	"""The owner is the team leader of the miners; nobody has said anything."""
	owner = frappe.db.get_value("Staff Member", {"user": person("team1")})
	frappe.db.set_value("Process", CODE, {"process_owner": owner, "org_unit": None})
	for doctype in ("Process Comment", "Process Usefulness", "Process Change Request"):
		frappe.db.delete(doctype, {"process_code": CODE})
	frappe.db.delete("Process Message", {"reference_doctype": ("is", "set")})
	frappe.db.commit()
	for login in ("miner1", "miner2", "team1", "office"):
		for act in ACTS:
			limits.forget(act, person(login))


def as_(login: str, act, *arguments, **more):
	with signed_in(login):
		return act(*arguments, **more)


def told(event: str) -> list[str]:
	filters = {"event": event, "channel": "In the App"}
	return sorted(user.split("@")[0] for user in frappe.get_all("Process Message", filters, pluck="user"))


def test_a_question_stands_on_the_page_and_the_owner_is_told():
	as_("miner1", api.comment, CODE, "Who has the key?")
	assert "Who has the key?" in html("miner2", PAGE)
	assert told("question") == ["team1"]


def test_the_owner_answers_and_whoever_asked_is_told():
	name = as_("miner1", api.comment, CODE, "Who has the key?")
	as_("team1", api.comment, CODE, "The foreman", answer_to=name)
	text = html("miner2", PAGE)
	assert text.index("Who has the key?") < text.index("The foreman")
	assert told("answer") == ["miner1"]
	assert "answered your question" in comments.notice({"reference_name": _answer(name)}).subject


def _answer(name: str) -> str:
	return frappe.db.get_value("Process Comment", {"answer_to": name})


@pytest.mark.parametrize("who", ["miner1", "miner2", "supervision", "finance"])
def test_nobody_else_answers(who):
	name = as_("miner1", api.comment, CODE, "Who has the key?")
	with pytest.raises(frappe.PermissionError):
		as_(who, api.comment, CODE, "I do", answer_to=name)


def test_answers_are_one_level_deep_and_on_the_same_page():
	name = as_("miner1", api.comment, CODE, "Who?")
	answer = as_("team1", api.comment, CODE, "I", answer_to=name)
	for process, to in ((CODE, answer), ("BO-LEAVE", name), (CODE, "nothing")):
		with pytest.raises(frappe.ValidationError):
			as_("office", api.comment, process, "No", answer_to=to)


def test_without_an_owner_the_head_of_the_unit_answers_and_else_the_office():
	frappe.db.set_value("Process", CODE, {"process_owner": None, "org_unit": "Production Section"})
	assert answering.who(CODE) == [person("production")]
	assert answering.may_answer(CODE, person("production")) and not answering.may_answer(
		CODE, person("team1")
	)
	assert CODE in answering.processes_of(person("production"))
	frappe.db.set_value("Process", CODE, "org_unit", None)
	assert person("office") in answering.who(CODE)


def test_what_is_said_stays_words():
	as_("miner1", api.comment, CODE, HOSTILE)
	as_("miner1", api.suggest, CODE, HOSTILE, step_title=HOSTILE)
	assert HOSTILE not in html("miner1", PAGE)


def test_the_office_hides_with_a_reason_and_the_author_reads_why():
	name = as_("miner1", api.comment, CODE, "Rude words")
	with pytest.raises(frappe.ValidationError, match="say why"):
		as_("office", api.hide, name, " ")
	as_("office", api.hide, name, "Not polite")
	assert "Rude words" not in html("miner2", PAGE) and "Rude words" not in html("team1", PAGE)
	assert "Not polite" in html("miner1", PAGE)
	as_("office", api.show, name)
	assert "Rude words" in html("miner2", PAGE)


@pytest.mark.parametrize("who", ["miner1", "team1", "supervision"])
def test_nobody_else_hides(who):
	name = as_("miner1", api.comment, CODE, "Mine")
	with pytest.raises(frappe.PermissionError):
		as_(who, api.hide, name, "x")


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_empty_and_endless_words_are_refused(text):
	with pytest.raises(frappe.ValidationError):
		as_("miner1", api.comment, CODE, text)


def test_nobody_floods_a_page():
	for n in range(comments.MOST_AN_HOUR):
		as_("miner1", api.comment, CODE, f"Word {n}")
	with pytest.raises(limits.TooOften):
		as_("miner1", api.comment, CODE, "One more")
	as_("miner2", api.comment, CODE, "Somebody else may")


@pytest.mark.parametrize("process", ["T-NIX", "SAFETY"])
def test_only_published_processes_are_talked_about(process):
	for act in (api.comment, api.suggest):
		with pytest.raises(frappe.ValidationError):
			as_("miner1", act, process, "Hello")
	with pytest.raises(EngineError):
		as_("miner1", api.vote, process, True)


def test_each_person_votes_once_for_a_version_and_may_change_it():
	as_("miner1", api.vote, CODE, True)
	as_("miner1", api.vote, CODE, False)
	as_("miner2", api.vote, CODE, True)
	version = frappe.db.get_value("Process", CODE, "current_version")
	assert usefulness.of(version, person("miner1")) == {"yes": 1, "no": 1, "mine": 0}
	assert usefulness.of(version, person("team1")) == {"yes": 1, "no": 1, "mine": None}


def test_how_many_found_it_useful_is_for_whoever_answers():
	as_("miner1", api.vote, CODE, True)
	assert "(1)" in html("team1", PAGE).split('id="usefulness"')[1][:600]
	assert "(1)" not in html("miner2", PAGE).split('id="usefulness"')[1][:600]


def test_guests_say_nothing():
	for act in (api.comment, api.suggest):
		with pytest.raises(frappe.PermissionError):
			as_("Guest", act, CODE, "Hello")
	with pytest.raises(frappe.PermissionError):
		as_("Guest", api.vote, CODE, True)


def test_comments_of_others_are_not_read_around_the_page():
	name = as_("miner1", api.comment, CODE, "Mine")
	doc = frappe.get_doc("Process Comment", name)
	for who, sees in {"miner1": True, "miner2": False, "office": True, "supervision": True}.items():
		with signed_in(who):
			assert bool(frappe.get_list("Process Comment", {"name": name})) == sees
			assert doc.has_permission("read") == sees
			assert doc.has_permission("write") == (who == "office")


def test_author_and_moment_are_not_for_the_writer_to_say():
	with signed_in("miner1"):
		values = {
			"author": person("office"),
			"author_name": "Office",
			"posted_on": "2020-01-01",
			"hidden_by_office": 1,
		}
		doc = frappe.get_doc(doctype="Process Comment", process_code=CODE, text="Hello", **values).insert()
	assert doc.author == person("miner1") and doc.posted_on.year > 2020 and not doc.hidden_by_office


def test_the_page_costs_the_same_however_much_was_said():
	def cost() -> int:
		with counted_statements() as statements:
			html("miner1", PAGE)
		return len(statements)

	html("miner1", PAGE)
	before = cost()
	for n in range(6):
		name = as_("miner2", api.comment, CODE, f"Question {n}")
		as_("team1", api.comment, CODE, "Answer", answer_to=name)
		as_("miner1", api.suggest, CODE, f"Better {n}")
	assert cost() <= before
