"""The three shipped flows from start to end by different people in the browser.

Of each flow one run ends well after a return and with one task overdue, one is refused, one withdrawn.
"""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.engine.sweep import sweep
from liuwan_process.process_execution.report.flow_turnaround import flow_turnaround
from liuwan_process.process_execution.report.overdue_tasks import overdue_tasks
from tests.factories import signed_in

pytestmark = pytest.mark.browser

LEAVE = {
	"leave_type": "Personal leave",
	"first_day": "2024-11-25",
	"last_day": "2024-11-27",
	"days": "3",
	"reason": "My sister's wedding",
}
UNIT = "Fully Mechanised Mining Team 1"


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
	path = tmp_path_factory.mktemp("papers") / "paper.pdf"
	path.write_bytes(b"%PDF-1.4 a small paper\n%%EOF\n")
	return str(path)


def application(paper: str) -> dict:
	return {
		"project": "Extension of shaft 2",
		"builder": "Fenxi Construction",
		"kind": "Extension",
		"capacity": "30",
		"finished_on": "2026-10-30",
		"report": paper,
	}


def problem() -> dict:
	return {
		"found_on": "2026-11-20T09:30",
		"place": "Face 31003",
		"category": "Hidden hazard",
		"problem": "Roof support missing over four metres",
		"responsible_unit": UNIT,
	}


def make_overdue(run: str, step: str) -> None:
	"""As if the task had been waiting for a month; then the clock looks at it."""
	frappe.db.rollback()
	ago = now_datetime() - timedelta(days=30)
	for task in frappe.get_all(
		"Process Task", {"instance": run, "step": step, "status": "Open"}, pluck="name"
	):
		due = ago + timedelta(days=3)
		frappe.db.set_value("Process Task", task, {"opened_on": ago, "due_on": due, "warn_on": due})
	frappe.db.commit()
	sweep()


def status(run: str) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("Process Instance", run, "status")


def acts(run: str) -> list[str]:
	frappe.db.rollback()
	rows = frappe.get_all("Process Log", {"instance": run}, ["act", "step"], order_by="creation, idx")
	return [f"{row.act} {row.step or ''}".strip() for row in rows]


def reported(run: str) -> dict:
	"""What Flow Turnaround and Overdue Tasks say of a run to the process office."""
	frappe.db.rollback()
	with signed_in("office"):
		runs = flow_turnaround.execute({"group_by": "Run", "status": "All Ended", "period": "This Month"})[1]
		overdue = overdue_tasks.execute({"state": "All", "period": "This Month"})[1]
	[row] = [row for row in runs if row.get("instance") == run]
	late = [row["step_title"] for row in overdue if row.get("instance") == run]
	return {"status": row["status"], "returns": row["returns"], "late": late}


def late_steps(run: str) -> list[str]:
	return frappe.get_all("Process Task", {"instance": run, "late": 1}, pluck="step")


class TestLeave:
	def test_granted_after_a_return_and_an_overdue_decision(self, people):
		run = people("sales1", width=390).start("BO-LEAVE", LEAVE)
		people("branch", width=390).send_back(run, "request", "Who stands in for you?")
		people("sales1", width=390).act(run, "Submit", reason="My sister's wedding; Deng Zixuan stands in")
		people("branch", width=390).act(run, "Approve", "Fine")
		make_overdue(run, "vice_president")
		people("sales.vp").act(run, "Approve")
		people("quality").act(run, "Filed", file_no="QM-2026-118")
		assert status(run) == "Completed"
		assert acts(run) == [
			"Start request",
			"Return manager",
			"Decide request",
			"Decide manager",
			"Remind vice_president",
			"Decide vice_president",
			"Decide filing",
		]
		assert late_steps(run) == ["vice_president"]
		assert len(people("sales1", width=390).timeline(run)) == 7
		assert reported(run) == {"status": "Completed", "returns": 1, "late": ["Vice president decides"]}

	def test_refused_with_a_reason(self, people, paper):
		sick = {**LEAVE, "leave_type": "Sick leave", "days": "1", "certificate": paper}
		run = people("sales1", width=390).start("BO-LEAVE", sick)
		people("branch", width=390).act(run, "Refuse", "The certificate is from another person")
		assert status(run) == "Refused"
		assert acts(run) == ["Start request", "Decide manager"]
		assert reported(run) == {"status": "Refused", "returns": 0, "late": []}

	def test_withdrawn(self, people):
		run = people("sales1", width=390).start("BO-LEAVE", LEAVE)
		people("sales1", width=390).withdraw(run, "The wedding is put off")
		assert status(run) == "Withdrawn"
		assert acts(run) == ["Start request", "Withdraw"]
		assert reported(run) == {"status": "Withdrawn", "returns": 0, "late": []}


