"""The process office moves running cases to a new version: from the process, and one from its own page."""

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.engine import move_many
from liuwan_process.engine.start import start
from tests.factories import document, ensure_demo, publish_process, signed_in, step

pytestmark = pytest.mark.browser
CODE = "T-MOVING"
LOSS = "Also move cases with a loss: what the new form does not show stays in the record"
FIELDS = [{"name": "amount", "label": "Amount", "type": "Int"}, {"name": "place", "label": "Place"}]


@pytest.fixture
def cases() -> list[str]:
	"""Two cases in a step that the new version calls otherwise, one of which would lose what was filled in."""
	ensure_demo()
	publish(step("clerk", user="office", title="Unit head agrees"), FIELDS)
	for name in move_many.candidates(CODE):
		frappe.db.set_value("Process Instance", name, "status", "Terminated")
	found = []
	for values in ({}, {"place": "Pit 2"}):
		with signed_in("miner1"):
			found.append(start(CODE, values)["instance"])
	publish(step("checker", user="office", title="Director decides"), FIELDS[:1])
	return found


def publish(work: dict, fields: list[dict]) -> None:
	steps = [step("start", "start", title="Request"), work, step("end", "end", title="Completed")]
	ways = [f"start>{work['id']} Submit", f"{work['id']}>end"]
	publish_process(document(CODE, steps, ways, fields, title="Purchase Request"))
	frappe.db.commit()


def test_cases_are_moved_from_the_process_and_from_their_own_page(office, cases):
	page, say = office.page, lambda text: frappe._(text, office.language)
	page.goto(f"/app/process/{CODE}")
	office.press(say("Move Running Cases ({0})").format(2))
	dialog = page.get_by_role("dialog").filter(has=page.locator("[data-case]"))
	expect(dialog.locator("[data-case]:enabled")).to_have_count(0)
	dialog.locator("[data-old-step=clerk]").select_option("checker")
	expect(dialog.locator("[data-case]:checked")).to_have_count(1)
	office.shot("moving")
	dialog.locator('[data-fieldname="comment"] textarea').fill(say("Reason"))
	dialog.get_by_role("button", name=say("Move"), exact=True).click()
	outcome = page.get_by_role("dialog").filter(
		has_text=say("{0} of {1} cases were moved, {2} stayed.").format(1, 1, 0)
	)
	expect(outcome).to_be_visible()
	office.shot("moved")

	page.goto(f"/app/process-instance/{cases[1]}")
	version = frappe.db.get_value("Process", CODE, "current_version")
	office.press(say("Move to {0}").format(version))
	dialog = page.get_by_role("dialog").filter(has=page.locator("[data-case]"))
	dialog.locator("[data-old-step=clerk]").select_option("checker")
	expect(dialog.locator("[data-loss]")).to_be_disabled()
	dialog.get_by_role("checkbox", name=say(LOSS)).check()
	expect(dialog.locator("[data-loss]")).to_be_checked()
	office.shot("moving-one")
	dialog.locator('[data-fieldname="comment"] textarea').fill(say("Reason"))
	dialog.get_by_role("button", name=say("Move"), exact=True).click()
	expect(outcome).to_be_visible()
	frappe.db.rollback()
	versions = frappe.get_all("Process Instance", {"name": ("in", cases)}, pluck="process_version")
	assert versions == [version, version]
