"""Personnel opens the report, sorts it, follows a figure to its runs, and downloads it."""

from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import now_datetime
from openpyxl import load_workbook

from liuwan_process.setup import demo
from tests import history
from tests.factories import ensure_demo, person

pytestmark = pytest.mark.browser

ADDRESS = "/app/query-report/Flow%20Turnaround?group_by={0}&period=This%20Year"
TOTAL = ".dt-row-totalRow"


@pytest.fixture
def past():
	"""Committed, as the web server reads it; taken away again."""
	ensure_demo()
	since = datetime(now_datetime().year, 1, 1)
	names = history.make(60, since, now_datetime() - timedelta(minutes=1))
	frappe.db.commit()
	yield
	for doctype in ("Process Task", "Process Instance Participant"):
		frappe.db.delete(doctype, {"instance": ("in", names)})
	frappe.db.delete("Process Instance", {"name": ("in", names)})
	frappe.db.commit()


@pytest.fixture
def page(browser, base_url, past):
	context = browser.new_context(base_url=base_url, viewport={"width": 1280, "height": 900})
	signed_in = context.request.post("/api/method/login", form={"usr": person("hr"), "pwd": demo.PASSWORD})
	assert signed_in.ok
	page = context.new_page()
	page.set_default_timeout(30_000)
	yield page
	context.close()


def open_report(page, group: str) -> None:
	page.goto(ADDRESS.format(group), wait_until="networkidle")
	page.wait_for_selector(TOTAL)


def runs_on_card(page) -> str:
	return page.locator(".summary-value").first.inner_text()


def test_the_total_stays_below_when_the_table_is_sorted(page):
	open_report(page, "Unit")
	before = page.locator(TOTAL).inner_text()
	page.evaluate("frappe.query_report.datatable.sortColumn(2, 'asc')")
	assert page.locator(TOTAL).inner_text() == before
	assert before.split("\n")[1] == runs_on_card(page)


@pytest.mark.parametrize("group", ["Process", "Step"])
def test_a_number_leads_to_what_was_counted(page, group):
	open_report(page, group)
	link = page.locator("a.runs-behind").first
	number = link.inner_text()
	link.click()
	page.wait_for_selector(TOTAL, state="detached")
	page.wait_for_load_state("networkidle")
	assert runs_on_card(page) == number


def test_it_downloads_as_a_workbook_with_the_total(page, tmp_path):
	open_report(page, "Process")
	page.evaluate("frappe.query_report.export_report()")
	with page.expect_download() as download:
		page.locator(".modal.show .btn-primary").click()
	file = tmp_path / "report.xlsx"
	download.value.save_as(file)
	sheet = load_workbook(file).active
	last = [str(cell.value) for cell in sheet[sheet.max_row]]
	assert last[1] == runs_on_card(page)
