"""Deciding from an e-mail over HTTP: nobody signs in, scanners open every link."""

from __future__ import annotations

import re
import time

import frappe
import pytest
import requests

from liuwan_process.engine import acts
from liuwan_process.telling import links, mail, outbox
from liuwan_process.telling.links import BadLink, Link
from liuwan_process.telling.support_for_tests import (
	first_log,
	outgoing_account,
	publish_one,
	settings,
	started,
)
from liuwan_process.telling.test_outbox import mail_to
from tests.client import Client
from tests.factories import ensure_demo, only_task, person, signed_in, tasks_of


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()
	publish_one()
	speak(None)
	speak(None, "miner1")
	frappe.cache.delete_keys("liuwan_process:mail:")
	with settings(mail_decisions=1, mail_hours=72):
		yield
	speak(None)


def speak(language: str | None, login: str = "branch") -> None:
	frappe.db.set_value("User", person(login), "language", language)
	frappe.db.commit()
	frappe.clear_cache(user=person(login))


@pytest.fixture
def run() -> str:
	return started()


def path_of(run: str, action: str = "Fine", login: str = "branch") -> str:
	"""The path of a link for the only task that somebody has in a run."""
	return "/process/mail/" + links.make(only_task(login, run), person(login), action).rpartition("/")[2]


def open_page(base_url: str, path: str) -> requests.Response:
	return requests.get(base_url + path, timeout=60)


def press(base_url: str, path: str, **form: str) -> requests.Response:
	return requests.post(base_url + path, data=form, timeout=60)


def status(run: str) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("Process Instance", run, "current_steps")


def test_the_e_mail_carries_a_link_for_each_action(run):
	with outgoing_account():
		outbox.deliver(first_log(started()))
		text = mail_to("branch")
	found = re.findall(r'href="[^"]*/process/mail/([^"]+)"', text)
	assert {links.read(token).action for token in found} == {"Fine", "Refuse"}
	assert {links.read(token).user for token in found} == {person("branch")}


def test_opening_a_link_shows_the_request_and_decides_nothing(run, base_url):
	for _scanner in range(3):
		page = open_page(base_url, path_of(run))
	assert page.status_code == 200
	for shown in ("Look at it", "A new lamp", "You decide as 范志宏", "Fine"):
		assert shown in page.text
	assert "THE-SECRET" not in page.text
	assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
	assert status(run) == "Look at it"


def test_the_page_speaks_the_language_of_the_person(run, base_url):
	speak("zh")
	page = open_page(base_url, path_of(run))
	assert "您将以范志宏的名义办理" in page.text and 'lang="zh-CN"' in page.text


def test_the_button_decides_as_the_person_of_the_link(run, base_url):
	page = press(base_url, path_of(run), comment="From the train")
	assert page.status_code == 200 and "Your decision was recorded: Fine. Now with" in page.text
	assert status(run) == "Sign it"
	fields = ["actor", "action", "comment"]
	log = frappe.get_all("Process Log", {"instance": run, "act": "Decide"}, fields)
	assert log == [{"actor": person("branch"), "action": "Fine", "comment": "From the train"}]


def test_a_link_works_once_and_so_do_its_sisters(run, base_url):
	path, refusal = path_of(run), path_of(run, "Refuse")
	press(base_url, path)
	for used in (path, refusal):
		for page in (open_page(base_url, used), press(base_url, used, comment="again")):
			assert page.status_code == 410 and "This task has been dealt with" in page.text
			assert "A new lamp" not in page.text
	assert status(run) == "Sign it"


def test_a_link_pressed_eight_times_at_once_decides_once(run, base_url):
	from concurrent.futures import ThreadPoolExecutor

	path = path_of(run)
	with ThreadPoolExecutor(8) as pool:
		pages = list(pool.map(lambda _i: press(base_url, path), range(8)))
	assert {page.status_code for page in pages} <= {200, 410} and 200 in {p.status_code for p in pages}
	assert status(run) == "Sign it"
	assert frappe.db.count("Process Log", {"instance": run, "act": "Decide"}) == 1


def test_a_refusal_needs_a_reason(run, base_url):
	path = path_of(run, "Refuse")
	page = press(base_url, path)
	assert page.status_code == 409 and "Please say why you refuse" in page.text
	assert status(run) == "Look at it"
	assert "The request has ended" in press(base_url, path, comment="No money").text
	frappe.db.rollback()
	assert frappe.db.get_value("Process Instance", run, "status") == "Refused"


def test_a_link_that_was_tampered_with_is_refused(run, base_url):
	token = path_of(run).rpartition("/")[2]
	payload, _, mac = token.partition(".")
	forged = links.sign(Link(only_task("branch", run), person("branch"), "Fine", int(time.time()) + 99, "n"))
	attempts = (
		f"{payload[:-2]}AA.{mac}",
		f"{payload}.{mac[:-2]}AA",
		f"{payload}.",
		f".{mac}",
		"x",
		f"{forged.partition('.')[0]}.{mac}",
		"A" * 3_000,
	)
	for attempt in attempts:
		for page in (
			open_page(base_url, f"/process/mail/{attempt}"),
			press(base_url, f"/process/mail/{attempt}"),
		):
			assert page.status_code == 403 and "This link is not valid" in page.text, attempt
	assert status(run) == "Look at it"


