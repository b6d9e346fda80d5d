"""At the desk: two versions side by side, what publishing touches, an old version put back, people asked to read."""

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.process_library.announcements.support_for_tests import CODE, changed_check, forget

pytestmark = pytest.mark.browser


@pytest.fixture
def version() -> str:
	frappe.db.rollback()
	name = changed_check(99)
	frappe.db.delete("Process Restoration", {"process_code": CODE})
	frappe.db.commit()
	yield name
	frappe.db.rollback()
	forget()


def test_versions_are_compared_put_back_and_announced(office, version):
	page, say = office.page, lambda text: frappe._(text, office.language)
	page.goto(f"/app/process/{CODE}")
	office.tab(say("Versions"))
	office.shot("versions-tab")
	page.get_by_role("link", name=say("Compare with the One Before")).first.click()
	page.wait_for_url("**/process-comparison/**")
	expect(page.locator(".cmp-entry")).to_have_count(1)
	expect(page.locator(".cmp-drawing svg")).to_have_count(2)
	office.shot("comparison")

	page.goto(f"/app/process/{CODE}")
	office.tab(say("Versions"))
	page.locator("[data-put-back]").last.click()
	dialog = page.get_by_role("dialog").filter(has=page.locator('[data-fieldname="reason"]'))
	dialog.locator('[data-fieldname="reason"] textarea').fill("Back to how it was")
	office.shot("put-back")
	dialog.get_by_role("button", name=say("Put Back"), exact=True).click()
	expect(page.locator("[data-restoration]")).to_have_count(1)
	frappe.db.rollback()
	assert frappe.get_last_doc("Process Restoration", {"process_code": CODE}).reason == "Back to how it was"

	office.tab(say("Test and Publish"))
	page.get_by_role("button", name=say("Show What Publishing Would Touch")).click()
	expect(page.locator(".impact").first).to_be_visible()
	office.shot("touches")

	page.goto(f"/app/process-version/{version}")
	office.press(say("Ask Those Concerned to Read It"))
	page.wait_for_url("**/process-announcement/**")
	office.shot("announcement")
	office.press(say("Send"))
	page.get_by_role("dialog").get_by_role("button", name=say("Yes"), exact=True).click()
	expect(page.locator('[data-fieldname="progress"] .progress')).to_be_visible()
	office.shot("announcement-sent")
	page.goto(f"/app/query-report/Acknowledgement Status?process={CODE}")
	expect(page.locator(".report-summary")).to_be_visible()
	expect(page.locator(".dt-row")).not_to_have_count(0)
	office.shot("acknowledgement-status")
