"""People: who stands in for whom, lead persons, leavers, and what the process office does with a run; in both languages."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime
from playwright.sync_api import expect

from liuwan_process.engine.start import start
from liuwan_process.engine.support_for_tests import run_of
from tests.browser.desk import Desk
from tests.browser.test_acts import CHAIN, begin, logged, look, name, people_of, status, team
from tests.factories import person, signed_in

__all__ = ["team"]

pytestmark = pytest.mark.browser


@pytest.fixture
def no_delegations():
	yield
	look()
	frappe.db.delete("Delegation")
	frappe.db.commit()


@pytest.fixture
def office(team, browser, base_url):
	"""The process office at the desk, in the team's language."""
	desk = Desk(browser, base_url, "office", language=team.language)
	yield desk
	desk.close()


def moment(hours: float) -> str:
	return (now_datetime() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def test_my_tasks_go_to_whoever_stands_in_and_on_to_the_next(team, no_delegations):
	office, hr = team("office"), team("hr")
	office.let_stand_in("hr", moment(1), moment(-1))
	expect(office.page.locator("#stand-in .summary")).to_be_visible()
	expect(office.page.locator("#d-to_time-error")).to_be_visible()
	office.errors.clear()  # the browser speaks of the refusal
	with office.page.expect_navigation():
		office.page.locator("#d-from_time").fill(moment(-1))
		office.page.locator("#d-to_time").fill(moment(9))
		office.page.locator("#stand-in [type=submit]").click()
	expect(office.page.locator("#away")).to_contain_text(name("hr"))
	hr.page.goto("/process/me")
	expect(hr.page.locator("#standing-in")).to_contain_text(name("office"))
	hr.let_stand_in("director", moment(-1), moment(8))
	expect(hr.page.locator("#away")).to_contain_text(name("director"))
	run = begin()
	assert people_of(run) == ["director"]
	team("director").open_task(run)
	expect(team("director").main).to_contain_text(name("office"))
	team("director").act(run, "Approve")
	expect(office.see_run(run).locator(".timeline")).to_contain_text(name("director"))
	office.page.goto("/process/me")
	office.page.locator("[data-end]").click()
	with office.page.expect_navigation():
		office.yes(office.page.locator("dialog[open]"))
	expect(office.page.locator("#away")).to_have_count(0)
	assert people_of(begin()) == ["office"]


def test_the_lead_person_urges_and_decides_in_place_of_somebody(team):
	look()
	with signed_in("miner1"):
		run = start(CHAIN, {}, lead_person=person("director"))["instance"]
	frappe.db.commit()
	lead = team("director")
	lead.hurry(run)
	lead.see_run(run)
	words = lead.say("Decide in place of {0}").format(name("office"))
	lead.page.get_by_role("link", name=words, exact=True).click()
	lead.page.locator('#task [data-action="Approve"]').click()
	lead.leave_task()
	assert people_of(run) == ["safety"]
	assert "Urge" in logged(run)


class Office:
	"""The form of a run in the desk: its buttons and their boxes."""

	def __init__(self, desk: Desk, run: str) -> None:
		self.desk, self.page = desk, desk.page
		self.page.goto(f"/app/process-instance/{run}")
		expect(desk.form).to_be_visible()

	def say(self, text: str) -> str:
		return frappe._(text, self.desk.language)

	def open(self, label: str, group: str = "Process Office"):
		self.page.locator(".page-head").get_by_role("button", name=self.say(group)).click()
		self.page.locator(".page-head .dropdown-menu:visible").get_by_text(
			self.say(label), exact=True
		).click()
		dialog = self.page.locator(".modal.show")
		expect(dialog).to_be_visible()
		return dialog

	def do(self, label: str, group: str = "Process Office", **values: str) -> None:
		dialog = self.open(label, group)
		for field, value in values.items():
			self.enter(dialog.locator(f'.frappe-control[data-fieldname="{field}"]'), value)
		dialog.locator(".modal-footer .btn-primary").click()
		expect(dialog).to_have_count(0)

	def enter(self, box, value: str) -> None:
		control = box.locator("input:visible, select:visible, textarea:visible").first
		if control.evaluate("box => box.tagName") == "SELECT":
			control.select_option(value)
		elif box.locator(".awesomplete").count():
			control.click()
			control.press_sequentially(value, delay=20)
			box.locator("li").filter(has_text=value).first.click()
		else:
			control.fill(value)


def test_the_office_stops_puts_in_jumps_leaves_out_and_ends(office, team):
	run = begin()
	Office(office, run).do("Suspend", comment="The rule is being changed")
	assert status(run) == "Suspended"
	expect(team("miner1").see_run(run)).to_contain_text("The rule is being changed")
	Office(office, run).do("Resume")
	Office(office, run).do(
		"Put In a Step", before="two", title="Look at it first", users=name("hr"), comment="New rule"
	)
	team("miner1").see_run(run)
	expect(team("miner1").page.locator(".drawing-narrow")).to_contain_text("Look at it first")
	team("office").act(run, "Approve")
	assert people_of(run) == ["hr"]
	Office(office, run).do("Leave Out a Step", comment="He is ill")
	assert people_of(run) == ["safety"]
	Office(office, run).do("Put into Another Step", to_step="one", comment="Something is missing")
	assert people_of(run) == ["office"]
	Office(office, run).do("Hand Over Tasks", to_user=name("hr"))
	assert people_of(run) == ["hr"]
	Office(office, run).do("Name Lead Person", user=name("director"))
	look()
	assert run_of(run).lead_person == person("director")
	Office(office, run).do("End the Run", comment="Given up")
	assert status(run) == "Terminated"


def test_a_leavers_open_tasks_go_to_somebody_else(office):
	run = begin()
	staff = frappe.db.get_value("Staff Member", {"user": person("office")})
	desk = Office.__new__(Office)
	desk.desk, desk.page = office, office.page
	office.page.goto(f"/app/staff-member/{staff}")
	office.press(desk.say("Hand Over Open Tasks"))
	dialog = office.page.locator(".modal.show")
	desk.enter(dialog.locator('[data-fieldname="to_user"]'), name("hr"))
	dialog.locator(".modal-footer .btn-primary").click()
	expect(office.page.locator(".msgprint")).to_be_visible()
	assert people_of(run) == ["hr"]
	office.page.keyboard.press("Escape")


def test_acts_beside_the_decision_on_a_form_of_the_desk(office):
	run = begin()
	document = run_of(run)
	form = Office.__new__(Office)
	form.desk, form.page = office, office.page
	address = f"/app/{document.document_type.lower().replace(' ', '-')}/{document.document_name}"
	office.page.goto(address)
	form.do("Comment", "Task", text="Looks fine")
	office.page.goto(address)
	form.do("Add Signer", "Task", users=name("hr"), comment="Please look")
	assert people_of(run) == ["hr"]
	assert [act for act in logged(run) if act in ("Comment", "Add Signer")] == ["Comment", "Add Signer"]


def test_granted_leave_lets_somebody_stand_in(team, no_delegations):
	days = {"first_day": frappe.utils.today(), "last_day": frappe.utils.add_days(frappe.utils.today(), 1)}
	leave = {"leave_type": "Personal leave", **days, "days": "1", "reason": "Moving house"}
	run = team("sales1").start("BO-LEAVE", {**leave, "stand_in": name("sales.vp")})
	team("branch").act(run, "Approve")
	assert status(run) == "Completed"
	team("sales1").page.goto("/process/me")
	expect(team("sales1").page.locator("#away")).to_contain_text(name("sales.vp"))
	team("sales.vp").page.goto("/process/me")
	expect(team("sales.vp").page.locator("#standing-in")).to_contain_text(name("sales1"))
	expect(team("sales.vp").see_run(run).locator(".timeline")).to_contain_text(name("sales.vp"))
