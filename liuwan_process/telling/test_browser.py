"""In a browser: naming people in a comment, choosing what to be told, pages that learn what others did."""

import json
import os
import re
import subprocess
import time
from pathlib import Path

import frappe
import pytest

from bench import paths
from liuwan_process.engine import acts
from liuwan_process.portal.test_browser import PHONE, signed_in
from liuwan_process.telling import links, outbox
from liuwan_process.telling.support_for_tests import (
	first_log,
	last_log,
	messages,
	publish_one,
	settings,
	started,
)
from tests.client import Client
from tests.factories import ensure_demo, only_task, person
from tests.factories import signed_in as acting
from tests.fixtures.browser import free_port, process, wait_for

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()
	publish_one()


def test_a_comment_names_somebody_and_carries_a_file(browser, base_url, tmp_path):
	run = started()
	paper = tmp_path / "lamp.txt"
	paper.write_text("A lamp with three arms")
	with signed_in(browser, base_url, "sales1") as page:
		page.goto(f"/process/run/{run}")
		page.locator("#text").press_sequentially("Please look @范")
		page.locator("#mentions li").first.wait_for()
		page.keyboard.press("ArrowDown")
		page.keyboard.press("Enter")
		assert page.input_value("#text") == "Please look @范志宏 "
		page.set_input_files("#files", paper)
		page.locator("#chosen-files a").wait_for()
		page.reload()
		assert page.input_value("#text") == "Please look @范志宏 "
		page.click("#say [type=submit]")
		page.locator(".timeline .quote").wait_for()
		assert page.input_value("#text") == ""
		assert page.get_by_text("To 范志宏").count() == 1
		url = page.locator(".timeline a.file").get_attribute("href")
	frappe.db.rollback()
	log = frappe.get_last_doc("Process Log", {"instance": run, "act": "Comment"})
	assert log.mentions == person("branch") and log.attachment == url
	assert [person("branch"), "mention", run] in json.loads(log.tell)
	assert Client(base_url, "branch").get(url).text == "A lamp with three arms"
	assert Client(base_url, "miner1").get(url).status_code == 403


def test_people_choose_what_they_are_told(browser, base_url):
	with signed_in(browser, base_url, "sales1", "zh") as page:
		page.goto("/process/me")
		box = page.locator("[data-choice=near_email]")
		before = box.is_checked()
		with page.expect_response("**/api/method/liuwan_process.api.telling.choose"):
			box.click()
		page.reload()
		assert page.locator("[data-choice=near_email]").is_checked() != before
		assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_run_page_and_the_page_of_a_link_fit_a_phone(browser, base_url, language):
	small = """() => [...document.querySelectorAll('a, button, label.button, textarea')]
		.filter((e) => e.offsetWidth && !e.matches('.skip, .unseen'))
		.filter((e) => e.offsetHeight < 43.5 || e.offsetWidth < 43.5).map((e) => e.outerHTML.slice(0, 90))"""
	run = started()
	with settings(mail_decisions=1), signed_in(browser, base_url, "branch", language) as page:
		link = links.make(only_task("branch", run), person("branch"), "Fine").rpartition("/")[2]
		for path in (f"/process/run/{run}", f"/process/mail/{link}"):
			page.goto(path)
			assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
			assert page.evaluate(small) == [], path


@pytest.fixture
def pushing(site, tmp_path_factory, monkeypatch):
	"""Address of a web server whose pages listen to a push service of their own, as on a developer's bench."""
	bench, folder = Path(os.environ["LIUWAN_BENCH"]), tmp_path_factory.mktemp("push")
	web, push = free_port(), free_port()
	common = json.loads((bench / "sites/common_site_config.json").read_text())
	(folder / "sites").mkdir()
	own = common | {"socketio_port": push, "webserver_port": web}
	(folder / "sites/common_site_config.json").write_text(json.dumps(own))
	(folder / "sites/apps.txt").write_text((bench / "sites/apps.txt").read_text())
	(folder / "apps").symlink_to(bench / "apps")
	config = bench / "sites" / site / "site_config.json"
	before = config.read_text()
	config.write_text(json.dumps(json.loads(before) | {"socketio_port": push}))
	monkeypatch.setenv("DEV_SERVER", "1")
	script = paths.NODE / "realtime.mjs"
	if not script.exists():
		pytest.skip("this bench has no push service that can be started beside its own")
	env = os.environ | {"BENCH_PATH": str(folder), "FRAPPE_SITE": site}
	log = folder / "log"
	bind = ["--bind", f"127.0.0.1:{web}", "--workers", "1", "--threads", "4"]
	with log.open("wb") as out:
		node = subprocess.Popen(["node", script], env=env, stdout=out, stderr=subprocess.STDOUT)
	try:
		with process(["-m", "gunicorn", *bind, "bench.wsgi:application"], site, folder / "web") as server:
			wait_for(f"http://127.0.0.1:{web}/api/method/ping", server, folder / "web")
			while b"push service" not in log.read_bytes():
				assert node.poll() is None, log.read_text()
				time.sleep(0.1)
			yield f"http://127.0.0.1:{web}"
	finally:
		node.terminate()
		node.wait(10)
		config.write_text(before)