def test_nothing_of_a_link_can_be_exchanged(run):
	token = links.sign(Link("task", "user", "Fine", 1, "nonce"))
	assert links.read(token) == Link("task", "user", "Fine", 1, "nonce")
	for other in (
		Link("other", "user", "Fine", 1, "nonce"),
		Link("task", "other", "Fine", 1, "nonce"),
		Link("task", "user", "Refuse", 1, "nonce"),
		Link("task", "user", "Fine", 2, "nonce"),
	):
		mixed = f"{links.sign(other).partition('.')[0]}.{token.partition('.')[2]}"
		with pytest.raises(BadLink):
			links.read(mixed)


def test_an_expired_link_shows_nothing_and_decides_nothing(run, base_url):
	link = Link(only_task("branch", run), person("branch"), "Fine", int(time.time()) - 1, "late")
	path = f"/process/mail/{links.sign(link)}"
	for page in (open_page(base_url, path), press(base_url, path)):
		assert page.status_code == 410 and "This link has expired" in page.text
		assert "A new lamp" not in page.text
	assert status(run) == "Look at it"


def test_a_task_that_was_given_away_cannot_be_decided_by_the_old_link(run, base_url):
	path = path_of(run)
	with signed_in("branch"):
		acts.transfer(only_task("branch", run), person("office"))
	frappe.db.commit()
	for page in (open_page(base_url, path), press(base_url, path)):
		assert page.status_code == 410 and "This task was given to somebody else" in page.text
	assert tasks_of("office", run)


def test_a_link_for_somebody_elses_task_is_refused(run, base_url):
	token = links.sign(Link(only_task("branch", run), person("miner1"), "Fine", int(time.time()) + 99, "n"))
	page = press(base_url, f"/process/mail/{token}")
	assert page.status_code == 403 and "This task is not yours" in page.text
	assert status(run) == "Look at it"


def test_who_has_left_decides_nothing(run, base_url):
	path = path_of(run)
	frappe.db.set_value("User", person("branch"), "enabled", 0)
	frappe.db.commit()
	try:
		assert press(base_url, path).status_code == 403
	finally:
		frappe.db.set_value("User", person("branch"), "enabled", 1)
		frappe.db.commit()
	assert status(run) == "Look at it"


def test_switched_off_no_link_decides_and_no_e_mail_carries_one(run, base_url):
	path = path_of(run)
	with settings(mail_decisions=0):
		page = press(base_url, path)
		assert page.status_code == 410 and "switched off" in page.text
		assert mail.decisions(only_task("branch", run), person("branch")) == []
	assert status(run) == "Look at it"


def test_a_step_that_asks_for_fields_is_not_approved_by_a_link(run, base_url):
	press(base_url, path_of(run))
	frappe.db.rollback()
	task = only_task("sales.vp", run)
	assert [each["title"] for each in mail.decisions(task, person("sales.vp"))] == ["Refuse"]
	page = open_page(base_url, path_of(run, "Signed", "sales.vp"))
	assert page.status_code == 409 and "asks for fields" in page.text


def test_an_action_that_the_step_does_not_have_is_not_offered(run, base_url):
	page = press(base_url, path_of(run, "Anything"))
	assert page.status_code == 409
	assert status(run) == "Look at it"


def test_somebody_else_who_is_signed_in_stays_who_they_are(run, base_url):
	client = Client(base_url, "miner1")
	path = path_of(run)
	text = client.get(path).text
	token = re.search(r'name="csrf_token" value="([^"]*)"', text)[1]
	sid = client.session.cookies["sid"]
	page = client.session.post(base_url + path, data={"csrf_token": token}, timeout=60)
	assert page.status_code == 200 and "Your decision was recorded" in page.text
	assert client.session.cookies["sid"] == sid
	assert (
		"Signed in as" in client.get("/process/me").text
		and person("miner1") in client.get("/process/me").text
	)
	assert requests.get(
		f"{base_url}/process/me", cookies={"sid": person("branch")}, allow_redirects=False, timeout=60
	).status_code in (302, 401, 403)


def test_too_many_attempts_are_slowed_down(run, base_url, monkeypatch):
	from liuwan_process.portal import by_mail

	path = path_of(run, "Refuse")
	answers = [press(base_url, path).status_code for _i in range(by_mail.PER_LINK + 1)]
	assert answers[-1] == 429 and set(answers[:-1]) == {409}
	bad = [open_page(base_url, "/process/mail/x").status_code for _i in range(by_mail.PER_MINUTE)]
	assert bad[-1] == 429
	frappe.cache.delete_keys("liuwan_process:mail:")
	assert open_page(base_url, path).status_code == 200
