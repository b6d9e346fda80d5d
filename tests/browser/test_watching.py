"""The process office watches running cases on the drawing and acts on one that is stuck."""

from datetime import timedelta

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.engine.start import start
from tests.factories import document, ensure_demo, only_task, publish_process, signed_in, step

pytestmark = pytest.mark.browser
CODE = "T-WATCHED"


@pytest.fixture
def cases() -> list[str]:
	ensure_demo()
	head = step("head", user="branch", title="Unit head agrees", limit={"amount": 2, "unit": "days"})
	last = step("director", user="director", title="Director decides", lane="Director")
	steps = [step("start", "start", title="Request"), head, last, step("end", "end", title="Completed")]
	ways = ["start>head Submit", "head>director", "director>end"]
	publish_process(document(CODE, steps, ways, title="Purchase Request"))
	for doctype in ("Process Instance", "Process Task"):
		frappe.db.delete(doctype, {"process_code": CODE})
	with signed_in("miner1"):
		found = [start(CODE, {})["instance"] for _case in range(3)]
	due = frappe.utils.now_datetime() - timedelta(days=4)
	frappe.db.set_value("Process Task", only_task("branch", found[0]), {"due_on": due, "opened_on": due})
	frappe.db.commit()
	return found


def test_a_late_case_is_seen_on_the_drawing_and_put_into_another_step(office, cases):
	page, say = office.page, lambda text: frappe._(text, office.language)
	page.goto(f"/app/process-watch/{CODE}")
	badge = page.locator(".watch-drawing [data-step=head] .badge")
	expect(badge).to_contain_text(say("Late"))
	expect(page.locator(".watch-panel")).to_contain_text(say("Overdue for more than {0} days").format(3))
	office.shot("watch")
	page.locator(".watch-drawing [data-step=head]").click()
	expect(page.locator(".watch-cases [data-case]")).to_have_count(3)
	page.locator(f'.watch-cases [data-case="{cases[0]}"]').click()
	dialog = page.get_by_role("dialog").filter(has=page.locator('[data-fieldname="to_step"]'))
	reason = dialog.locator('[data-fieldname="comment"] textarea')
	reason.fill(say("Reason"))
	reason.press("Tab")  # a choice made by the keyboard of the test does not take the focus away
	dialog.locator('[data-fieldname="act"] select').select_option("jump")
	dialog.locator('[data-fieldname="to_step"] select').select_option("director")
	office.shot("watch-act")
	dialog.get_by_role("button", name=say("Carry Out"), exact=True).click()
	expect(page.locator(".watch-drawing [data-step=director] .badge")).to_be_visible()
	expect(page.locator(".watch-cases [data-case]")).to_have_count(2)
	office.shot("watch-step")
	frappe.db.rollback()
	assert frappe.db.get_value("Process Instance", cases[0], "current_steps") == "Director decides"
