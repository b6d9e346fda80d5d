"""The process office exports processes to Excel from the list, and reads what an import refused."""

from io import BytesIO
from pathlib import Path

import frappe
import openpyxl
import pytest
from playwright.sync_api import expect

from liuwan_process.process_library.process_sheet import job
from liuwan_process.process_library.process_sheet.test_build import SIMPLE, book
from liuwan_process.process_library.working_copy import fill
from tests.factories import document, step

pytestmark = pytest.mark.browser
CODE = "T-SHEET"
WORDS = {
	"en": ("Actions", "Export to Excel", "What Was Refused", "there is no Process Role clerk", "Steps"),
	"zh": ("操作", "导出到 Excel", "未接受的内容", "没有流程角色“clerk”", "步骤"),
}


@pytest.fixture
def code():
	if not frappe.db.exists("Process", CODE):
		steps = [step("start", "start"), step("end", "end")]
		fill(frappe.new_doc("Process"), document(CODE, steps, ["start>end Submit"])).insert()
		frappe.db.commit()
	yield CODE
	frappe.delete_doc("Process", CODE, force=True)
	frappe.db.commit()


@pytest.fixture
def refused(office):
	"""An import in which a role is not known."""
	file = frappe.get_doc(
		doctype="File", file_name="t.xlsx", is_private=1, content=book(Steps=SIMPLE)
	).insert()
	made = frappe.get_doc(doctype="Process Import", import_file=file.file_url).insert()
	job.run(made.name, office.language)
	frappe.local.lang = "en"
	yield made.name
	frappe.delete_doc("Process Import", made.name, force=True)
	frappe.delete_doc("File", file.name, force=True)
	frappe.db.commit()


def test_processes_of_the_list_become_a_workbook(office, code):
	page = office.page
	actions, export, *_rest, steps = WORDS[office.language]
	page.goto(f"/app/process/view/list?code={code}")
	page.locator(f'.list-row-checkbox[data-name="{code}"]').check()
	page.locator(".page-head:visible").get_by_role("button", name=actions).click()
	with page.expect_download() as download:
		page.locator(".page-head:visible .actions-btn-group").get_by_text(export, exact=True).click()
	made = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))

	assert [row[0] for row in made[steps].iter_rows(min_row=2, values_only=True)] == [code, code]


def test_what_was_refused_stands_in_the_form(office, refused):
	page = office.page
	_actions, _export, title, reason, _steps = WORDS[office.language]
	page.goto(f"/app/process-import/{refused}")

	expect(office.form).to_contain_text(title)
	expect(office.form).to_contain_text(reason)
	office.shot("sheet-refused")
