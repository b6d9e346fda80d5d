"""Deciding: each act by a person with a phone, once in English and once in Chinese."""

import re
from itertools import pairwise

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.engine import store
from liuwan_process.engine.support_for_tests import acts_of, again, last_log, open_people, run_of
from tests.browser.colleague import Colleague
from tests.factories import document, ensure_demo, person, publish_process, step

pytestmark = pytest.mark.browser
COUNT, CHAIN, TWICE = "ACT-COUNT", "ACT-CHAIN", "ACT-TWICE"


def flows() -> None:
	"""The flows of these tests: every way to count votes, three people in a row, the same person twice."""
	if not frappe.db.exists("Process", TWICE):
		_publish_votes()
		_publish_chain()
		_publish_twice()


def _publish_votes() -> None:
	votes = {
		"both": step("both", user=("office", "safety"), completion={"rule": "all"}),
		"one": step("one", user=("office", "safety"), completion={"rule": "any"}),
		"two": step("two", user=("office", "safety", "hr"), completion={"rule": "at_least", "value": 2}),
		"half": step("half", user=("office", "safety", "hr"), completion={"rule": "percent", "value": 50}),
		"weight": step("weight", participants=_weighted(), completion={"rule": "weighted", "value": 60}),
		"turn": step("turn", user=("safety", "office"), completion={"rule": "in_turn"}),
	}
	names = ["start", *votes, "end"]
	ways = [f"{a}>{b}" for a, b in pairwise(names)]
	steps = [step("start", "start"), *votes.values(), step("end", "end")]
	publish_process(document(COUNT, steps, ways, title="Votes"))


def _weighted() -> list[dict]:
	return [
		{"rule": "users", "users": [person(login)], "weight": weight}
		for login, weight in (("office", 1), ("hr", 3))
	]


def _publish_chain() -> None:
	steps = [
		step("start", "start"),
		step("one", user="office", lead_decides=True),
		step("two", user="safety"),
		step("three", user="finance"),
		step("end", "end"),
	]
	ways = ["start>one Submit", "one>two", "two>three", "three>end"]
	publish_process(document(CHAIN, steps, ways, title="Chain", policies={"lead": "optional"}))


def _publish_twice() -> None:
	steps = [
		step("start", "start"),
		step("own", user="miner1"),
		step("one", user="office"),
		step("two", user="office"),
		step("told", "notice", user="hr"),
		step("three", user="safety"),
		step("end", "end"),
	]
	ways = ["start>own Submit", "own>one", "one>two", "two>told", "told>three", "three>end"]
	policies = {"same_approver": "pass", "initiator_approver": "pass"}
	publish_process(document(TWICE, steps, ways, title="Twice", policies=policies))


@pytest.fixture(scope="module", params=["en", "zh"])
def team(request, browser, base_url, worker, site):
	"""login -> Colleague, who speaks the language; closing them checks that no console complained."""
	ensure_demo()
	flows()
	made: dict[str, Colleague] = {}

	def get(login: str) -> Colleague:
		if login not in made:
			made[login] = Colleague(browser, base_url, login, request.param)
		return made[login]

	get.language = request.param
	yield get
	for one in made.values():
		one.close()


def begin(code: str = CHAIN) -> str:
	look()
	instance = again(code)
	frappe.db.commit()
	return instance


def look() -> None:
	frappe.db.rollback()


def people_of(instance: str) -> list[str]:
	look()
	return open_people(instance)


def status(instance: str) -> str:
	look()
	return run_of(instance).status


def logged(instance: str) -> list[str]:
	look()
	return acts_of(instance)


def name(login: str) -> str:
	return store.full_name(person(login))


def test_all_any_n_of_m_percent_weighted_and_in_turn(team):
	run = begin(COUNT)
	turns = (
		("both", ("office", "safety")),
		("one", ("safety",)),
		("two", ("hr", "office")),
		("half", ("safety", "hr")),
		("weight", ("hr",)),
		("turn", ("safety", "office")),
	)
	for step_id, deciding in turns:
		look()
		assert run_of(run).current_steps == step_id.capitalize()
		for login in deciding:
			team(login).act(run, "Approve")
	assert status(run) == "Completed"


def test_opinions_before_votes_beside_and_one_person_too_many(team):
	run = begin()
	team("office").ask(run, ("hr", "director"), "Before", "Is the budget there?")
	expect(team("office").main).to_contain_text(name("hr"))
	expect(team("office").page.locator("#task")).to_have_count(0)
	assert people_of(run) == ["director", "hr"]
	team("hr").open_task(run)
	expect(team("hr").main).to_contain_text("Is the budget there?")
	expect(team("hr").main).to_contain_text(name("office"))
	team("hr").act(run, "Approve", "It is")
	team("office").no_longer_ask(run, "director")
	assert people_of(run) == ["office"]
	team("office").ask(run, ("hr",), "Beside")
	team("office").act(run, "Approve")
	assert people_of(run) == ["hr"]
	team("hr").act(run, "Approve")
	assert people_of(run) == ["safety"]
	assert logged(run).count("Add Signer") == 3 and "Remove Signer" in logged(run)


