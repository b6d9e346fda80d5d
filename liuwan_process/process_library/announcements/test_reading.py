"""A person reads what changed: only the own, with or without a quiz, once."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.api import reading as api
from liuwan_process.permissions import readers
from liuwan_process.portal.support_for_tests import get, html
from liuwan_process.process_library.announcements import reading
from liuwan_process.process_library.announcements.support_for_tests import (
	QUIZ,
	announced,
	as_,
	forget,
	of,
	row,
)
from tests.factories import counted_statements, ensure_demo, person, signed_in


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()
	yield
	frappe.db.rollback()
	forget()


def say(name: str, login: str = "miner1", **more):
	return as_(login, api.acknowledge, name, **more)


def only_question(announcement: str) -> str:
	return reading.questions(announcement)[0].name


def test_without_a_quiz_one_button_does_it_and_a_second_time_changes_nothing():
	name = of("miner1", announced().name)
	assert say(name)["read"]
	first = row(name)
	assert first.status == "Acknowledged" and first.read_on and not first.late and first.passed
	assert say(name) == {"read": True, "score": first.score, "wrong": [], "left": None, "passed": True}
	assert row(name).read_on == first.read_on


def test_after_the_day_it_is_late():
	doc = announced()
	name = of("miner1", doc.name)
	frappe.db.set_value("Process Acknowledgement", name, "due_on", now_datetime() - timedelta(minutes=1))
	say(name)
	assert row(name).late


def test_a_quiz_has_to_be_passed_and_may_be_tried_again():
	doc = announced(questions=QUIZ)
	name, question = of("miner1", doc.name), only_question(doc.name)
	first = say(name, answers={question: [0]}, key="a")
	assert first == {"read": False, "score": 0.0, "wrong": [question], "left": None, "passed": False}
	assert say(name, answers={question: [0]}, key="a")["wrong"] == [question]
	assert row(name).attempts == 1, "a repeated call is not a second attempt"
	assert say(name, answers={question: [1]}, key="b")["read"]
	found = row(name)
	assert (found.attempts, found.score, found.passed, found.status) == (2, 100, 1, "Acknowledged")


def test_the_last_attempt_closes_it_passed_or_not():
	doc = announced(questions=QUIZ, most_attempts=2)
	name = of("miner1", doc.name)
	assert say(name, key="a")["left"] == 1
	last = say(name, key="b")
	assert last["read"] and not last["passed"]
	assert (row(name).status, row(name).passed) == ("Acknowledged", 0)


@pytest.mark.parametrize("answers", ['{"x": "y"}', {"x": [99, "1; drop"]}, "[]", "", None])
def test_answers_of_any_shape_are_wrong_answers(answers):
	doc = announced(questions=QUIZ)
	name = of("miner1", doc.name)
	assert not say(name, answers=answers)["read"]


@pytest.mark.parametrize("answers", ["{", '"text"', "[1]"])
def test_what_is_no_list_of_answers_is_refused(answers):
	doc = announced(questions=QUIZ)
	with pytest.raises(frappe.ValidationError):
		say(of("miner1", doc.name), answers=answers)


@pytest.mark.parametrize("who", ["miner2", "team1", "office", "Guest"])
def test_nobody_reads_for_somebody_else(who):
	name = of("miner1", announced().name)
	for act in (api.acknowledge, api.opened):
		with pytest.raises(frappe.PermissionError):
			as_(who, act, name)
		with pytest.raises(frappe.PermissionError):
			as_(who, act, "no-such-name")
	assert row(name).status == "Open"


def test_whoever_is_no_longer_asked_cannot_say_so():
	doc = announced()
	name = of("miner1", doc.name)
	frappe.db.set_value("Process Acknowledgement", name, "status", "Excused")
	with pytest.raises(frappe.ValidationError, match="no longer asked"):
		say(name)


def test_when_it_was_opened_is_noted_once():
	name = of("miner1", announced().name)
	as_("miner1", api.opened, name)
	first = row(name).opened_on
	as_("miner1", api.opened, name)
	assert first and row(name).opened_on == first


SEE = {"miner1": True, "miner2": False, "team1": False, "office": True, "supervision": True, "hr2": True}
SEE |= {"production": False, "promotion": False}


@pytest.mark.parametrize(("who", "sees"), SEE.items())
def test_list_and_permission_agree(who, sees):
	name = of("miner1", announced().name)
	doc = frappe.get_doc("Process Acknowledgement", name)
	with signed_in(who):
		assert bool(frappe.get_list("Process Acknowledgement", {"name": name})) == sees
		assert doc.has_permission("read") == sees
		assert not doc.has_permission("write")
		assert readers.may_see_acknowledgement(doc) == sees


def test_it_is_not_written_by_hand():
	doc = frappe.get_doc("Process Acknowledgement", of("miner1", announced().name))
	doc.status = "Acknowledged"
	with pytest.raises(frappe.ValidationError):
		doc.save()


def test_the_page_shows_what_changed_and_not_what_is_right():
	doc = announced(questions=QUIZ, what_changed="Two checks & 5 < 6")
	name = of("miner1", doc.name)
	text = html("miner1", f"/process/reading/{name}")
	assert "Two checks &amp; 5 &lt; 6" in text and "Changed" in text and "The director" in text
	assert "*The director" not in text and "I have read it" in text
	assert "change-changed" in text
	assert "我已阅读" in html("miner1", f"/process/reading/{name}", "zh")


def test_home_shows_what_is_to_be_read_until_it_is_read():
	name = of("miner1", announced().name)
	assert f"/process/reading/{name}" in html("miner1", "/process")
	say(name)
	assert f"/process/reading/{name}" not in html("miner1", "/process")
	assert f"/process/reading/{name}" in html("miner1", "/process/reading")
	assert "You have read it:" in html("miner1", f"/process/reading/{name}")


def test_the_pages_of_others_are_closed():
	name = of("miner1", announced().name)
	assert get("miner2", f"/process/reading/{name}").status_code == 403
	assert get("miner2", "/process/reading/nothing").status_code == 403
	assert name not in html("miner2", "/process/reading")
	assert get("Guest", f"/process/reading/{name}").status_code == 302


def test_the_pages_cost_little():
	doc = announced(questions=QUIZ)
	name = of("miner1", doc.name)
	html("miner1", f"/process/reading/{name}")
	with signed_in("miner1"), counted_statements() as statements:
		reading.acknowledge(name, person("miner1"), {}, "k")
	assert len(statements) <= 5, statements
	with counted_statements() as statements:
		html("miner1", "/process/reading")
	assert len(statements) <= 12, statements
