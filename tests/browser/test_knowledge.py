"""The process office ties steps to objects, clauses and risks in the desk; pages and reports show what hangs together."""

import re

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.process_library.knowledge_for_tests import Records
from liuwan_process.process_library.working_copy import to_definition
from tests.browser.desk import SHOTS
from tests.factories import ensure_demo

pytestmark = pytest.mark.browser
REPORTS = {
	"RACI Matrix": "Mine Leadership",
	"Responsibility Gaps": "Several Accountable",
	"Process Chains and Break Points": "Connected",
	"Regulation Coverage": "Clause Without a Process",
}


@pytest.fixture
def records(site):
	ensure_demo()
	made = Records()
	made.thing("ZT-FORM", title="Zt form")
	made.regulation()
	made.flows.save(made.document())
	yield made
	made.remove()


def test_the_knowledge_of_a_step_is_one_grid(office, say, records):
	page, add = office.page, say("Add Row")
	page.goto("/app/process/ZT-LEAVE")
	office.tab(say("Limits and Knowledge"))
	office.add_row("step_knowledge", add, step="Manager", kind=say("Output"), reference="Zt form")
	row = office.add_row(
		"step_knowledge", add, step="Manager", kind=say("Clause"), reference="Zt Rules of Leave"
	)
	named = "cur_frm.doc.step_knowledge.at(-1).reference === 'ZT-HR-v1'"
	page.wait_for_function(named)  # its clauses are offered when it is known
	page.wait_for_timeout(800)  # the desk goes on to the next cell by itself
	office.type_in(row, clause="2")
	page.keyboard.press("Escape")
	office.add_row("responsibilities", add, step="Manager", party=say("Initiator"))
	office.shot("knowledge-grid")
	office.save(say("Save"))
	frappe.db.rollback()
	step = to_definition(frappe.get_doc("Process", "ZT-LEAVE")).by_id["manager"]

	assert step.outputs == ("ZT-FORM",)
	assert [(row.regulation, row.clause) for row in step.clauses] == [("ZT-HR-v1", "2")]
	assert [(row.letter, row.party) for row in step.responsibilities] == [("A", "initiator")]
	office.tab(say("Limits and Knowledge"))
	expect(office.form).to_contain_text("Zt Rules of Leave 2")
	office.shot("knowledge-saved")


@pytest.mark.parametrize("name", REPORTS)
def test_reports_open_with_rows_and_a_chart(office, say, name):
	office.page.goto(f"/app/query-report/{name}")
	expect(office.page.locator(".datatable")).to_contain_text(say(REPORTS[name]))
	expect(office.page.locator(".chart-wrapper svg.frappe-chart")).to_be_visible()
	office.shot(f"report-{frappe.scrub(name)}")


def test_letters_of_a_unit_lead_to_the_positions_behind_them(office, say):
	office.page.goto("/app/query-report/RACI Matrix?process=BO-LEAVE")
	office.page.locator('[data-raci-unit="Branch Office"]').first.click()

	expect(office.page.locator(".dt-scrollable")).to_contain_text(say("Office manager decides"))
	office.shot("report-raci-positions")


def test_the_end_to_end_view_draws_a_chain_and_leads_to_its_processes(office, say):
	office.page.goto("/app/end-to-end/PC-4")
	box = office.page.locator('[data-step="SA-ACCEPT"]').first
	expect(box).to_be_visible()
	office.shot("end-to-end")
	box.click()

	expect(office.page).to_have_url(re.compile("/app/process/SA-ACCEPT"))


def test_a_regulation_says_where_it_is_used_and_begins_a_new_version(office, say, records):
	records.tied(clauses=[{"regulation": "ZT-HR-v1", "clause": "1"}])
	office.page.goto("/app/regulation/ZT-HR-v1")
	expect(office.page.locator(".form-dashboard:visible")).to_contain_text("Zt-Leave")
	office.shot("regulation")
	office.press(say("New Version"))

	expect(office.page).to_have_url(re.compile("ZT-HR-v2"))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_library_shows_regulations_and_chains(people, width):
	reader = people("miner1", width=width)
	for path, words in (
		("library", "Regulations"),
		("library/regulations", "Closed Loop of Safety Information"),
		("library/regulation/SI-01-v1", "Screening"),
		("library/chains/PC-4", "Certificate of the power supply"),
		("library/SI-LOOP", "A hazard stays open"),
	):
		reader.page.goto(f"/process/{path}")
		for fold in reader.page.locator("details.fold").all():
			fold.evaluate("fold => { fold.open = true; }")
		expect(reader.page.locator("main")).to_contain_text(words)
		if SHOTS:
			reader.page.screenshot(path=f"{SHOTS}/{width}-{path.replace('/', '-')}.png", full_page=True)
		assert reader.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