class TestAcceptance:
	def test_accepted_after_the_list_of_what_is_missing(self, people, paper):
		run = people("production").start("SA-ACCEPT", application(paper))
		people("acceptance").act(run, "Name what is missing")
		missing = [
			{"document": "Ventilation report", "remedy": "Stamp is missing"},
			{"document": "Fire inspection", "remedy": "Add it"},
		]
		people("acceptance").act(run, "Send the list", missing=missing)
		people("production").act(run, "Supply", supplement=paper)
		people("acceptance").send_back(run, "supplement", "The second page cannot be read")
		people("production").act(run, "Supply", "Scanned again")
		people("acceptance").act(run, "Accept")
		people("expert1").act(run, "Passed")
		people("expert2").act(run, "Passed", review_report="Meets the design")
		make_overdue(run, "reply")
		people("approver").act(run, "Approve", reply_no="2026-17")
		assert status(run) == "Completed"
		assert acts(run)[:5] == [
			"Start apply",
			"Decide acceptance",
			"Decide list_missing",
			"Decide supplement",
			"Return recheck",
		]
		assert acts(run).count("Decide review") == 2
		assert late_steps(run) == ["reply"]
		assert reported(run) == {"status": "Completed", "returns": 1, "late": ["Reply to the applicant"]}

	def test_not_accepted_with_reasons(self, people, paper):
		run = people("production").start("SA-ACCEPT", application(paper))
		people("acceptance").act(run, "Do not accept", "The shaft is larger than what is decided here")
		assert status(run) == "Refused"
		assert reported(run) == {"status": "Refused", "returns": 0, "late": []}

	def test_withdrawn(self, people, paper):
		run = people("production").start("SA-ACCEPT", application(paper))
		people("production").withdraw(run)
		assert status(run) == "Withdrawn"


class TestSafetyInformation:
	def test_closed_after_penalty_and_second_notice(self, people):
		run = people("inspector1", width=390).start("SI-LOOP", problem())
		people("information").act(run, "Send to the unit", severity="Serious")
		make_overdue(run, "rectify")
		done = {"measures": "Four supports set", "rectified_on": "2026-11-21T14:00"}
		people("team1", width=390).act(run, "Report as rectified", **done)
		people("inspector2", width=390).act(
			run, "Not rectified", "Two are still missing", recheck_note="Two supports missing"
		)
		people("information").act(
			run, "Send the second notice", penalty="500", penalty_reason="Reported without doing"
		)
		people("team1", width=390).act(run, "Report as rectified", **done)
		people("inspector2", width=390).send_back(run, "rectify", "Please add a photo")
		people("team1", width=390).act(run, "Report as rectified", "Photo will follow", **done)
		people("inspector2", width=390).act(run, "Rectified", recheck_note="All in place")
		assert status(run) == "Completed"
		assert acts(run).count("Copy second_feedback") == acts(run).count("Copy feedback") > 0
		assert "Remind rectify" in acts(run) and late_steps(run) == ["rectify"]
		assert reported(run) == {"status": "Completed", "returns": 1, "late": ["Rectify"]}

	def test_dismissed(self, people):
		run = people("inspector1", width=390).start("SI-LOOP", problem())
		people("information").act(run, "Set Aside", "A duplicate of yesterday's sheet")
		assert status(run) == "Refused"
		assert reported(run) == {"status": "Refused", "returns": 0, "late": []}

	def test_withdrawn(self, people):
		run = people("inspector1", width=390).start("SI-LOOP", problem())
		people("inspector1", width=390).withdraw(run, "Wrong place")
		assert status(run) == "Withdrawn"