def decide(run: str) -> None:
	with acting("branch"):
		acts.decide(only_task("branch", run), "Fine")
	frappe.db.commit()
	outbox.deliver(last_log(run))  # what the job does, which may stand in a long queue here


def listening(page) -> None:
	"""Wait until the page is connected to the push service."""
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(1500)


def test_an_open_page_shows_what_somebody_else_did(browser, pushing):
	run = started()
	with signed_in(browser, pushing, "sales1") as page:
		page.goto(f"/process/run/{run}")
		listening(page)
		decide(run)
		page.get_by_text(re.compile("Fine – Look at it")).wait_for()
		assert page.locator("#changed").is_hidden()


def test_what_was_done_before_the_page_could_listen_is_shown_too(browser, pushing):
	run = started()
	with signed_in(browser, pushing, "sales1") as page:
		page.route("**/socket.io/?**", lambda route: route.abort())
		page.goto(f"/process/run/{run}")
		decide(run)
		page.unroute("**/socket.io/?**")
		page.get_by_text(re.compile("Fine – Look at it")).wait_for()


def test_what_is_being_typed_is_not_thrown_away(browser, pushing):
	run = started()
	with signed_in(browser, pushing, "sales1") as page:
		page.goto(f"/process/run/{run}")
		listening(page)
		page.fill("#text", "Half a thought")
		decide(run)
		page.locator("#changed").wait_for()
		assert page.input_value("#text") == "Half a thought"
		page.click("#changed button")
		page.get_by_text(re.compile("Fine – Look at it")).wait_for()
		assert page.input_value("#text") == "Half a thought"


def test_a_list_learns_of_a_new_task(browser, pushing):
	with signed_in(browser, pushing, "branch") as page:
		page.goto("/process/tasks")
		listening(page)
		before = frappe.db.count("Process Task", {"assignee": person("branch"), "status": "Open"})
		outbox.deliver(last_log(started()))
		page.locator(".rooms .count", has_text=str(before + 1)).wait_for()


def test_without_a_push_service_pages_say_nothing(browser, base_url):
	run = started()
	with signed_in(browser, base_url, "sales1") as page:
		complaints = []
		page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
		page.goto(f"/process/run/{run}")
		page.wait_for_timeout(1000)
		assert complaints == []
		assert page.locator("meta[name=live]").count() == 0


def test_the_office_sends_again_from_the_form_and_the_list(browser, base_url):
	runs = [started(), started()]
	for run in runs:
		outbox.deliver(first_log(run))
	first, second = (messages(run)[0].name for run in runs)
	for name in (first, second):
		frappe.db.set_value("Process Message", name, {"status": "Dead", "error": "Broken"})
	frappe.db.commit()
	with signed_in(browser, base_url, "office") as page:
		page.set_viewport_size({"width": 1280, "height": 900})
		page.goto(f"/app/process-message/{first}")
		page.get_by_text("This message was given up").wait_for()
		page.get_by_role("button", name="Send again").click()
		page.get_by_text("1 messages wait to be sent again").wait_for()
		page.goto(f"/app/process-message?name={second}")
		page.locator(f'.list-row-checkbox[data-name="{second}"]').check()
		page.get_by_role("button", name="Actions").click()
		page.get_by_role("link", name="Send again").click()
		page.get_by_text("1 messages wait to be sent again").wait_for()
	frappe.db.rollback()
	assert {messages(run)[0].status for run in runs} == {"Waiting"}
