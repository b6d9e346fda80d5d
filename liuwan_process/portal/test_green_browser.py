"""The green channel and the lead person on a phone, by human paths, in both languages."""

import os
from pathlib import Path

import frappe
import pytest
from frappe import _

from liuwan_process.portal.test_green_pages import CODE, publish
from tests.browser.person import Person
from tests.factories import ensure_demo, person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_urgent_run_is_started_led_decided_and_made_up(browser, base_url, language, tmp_path):
	ensure_demo()
	publish(quota=500)
	frappe.clear_cache()
	pictures = Path(os.environ.get("LIUWAN_PICTURES") or tmp_path)
	people = {
		login: Person(browser, base_url, login, width=390, language=language)
		for login in ("sales1", "miner1", "office")
	}
	run = start_urgently(people["sales1"], pictures)
	name_another(people["sales1"], run)
	assert value_of(run, "lead_person") == person("miner1")
	decide_for_another(people["miner1"], run, pictures)
	assert value_of(run, "making_up") == "end"
	people["office"].act(run, "Approve")
	assert value_of(run, "status") == "Completed"
	for one in people.values():
		one.close()


def start_urgently(one: Person, pictures: Path) -> str:
	page, language = one.page, one.language
	page.goto(f"/process/start/{CODE}")
	one.fill({"amount": 3})
	choose(page, "lead", "卢晓彤")
	page.get_by_label(_("Urgent", language), exact=True).check()
	page.locator("#start button[type=submit]").click()
	page.locator("#urgent-reason-error").get_by_text(_("Please fill this in", language)).wait_for()
	page.locator("#urgent-reason").fill("Flood in the street")
	one.look(pictures, f"{language}-green-start")
	page.locator("#start button[type=submit]").click()
	page.wait_for_url("**/process/run/*")
	one.look(pictures, f"{language}-green-run")
	return page.url.rsplit("/", 1)[-1].partition("?")[0]


def name_another(one: Person, run: str) -> None:
	page = one.page
	page.goto(f"/process/run/{run}")
	page.locator("#name-lead").click()
	choose(page, "lead-user", "常虎子")
	with page.expect_navigation():
		page.locator("#ask-lead [data-yes]").click()


def decide_for_another(leader: Person, run: str, pictures: Path) -> None:
	page = leader.page
	page.goto(f"/process/run/{run}")
	assert page.locator("#urge").is_visible()
	page.get_by_role("link", name=_("Decide in place of {0}", leader.language).partition("{0}")[0]).click()
	page.wait_for_url("**/process/task/*")
	leader.look(pictures, f"{leader.language}-green-task")
	page.locator('#task [data-action="Done"]').click()
	leader.leave_task()
	page.goto(f"/process/run/{run}")
	page.get_by_text(_("Making up", leader.language)).first.wait_for()
	leader.look(pictures, f"{leader.language}-green-making-up")


def choose(page, field: str, name: str) -> None:
	page.locator(f"#{field}").fill(name)
	page.locator(f"#{field}-list [role=option]:not([aria-disabled=true])").first.click()


def value_of(run: str, field: str) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("Process Instance", run, field)
