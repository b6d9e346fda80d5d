"""What the portal shows of the green channel and the lead person, and to whom."""

import frappe
import pytest

from liuwan_process.engine import acts
from liuwan_process.engine.start import start
from liuwan_process.portal.support_for_tests import get, html
from tests.factories import document, ensure_demo, only_task, person, publish_process, signed_in, step

CODE = "T-GREEN-PAGE"
LATER = {"deferrable": True, "make_up": {"amount": 5, "unit": "working_days"}}


@pytest.fixture(autouse=True)
def flow():
	ensure_demo()
	publish(quota=9)


def publish(quota: int) -> None:
	publish_process(
		document(
			CODE,
			[
				step("start", "start"),
				step("sign", user="office", title="Sign the papers", **LATER),
				step("work", "task", user="hr", title="Do the work", lead_decides=True),
				step("end", "end"),
			],
			["start>sign Submit", "sign>work", "work>end Done"],
			policies={"lead": "optional", "urgent_quota": quota},
			limit={"amount": 10, "unit": "working_days"},
		)
	)


@pytest.fixture
def run() -> str:
	with signed_in("sales1"):
		more = {"urgent": True, "urgent_reason": "Flood in the street", "lead_person": person("miner1")}
		return start(CODE, {}, **more)["instance"]


def test_the_start_page_says_what_is_left_of_the_quota_and_what_is_put_off():
	text = html("sales1", f"/process/start/{CODE}")
	assert "of 9 urgent starts left for Branch Office" in text
	assert "Sign the papers" in text and 'id="urgent"' in text and 'id="lead"' in text


def test_a_quota_that_is_used_up_cannot_be_chosen(run):
	publish(quota=1)
	text = html("sales1", f"/process/start/{CODE}")
	assert "All 1 urgent starts of Branch Office" in text and "disabled>" in text


def test_who_belongs_to_no_unit_is_offered_no_green_channel():
	assert 'id="urgent"' not in html("Administrator", f"/process/start/{CODE}")


def test_run_and_lists_carry_the_mark(run):
	text = html("sales1", f"/process/run/{run}")
	assert "Green channel" in text and "Flood in the street" in text and "苗壮" not in text
	assert "was put off: green channel" in text
	for who, path in (("sales1", "/process/requests"), ("hr", "/process/tasks")):
		assert 'tone-green">Green channel' in html(who, path)


def test_while_it_is_made_up_the_page_says_so(run):
	with signed_in("hr"):
		acts.decide(only_task("hr", run), "Done")
	text = html("sales1", f"/process/run/{run}")
	assert "Making up" in text and "Withdraw this request?" not in text
	assert "To be made up" in html("office", f"/process/task/{only_task('office', run)}")
	assert "补办中" in html("sales1", f"/process/run/{run}", "zh")


def test_the_lead_person_may_urge_name_another_and_decide_where_the_step_says_so(run):
	text = html("miner1", f"/process/run/{run}")
	task = only_task("hr", run)
	assert 'id="urge"' in text and 'id="name-lead"' in text
	assert f"/process/task/{task}" in text and "Decide in place of" in text
	page = html("miner1", f"/process/task/{task}")
	assert "as the lead person" in page and 'data-dialog="transfer"' not in page


def test_nobody_else_gets_the_page_of_somebody_s_task(run):
	task = only_task("hr", run)
	assert get("sales1", f"/process/task/{task}").status_code == 302
	assert 'id="name-lead"' not in html("sales1", f"/process/run/{run}")


def test_the_limit_of_the_whole_run_stands_on_its_page(run):
	assert "The whole run" in html("sales1", f"/process/run/{run}")
	due = frappe.db.get_value("Process Instance", run, "due_on")
	assert due.strftime("%Y-%m-%d %H:%M") in html("sales1", f"/process/run/{run}")
