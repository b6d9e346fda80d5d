"""The process office takes a drawing of another modeller over, in both languages, and carries it out again."""

from pathlib import Path

import frappe
import pytest
from playwright.sync_api import expect

import liuwan_process
from liuwan_process.definition.bpmn.read import from_bpmn
from liuwan_process.process_library.working_copy import fill
from tests.factories import document, step

pytestmark = pytest.mark.browser
SAMPLE = Path(liuwan_process.__file__).parent / "definition/bpmn/samples/unprefixed.bpmn"
WORDS = {
	"en": ("Import from BPMN", "Replace the Working Copy", "Export as BPMN", "Another pool or process"),
	"zh": ("从 BPMN 导入", "替换工作稿", "导出为 BPMN", "文件中的其他泳池或流程"),
}


@pytest.fixture
def code(office):
	code = f"T-BPMN-{office.language.upper()}"
	if not frappe.db.exists("Process", code):
		steps = [step("start", "start"), step("end", "end")]
		fill(frappe.new_doc("Process"), document(code, steps, ["start>end Submit"])).insert()
		frappe.db.commit()
	yield code
	frappe.delete_doc("Process", code, force=True)
	frappe.db.commit()


def menu(office, name: str) -> None:
	office.page.locator(".page-head:visible .menu-btn-group > button").click()
	office.page.locator(".page-head:visible .menu-btn-group .dropdown-menu").get_by_text(
		name, exact=True
	).click()


def test_a_foreign_drawing_becomes_the_working_copy_after_a_look_at_the_report(office, code):
	page = office.page
	bring, replace, carry, told = WORDS[office.language]
	page.goto(f"/app/process/{code}")
	expect(office.form).to_be_visible()

	with page.expect_file_chooser() as chooser:
		menu(office, bring)
	chooser.value.set_files(SAMPLE)
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog).to_contain_text(told)
	expect(dialog).to_contain_text("Agency")
	office.shot("bpmn-report")
	dialog.get_by_role("button", name=replace).click()

	expect(page.locator("svg.lp-drawing")).to_contain_text("初试")
	office.shot("bpmn-after")
	with page.expect_download() as download:
		menu(office, carry)
	content = Path(download.value.path()).read_bytes()
	assert "初试" in [row["title"] for row in from_bpmn(content).document["steps"]]


def test_a_foreign_drawing_becomes_a_process_of_its_own_from_the_list(office):
	page = office.page
	code = f"T-BPMN-NEW-{office.language.upper()}"
	page.goto("/app/process")
	expect(page.locator(".list-row-container").first).to_be_visible()

	with page.expect_file_chooser() as chooser:
		menu(office, WORDS[office.language][0])
	chooser.value.set_files(SAMPLE)
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog).to_contain_text("Agency")
	dialog.locator('[data-fieldname="code"] input').fill(code)
	office.shot("bpmn-new")
	dialog.get_by_role("button", name=frappe._("Create the Process", office.language)).click()

	expect(page.locator("svg.lp-drawing")).to_contain_text("初试")
	frappe.db.rollback()
	made = frappe.get_doc("Process", code)
	assert (made.title, len(made.steps)) == ("招聘", 7)
	made.delete(force=True)
	frappe.db.commit()
