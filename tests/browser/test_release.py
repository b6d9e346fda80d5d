"""One release of a process through five pairs of hands in the portal, once returned on the way."""

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.compiler.factories_for_tests import Flows, leave
from liuwan_process.process_library.governance import carrying_out
from liuwan_process.process_library.governance import support_for_tests as support
from tests.browser.desk import Desk
from tests.factories import ensure_demo

pytestmark = pytest.mark.browser


@pytest.fixture
def flows(site):
	ensure_demo()
	made = Flows()
	yield made
	support.forget(made)
	made.remove()


def changed(flows) -> None:
	"""A published process whose working copy calls its second step otherwise."""
	flows.publish(leave(org_unit=support.UNIT))
	document = leave(org_unit=support.UNIT)
	document["steps"][1]["title"] = "Foreman"
	flows.save(document)


def test_a_process_is_released_by_five_people(people, flows):
	changed(flows)
	production = people("production")
	run = production.start(
		"PM-RELEASE",
		{
			"reason": "The foreman knows better",
			"processes": [{"process_code": "Zt Leave", "what_changed": "Foreman"}],
		},
	)
	production.act(run, "Approve", comment="My people agree")
	promotion = people("promotion")
	promotion.open_task(run)
	panel = promotion.page.locator(".released")
	expect(panel.get_by_text("Foreman: renamed, was “Manager”")).to_be_visible()
	expect(panel.locator("summary", has_text="Before the change")).to_be_visible()
	promotion.send_back(run, "draft", "Say who stands in for the foreman")

	production.act(run, "Send for release")
	production.act(run, "Approve")
	promotion.act(run, "Approve")
	people("office", width=390).act(run, "Approve")
	people("director", width=390).act(run, "Release", comment="From today")
	frappe.db.rollback()
	[release] = frappe.get_all("Process Release", {"process_instance": run}, pluck="name")
	carrying_out.carry_out(release)

	version = frappe.get_doc("Process Version", support.facts().current_version)
	assert (version.version, version.release, version.published_by) == (2, release, "director@liuwan.example")
	production.page.goto(f"/process/library/{support.CODE}")
	expect(production.page.locator(".steps .strong", has_text="Foreman")).to_be_visible()


def test_the_desk_sends_one_from_its_form_and_many_from_the_list(browser, base_url, flows):
	changed(flows)
	support.process(flows, "ZT-OTHER")
	desk = Desk(browser, base_url, "production")
	page = desk.page
	page.goto(f"/app/process/{support.CODE}")
	page.get_by_role("button", name="Release by the Groups").click()
	page.locator(".dropdown-menu:visible").get_by_text("Send for Release").click()
	send(page, "The foreman knows better")

	page.goto("/app/process?code=ZT-OTHER")
	page.locator(".list-row-container", has_text="Zt Other").locator(".list-row-checkbox").check()
	page.get_by_role("button", name="Actions").click()
	page.locator(".dropdown-menu:visible").get_by_text("Send for Release").click()
	send(page, "We need it")
	expect(page.locator(".released-item h4", has_text="Zt Other")).to_be_visible()
	desk.close()
	frappe.db.rollback()

	assert support.facts().release_state == support.facts("ZT-OTHER").release_state == "In Release"
	assert support.facts().release != support.facts("ZT-OTHER").release


def send(page, reason: str) -> None:
	dialog = page.locator(".modal.show")
	dialog.locator('[data-fieldname="reason"] textarea').fill(reason)
	dialog.get_by_role("button", name="Send", exact=True).click()
	page.wait_for_url("**/process-release/REL-*")
