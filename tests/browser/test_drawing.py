"""Somebody draws a process in the desk with the mouse, saves it, finds it in the tables, changes those and finds it in the drawing."""

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.process_library.working_copy import fill
from tests.browser.drawing import Drawing
from tests.factories import document, step

pytestmark = pytest.mark.browser
WORDS = {
	"en": {
		"new": "Check it",
		"renamed": "Ask for it",
		"table": "Look at it",
		"lane": "Office",
		"other": "Staff",
	},
	"zh": {"new": "核对材料", "renamed": "提出申请", "table": "查看材料", "lane": "办公室", "other": "职工"},
}


@pytest.fixture
def drawing(office, say):
	return Drawing(office.page, say)


@pytest.fixture
def code(office):
	words = WORDS[office.language]
	code = f"T-DRAW-{office.language.upper()}"
	steps = [
		step("start", "start", lane=words["other"], title="Start"),
		step("head", "approval", lane=words["lane"], title="Head", participants=[{"rule": "process_owner"}]),
		step("end", "end", lane=words["other"], title="End"),
	]
	frappe.delete_doc_if_exists("Process", code, force=True)
	fill(frappe.new_doc("Process"), document(code, steps, ["start>head Submit", "head>end Approve"])).insert()
	frappe.db.commit()
	yield code
	frappe.delete_doc("Process", code, force=True)
	frappe.db.commit()


def read(code: str):
	frappe.db.rollback()
	return frappe.get_doc("Process", code)


def test_a_step_is_drawn_connected_renamed_moved_and_stands_in_the_table(office, code, drawing):
	words = WORDS[office.language]
	drawing.open(code)
	office.shot("drawing-open")

	drawing.draw("task", drawing.beside(drawing.shape("Step_start"), 0, 150), words["new"])
	drawing.connect(drawing.shape("Step_head"), drawing.called(words["new"]))
	drawing.rename(drawing.shape("Step_start"), words["renamed"])
	office.shot("drawing-drawn")
	office.window("editor")
	drawing.save()
	office.shot("drawing-saved")

	process = read(code)
	new = process.steps[-1]
	assert (new.title, new.kind, new.lane) == (words["new"], "Task", words["other"])
	assert process.steps[0].title == words["renamed"]
	assert [(row.from_step, row.action, row.to_step) for row in process.transitions] == [
		("start", "Submit", "head"),
		("head", "Approve", "end"),
		("head", words["new"], new.step_id),
	]
	assert [(row.step, row.rule) for row in process.participants] == [("head", "Process owner")]


def test_a_step_moved_to_another_lane_changes_its_row(office, code, drawing):
	words = WORDS[office.language]
	drawing.open(code)
	start, head = drawing.shape("Step_start"), drawing.shape("Step_head")
	target = (drawing.middle(start)[0], drawing.middle(head)[1])
	drawing.drag(drawing.middle(head), target)
	drawing.save()

	assert read(code).steps[1].lane == words["other"]


def test_what_is_changed_in_the_table_is_in_the_drawing(office, code, drawing):
	words = WORDS[office.language]
	page = office.page
	page.goto(f"/app/process/{code}")
	office.type_in(office.rows("steps").nth(1), title=words["table"])
	office.save(office_say(office, "Save"))
	page.locator(".page-head").get_by_role(
		"button", name=office_say(office, "Edit Drawing"), exact=True
	).click()

	expect(drawing.shape("Step_head")).to_contain_text(words["table"].split()[0])
	expect(page).to_have_url(f"{office.base_url}/app/process-drawing/{code}")


def office_say(office, text: str) -> str:
	return frappe._(text, office.language)


def test_a_drawing_that_is_no_longer_the_newest_is_refused(office, code, drawing):
	drawing.open(code)
	process = read(code)
	process.steps[1].title = "Changed elsewhere"
	process.save()
	frappe.db.commit()

	drawing.rename(drawing.shape("Step_start"), "Mine")
	office.page.locator(".page-head:visible .primary-action").click()
	said = office.page.locator(".modal-dialog:visible")
	expect(said).to_contain_text(office_say(office, "Changed in the Meantime"))
	office.shot("drawing-stale")

	assert [row.title for row in read(code).steps][:2] == ["Start", "Changed elsewhere"]
	office.errors = [each for each in office.errors if "Timestamp" not in each and "417" not in each]


def test_undo_and_redo_by_the_keyboard_and_a_warning_when_leaving(office, code, drawing):
	page = office.page
	drawing.open(code)
	drawing.select(drawing.shape("Step_head"))
	page.keyboard.press("Delete")
	expect(drawing.shape("Step_head")).to_have_count(0)
	page.keyboard.press("Control+z")
	expect(drawing.shape("Step_head")).to_be_visible()
	page.keyboard.press("Control+y")
	expect(drawing.shape("Step_head")).to_have_count(0)

	page.evaluate("frappe.set_route('List', 'Process')")
	expect(page.locator(".desk-alert")).to_contain_text(code.replace("-", " ").title())
	page.evaluate("code => frappe.set_route('process-drawing', code)", code)
	expect(drawing.shape("Step_head")).to_have_count(0)
	page.on("dialog", lambda dialog: dialog.accept())
	page.evaluate("cur_page.page.drawing.stack.clear()")
