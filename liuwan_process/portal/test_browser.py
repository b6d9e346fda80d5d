"""The portal in a browser: by keyboard alone, without a connection, on a narrow screen."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
import pytest

from liuwan_process.portal.support_for_tests import CODE, publish_all_fields
from liuwan_process.setup.demo import PASSWORD
from tests.factories import ensure_demo, person

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WAIT = 30_000
LIBRARY = (
	"/handbook",
	"/books",
	"/library",
	"/library/SAFETY",
	"/library/SI-LOOP",
	"/library?q=leave",
	"/library?q=nix",
)
PAGES = ("", "/tasks", "/requests", "/catalogue", "/me", f"/start/{CODE}", "/start/BO-LEAVE", *LIBRARY)


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()
	publish_all_fields()
	frappe.db.commit()


@contextmanager
def signed_in(browser, base_url: str, login: str, language: str = "en") -> Iterator:
	"""A page of somebody's own browser; a script error fails the test."""
	context = browser.new_context(viewport=PHONE, base_url=base_url)
	page = context.new_page()
	page.set_default_timeout(WAIT)
	errors: list[str] = []
	page.on("pageerror", lambda error: errors.append(str(error)))
	answer = context.request.post("/api/method/login", form={"usr": person(login), "pwd": PASSWORD})
	assert answer.ok
	page.goto("/process")
	page.evaluate("language => lp.post('portal.set_language', {language})", language)
	page.reload()
	yield page
	context.close()
	assert not errors


def tab_to(page, selector: str) -> None:
	for _i in range(60):
		page.keyboard.press("Tab")
		if page.evaluate("selector => document.activeElement.matches(selector)", selector):
			return
	pytest.fail(f"{selector} cannot be reached by the keyboard")


def tab_to_type(page, field: str, text: str) -> None:
	tab_to(page, f"#f-{field}")
	page.keyboard.type(text)


def test_start_and_approve_by_keyboard_alone(browser, base_url):
	with signed_in(browser, base_url, "sales1") as page:
		page.goto("/process/catalogue")
		tab_to(page, "#find")
		page.keyboard.type("bscqj")
		page.keyboard.press("Enter")
		page.wait_for_url("**/start/BO-LEAVE")
		tab_to(page, "#start [type=submit]")
		page.keyboard.press("Enter")
		page.wait_for_selector(".summary a")
		assert page.evaluate("document.activeElement.classList.contains('summary')")
		page.keyboard.press("Tab")
		page.keyboard.press("Enter")
		assert page.evaluate("document.activeElement.id") == "f-leave_type"
		page.keyboard.press("ArrowDown")
		tab_to_type(page, "first_day", "11252024")
		tab_to_type(page, "last_day", "11252024")
		tab_to_type(page, "days", "1")
		tab_to_type(page, "reason", "Moving house")
		tab_to(page, "#start [type=submit]")
		page.keyboard.press("Enter")
		page.wait_for_url("**/process/run/*")
		run = page.url.rsplit("/", 1)[-1]
	with signed_in(browser, base_url, "branch") as page:
		page.goto(f"/process/run/{run}")
		tab_to(page, "main a.primary")
		page.keyboard.press("Enter")
		page.wait_for_url("**/process/task/*")
		tab_to(page, "#task [type=submit]")
		page.keyboard.press("Enter")
		page.wait_for_url("**/process")
	frappe.db.rollback()
	assert frappe.db.get_value("Process Instance", run, "status") == "Completed"


def started() -> int:
	return frappe.db.count("Process Instance", {"process_code": CODE})


def test_without_a_connection_an_act_is_kept_and_sent_once(browser, base_url):
	before = started()
	with signed_in(browser, base_url, "sales1") as page:
		page.goto(f"/process/start/{CODE}")
		page.fill("#f-what", "Sent later")
		page.context.set_offline(True)
		page.click("#start [type=submit]")
		page.wait_for_selector("#offline:not([hidden])")
		page.context.set_offline(False)
		page.wait_for_selector("#offline", state="hidden")
		page.reload()
		page.evaluate("lp.sendKept()")
		assert page.evaluate("lp.store.get('lp.queue', []).length") == 0
	frappe.db.rollback()
	assert started() == before + 1


def test_what_is_typed_survives_a_reload(browser, base_url):
	with signed_in(browser, base_url, "sales1") as page:
		page.goto(f"/process/start/{CODE}")
		page.fill("#f-what", "Half a thought")
		page.click("[data-add-row]")
		page.fill("[data-row] input[type=text]", "Rope")
		page.wait_for_timeout(1000)  # what is typed is kept 300 ms after the last key
		page.reload()
		assert page.input_value("#f-what") == "Half a thought"
		assert page.input_value("[data-row] input[type=text]") == "Rope"
		page.evaluate("localStorage.clear()")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_wider_than_a_phone_nor_too_small_to_touch(browser, base_url, language):
	small = """() => [...document.querySelectorAll('a, button, select, summary, textarea')]
		.filter((e) => e.offsetWidth && !e.matches('.skip, .unseen'))
		.filter((e) => e.offsetHeight < 43.5 || e.offsetWidth < 43.5).map((e) => e.outerHTML.slice(0, 90))"""
	with signed_in(browser, base_url, "branch", language) as page:
		for path in PAGES:
			page.goto(f"/process{path}")
			assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
			assert page.evaluate(small) == [], path


def test_what_was_found_for_other_words_cannot_be_chosen(browser, base_url):
	with signed_in(browser, base_url, "inspector1") as page:
		page.goto("/process/start/SI-LOOP")
		field = page.locator('[data-field="responsible_unit"]')
		choices = field.locator("li[data-value]")
		field.locator("input").focus()
		choices.first.wait_for()
		field.locator("input").fill("Team 1")
		assert choices.count() == 0
		choices.first.wait_for()
		assert all("Team 1" in text for text in choices.all_inner_texts())
