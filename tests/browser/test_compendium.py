"""The process office makes a year's book and releases it; an employee reads it, and the own handbook, on a phone."""

import re

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.process_library.compendium.support_for_tests import edition, publish_small, remove
from liuwan_process.process_library.handbook import issues
from tests.browser.person import Person

pytestmark = pytest.mark.browser
WORDS = {
	"en": ("Make the Book", "Release", "Download Book", "Yes", "Contents"),
	"zh": ("编制汇编", "发布", "下载汇编", "是", "目录"),
}


@pytest.fixture
def draft(office):
	publish_small()
	doc = edition(("WC-ONE", "WC-TWO", "SI-LOOP"), previous_edition=None)
	frappe.db.commit()
	yield doc
	frappe.db.rollback()
	remove(doc)


def test_the_office_makes_and_releases_it_and_everybody_reads_it(office, worker, draft, browser, base_url):
	page = office.page
	make, release, load, yes, _contents = WORDS[office.language]
	page.goto(f"/app/process-compendium/{draft.name}")
	office.shot("compendium-draft")
	page.get_by_role("button", name=make, exact=True).click()
	expect(page.locator(".progress-chart, .form-dashboard .progress").first).to_be_visible()
	page.reload()  # the bar is there again, or the book is made already
	bar = page.locator(".form-dashboard .progress").first
	expect(bar.or_(page.get_by_role("button", name=release, exact=True)).first).to_be_visible()
	office.shot("compendium-making")
	expect(page.get_by_role("button", name=release, exact=True)).to_be_visible(timeout=120_000)
	office.shot("compendium-made")
	with page.expect_popup() as window, page.context.expect_event("page"):
		page.get_by_role("button", name=load, exact=True).click()
	window.value.close()
	page.get_by_role("button", name=release, exact=True).click()
	page.locator(".modal.show").get_by_role("button", name=yes, exact=True).click()
	expect(page.get_by_role("button", name=release, exact=True)).to_have_count(0)
	frappe.db.rollback()
	assert frappe.db.get_value("Process Compendium", draft.name, "status") == "Released"
	office.shot("compendium-released")
	reader_finds_it(browser, base_url, draft.name, office.language)


def reader_finds_it(browser, base_url: str, name: str, language: str) -> None:
	for width in (1280, 390):
		reader = Person(browser, base_url, "miner1", width=width, language=language)
		page = reader.page
		for address, shot in (
			("/process/library", "library"),
			("/process/books", "books"),
			(f"/process/books/{name}", "book"),
			(f"/process/books/{name}/WC-ONE", "book-process"),
		):
			page.goto(address)
			picture(reader, f"{shot}-{width}")
			assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
		page.goto(f"/process/books/{name}")
		page.locator(".card-link", has_text="WC-TWO").click()
		expect(page).to_have_url(re.compile("WC-TWO$"))
		reader.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_handbook_is_read_where_one_stands(browser, base_url, worker, site, language, width):
	publish_small()
	issues.issue()
	for login, address, shot in (
		("branch", "/process/handbook", "handbook"),
		("finance", "/process/handbooks", "handbooks"),
	):
		reader = Person(browser, base_url, login, width=width, language=language)
		reader.page.goto(address)
		expect(reader.page.locator("main .card").first).to_be_visible()
		assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
		picture(reader, f"{shot}-{width}")
		reader.close()


def picture(reader: Person, name: str) -> None:
	"""For whoever looks at the pages: LIUWAN_SHOTS is a folder."""
	from tests.browser.desk import SHOTS

	if SHOTS:
		path = f"{SHOTS}/{reader.language}-{name}.png"
		reader.page.screenshot(path=path, full_page=True, animations="disabled")
