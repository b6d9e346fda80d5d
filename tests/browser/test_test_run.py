"""The process office plays a draft in the desk, by hand and by itself, and sees what was never tried on publication."""

import re

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.process_library.working_copy import fill
from tests.factories import document, person, step

pytestmark = pytest.mark.browser
ENGLISH = (
	"Purchase Request",
	"Request",
	"Unit head agrees",
	"Director decides",
	"Completed",
	"Refused",
	"Amount",
)
CHINESE = ("采购申请", "申请", "部门负责人审批", "矿长审批", "办结", "不同意", "金额")


@pytest.fixture
def code(office) -> str:
	title, start, head, director, completed, refused, amount = CHINESE if office.language == "zh" else ENGLISH
	code = f"T-PLAY-{office.language.upper()}"
	steps = [
		step("start", "start", title=start),
		step(
			"head", user="branch", title=head, limit={"amount": 2, "unit": "working_days", "warn_before": 1}
		),
		step("director", user="director", title=director, lane="Director"),
		step("end", "end", title=completed),
		step("no", "end", title=refused, status="Refused"),
	]
	ways = [
		"start>head Submit",
		"head>director Approve if amount > 1000",
		"head>end Approve",
		"head>no !Refuse",
		"director>end",
		"director>no !Refuse",
	]
	fields = [{"name": "amount", "label": amount, "type": "Int", "required": True}]
	draft = (
		frappe.get_doc("Process", code) if frappe.db.exists("Process", code) else frappe.new_doc("Process")
	)
	fill(draft, {"level": "Process", **document(code, steps, ways, fields, title=title)})
	draft.save()
	frappe.db.delete("Process Test Run", {"process_code": code})
	frappe.db.commit()
	return code


def test_a_draft_is_played_and_its_coverage_shown(office, code):
	page, say = office.page, lambda text: frappe._(text, office.language)
	page.goto(f"/app/process/{code}")
	office.press(say("Test Run"))
	page.wait_for_url(f"**/process-test/{code}")
	expect(page.get_by_text(say("{0} % tried").format(0))).to_be_visible()
	staff = frappe.db.get_value("Staff Member", {"user": person("miner1")}, "name")
	initiator = page.locator('.page-form [data-fieldname="initiator"] input')
	initiator.fill(staff)
	page.locator("ul[role=listbox] li:visible").first.click()
	chosen = "staff => frappe.container.page.page.fields_dict.initiator.get_value() === staff"
	page.wait_for_function(chosen, arg=staff)  # the desk shows the name before it knows whose it is
	page.get_by_role("button", name=say("Begin"), exact=True).click()
	page.locator('.test-form [data-fieldname="amount"] input').fill("5000")
	office.shot("test-start")
	page.locator(".test-actions [data-action=Submit]").click()
	expect(page.locator(".test-panel table")).to_be_visible()
	expect(page.locator(".test-drawing .status-current")).to_have_count(1)
	office.shot("test-step")
	page.locator(".test-actions [data-action=Approve]").click()
	page.locator(".test-actions [data-action=Refuse]").click()
	expect(page.locator(".test-panel .indicator-pill")).to_have_text(say("Refused"))
	expect(page.locator(".test-coverage-box")).not_to_contain_text(say("{0} % tried").format(0))

	page.get_by_role("button", name=say("Play Automatically"), exact=True).click()
	expect(page.get_by_text(say("Everything in this draft has been tried."))).to_be_visible()
	office.shot("test-played")
	page.get_by_role("button", name=say("Back to the Process"), exact=True).click()
	office.press(say("Publish"))
	dialog = page.get_by_role("dialog").filter(has=page.locator(".test-coverage"))
	expect(dialog.get_by_text(re.compile("100"))).to_be_visible()
	office.shot("test-publish")