def test_a_decision_and_then_somebody_after_it_and_the_task_goes_to_a_colleague(team):
	run = begin()
	team("office").ask(run, ("hr",), "After", "Please look at it too")
	assert people_of(run) == ["hr"]
	team("hr").give_to(run, "director", "He knows better")
	assert people_of(run) == ["director"]
	team("director").act(run, "Approve")
	assert people_of(run) == ["safety"]
	look()
	assert last_log(run, "Transfer").comment == "He knows better"


def test_returned_straight_back_and_through_all_steps_again(team):
	run = begin()
	team("office").act(run, "Approve")
	team("safety").act(run, "Approve")
	team("finance").send_back_to(run, "one", "The sum is missing", straight=True)
	team("office").act(run, "Approve", "Added")
	assert people_of(run) == ["finance"]
	team("finance").send_back_to(run, "one", "And the date")
	team("office").act(run, "Approve")
	assert people_of(run) == ["safety"]
	assert logged(run).count("Return") == 2


def test_taken_back_until_the_next_person_opens_it(team):
	run = begin()
	team("office").act(run, "Approve")
	team("office").take_back(run)
	assert people_of(run) == ["office"]
	team("office").act(run, "Approve")
	team("safety").open_task(run)
	team("safety").page.wait_for_load_state("networkidle")
	assert not team("office").may_take_back(run)
	assert logged(run).count("Take Back") == 1


def test_paused_until_the_applicant_answers_urged_and_gone_on_with(team):
	run = begin()
	team("office").wait_for_applicant(run, "Which roadway is it?")
	expect(team("office").main).to_contain_text(team("office").say("Paused"))
	team("office").page.goto("/process/tasks")
	expect(team("office").main).to_contain_text(team("office").say("Paused"))
	team("miner1").remark(run, "The northern one")
	team("miner1").hurry(run)
	expect(team("miner1").main).not_to_contain_text(team("miner1").say("Paused"))
	team("office").wait_for_applicant(run, "And which day?")
	team("office").go_on(run)
	assert logged(run) == ["Start", "Pause", "Comment", "Continue", "Urge", "Pause", "Continue"]


def test_refused_only_with_a_reason_and_withdrawn(team):
	run, other = begin(), begin()
	team("office").open_task(run)
	page = team("office").page
	page.locator("#more").click()
	page.locator('#task [data-action="Refuse"]').click()
	expect(page.locator("#comment-error")).to_be_visible()
	page.locator("#comment").fill("Not this year")
	page.locator("#more").click()
	page.locator('#task [data-action="Refuse"]').click()
	team("office").leave_task()
	assert status(run) == "Refused"
	team("miner1").withdraw(other, "Not needed any more")
	assert status(other) == "Withdrawn"


def test_who_has_decided_already_is_not_asked_again_and_others_get_a_copy(team):
	run = begin(TWICE)
	team("office").act(run, "Approve")
	assert people_of(run) == ["safety"]
	assert [act for act in logged(run) if act in ("Pass", "Copy")] == ["Pass", "Pass", "Copy"]
	expect(team("hr").see_run(run)).to_contain_text(run_of(run).title)
	team("safety").act(run, "Approve")
	assert status(run) == "Completed"


def test_several_tasks_with_one_comment(team):
	runs = [begin(), begin(), begin()]
	results = team("office").approve_many("Chain", "All checked")
	assert len(results) >= 3 and all("✓" in text for text in results)
	for run in runs:
		assert people_of(run) == ["safety"]
		assert last_log(run, "Decide").comment == "All checked"


def test_the_menu_and_its_boxes_by_keyboard_alone(team):
	run = begin()
	office = team("office")
	office.open_task(run)
	page = office.page
	page.locator("#more").focus()
	page.keyboard.press("Enter")
	for _i in range(6):
		if page.evaluate("document.activeElement.dataset.dialog === 'signers'"):
			break
		page.keyboard.press("ArrowDown")
	page.keyboard.press("Enter")
	expect(page.locator("#signer")).to_be_focused()
	page.keyboard.type(name("hr"))
	expect(page.locator("#signer-list [data-value]")).to_have_count(1)
	page.keyboard.press("Enter")
	expect(page.locator(".chip")).to_have_text(re.compile(name("hr")))
	page.keyboard.press("Tab")
	page.keyboard.press("Tab")
	page.keyboard.type("Please")
	page.keyboard.press("Tab")
	with page.expect_navigation():
		page.keyboard.press("Enter")
	assert people_of(run) == ["hr"]


@pytest.mark.parametrize("path", ["/tasks", "/me"])
def test_nothing_is_wider_than_the_phone(team, path):
	team("office").page.goto(f"/process{path}")
	assert team("office").page.evaluate("document.documentElement.scrollWidth") <= 390
