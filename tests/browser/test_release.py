"""One release of a process through five pairs of hands in the portal, once returned on the way."""

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.compiler.factories_for_tests import Flows, leave
from liuwan_process.process_library.governance import carrying_out
from liuwan_process.process_library.governance import support_for_tests as support
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
