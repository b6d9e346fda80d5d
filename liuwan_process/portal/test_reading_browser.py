"""On a phone: read what changed, answer the quiz, confirm; ask, answer, suggest. In both languages."""

import os

import frappe
import pytest

from liuwan_process.portal.test_browser import PHONE, signed_in
from liuwan_process.process_library.announcements.support_for_tests import (
	CODE,
	QUIZ,
	announced,
	forget,
	of,
	row,
)
from liuwan_process.process_library.feedback import limits
from tests.factories import ensure_demo, person

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("LIUWAN_SHOTS")
SMALL = """() => [...document.querySelectorAll('a, button, select, summary, textarea')]
	.filter((e) => e.offsetWidth && !e.matches('.skip, .unseen'))
	.filter((e) => e.offsetHeight < 43.5 || e.offsetWidth < 43.5).map((e) => e.outerHTML.slice(0, 90))"""


@pytest.fixture(autouse=True)
def announcement():
	"""miner1 and miner2 are asked, with a quiz; the team leader answers for the process."""
	ensure_demo()
	doc = announced(questions=QUIZ, what_changed="Everything is checked once more.")
	owner = frappe.db.get_value("Staff Member", {"user": person("team1")})
	frappe.db.set_value("Process", CODE, "process_owner", owner)
	for doctype in ("Process Comment", "Process Usefulness", "Process Change Request"):
		frappe.db.delete(doctype, {"process_code": CODE})
	frappe.db.commit()
	for login in ("miner1", "team1"):
		for act in ("comment", "suggestion", "usefulness"):
			limits.forget(act, person(login))
	yield doc
	frappe.db.rollback()
	forget()


def check(page, name: str, language: str) -> None:
	"""Nothing wider than the phone, nothing too small to touch; a picture for whoever looks."""
	assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
	assert page.evaluate(SMALL) == [], name
	if SHOTS:
		page.screenshot(path=f"{SHOTS}/{language}-{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_read_answer_the_quiz_and_confirm(browser, base_url, announcement, language):
	name = of("miner1", announcement.name)
	say = lambda text: frappe._(text, language)  # noqa: E731
	with signed_in(browser, base_url, "miner1", language) as page:
		page.goto("/process")
		check(page, "home", language)
		page.click(f'a[href="/process/reading/{name}"]')
		page.wait_for_selector("#reading")
		check(page, "reading", language)
		page.get_by_role("button", name=say("I have read it")).click()
		page.get_by_text(say("Please choose an answer")).wait_for()
		page.get_by_label("The clerk").check()
		page.get_by_role("button", name=say("I have read it")).click()
		page.get_by_text(say("This is not right")).wait_for()
		check(page, "quiz", language)
		page.get_by_label("The director").check()
		page.get_by_role("button", name=say("I have read it")).click()
		page.wait_for_url("**/process")
		page.get_by_text(say("Thank you: it is noted that you have read it.")).wait_for()
		page.goto("/process/reading")
		check(page, "reading-list", language)
	frappe.db.rollback()
	found = row(name)
	assert (found.status, found.attempts, found.score) == ("Acknowledged", 2, 100)
	assert found.opened_on and found.opened_on <= found.read_on


@pytest.mark.parametrize("language", ["en", "zh"])
def test_ask_suggest_and_be_answered(browser, base_url, language):
	say = lambda text: frappe._(text, language)  # noqa: E731
	address = f"/process/library/{CODE}"
	with signed_in(browser, base_url, "miner1", language) as page:
		page.goto(address)
		page.click('[data-useful="1"]')
		page.wait_for_selector('[data-useful="1"][aria-pressed=true]')
		page.click("#ask [type=submit]")
		page.wait_for_selector("#ask .has-error")
		page.fill("#question", "Who has the key?")
		page.click("#ask [type=submit]")
		page.wait_for_selector("[id^=comment-]")
		page.get_by_text(say("Write a suggestion")).click()
		page.fill("#suggestion", "Check it on Mondays only")
		page.select_option("#suggestion-step", index=1)
		page.click("#suggest [type=submit]")
		page.wait_for_selector("[data-suggestion]")
		check(page, "library-reader", language)
	with signed_in(browser, base_url, "team1", language) as page:
		page.goto(address)
		question = page.locator("[id^=comment-]")
		question.locator("summary").click()
		question.locator("textarea").fill("The foreman")
		question.locator("[type=submit]").click()
		page.wait_for_selector(".answer")
		suggestion = page.locator("[data-suggestion]")
		suggestion.locator("summary").click()
		suggestion.locator("textarea").fill("From next month on")
		check(page, "library-owner", language)
		suggestion.locator("[value=Accepted]").click()
		page.get_by_text("From next month on").wait_for()
	with signed_in(browser, base_url, "miner1", language) as page:
		page.goto(address)
		page.get_by_text("The foreman").wait_for()
		page.get_by_text(say("Accepted")).first.wait_for()
	frappe.db.rollback()
	filed = frappe.get_last_doc("Process Change Request", {"process_code": CODE})
	assert (filed.status, filed.answer, filed.step_title) == ("Accepted", "From next month on", "Start")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_versions_side_by_side(browser, base_url, language):
	with signed_in(browser, base_url, "miner1", language) as page:
		page.goto(f"/process/library/{CODE}/versions")
		check(page, "versions", language)
		page.locator('a[href*="/compare"]').first.click()
		page.wait_for_selector(".cmp-entry")
		check(page, "compare", language)
		page.select_option("[name=before]", index=2)
		page.click(".compare-form [type=submit]")
		page.wait_for_url("**/compare?before=*")
