"""The mark of a running case in which nobody has a task: set by acts, corrected once a day, read by an index."""

import frappe
import pytest

from liuwan_process.analytics import watch
from liuwan_process.engine import office, unattended
from liuwan_process.engine.support_for_tests import as_user, do, run_of, two_steps
from tests.factories import ensure_demo, only_task, plan_of


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def mark(instance: str) -> int:
	return frappe.db.get_value("Process Instance", instance, "unattended")


def plan(query) -> list[dict]:
	return plan_of(query.get_sql())


def test_a_case_that_somebody_has_is_not_marked():
	instance = two_steps()
	assert mark(instance) == 0
	do("office", instance)
	as_user("office", office.suspend, instance, "Wait")
	assert mark(instance) == 0
	as_user("office", office.resume, instance)
	do("safety", instance)
	assert run_of(instance).status == "Completed" and mark(instance) == 0


def test_what_lost_its_task_is_found_by_the_daily_look_and_forgotten_when_it_has_one_again():
	instance = two_steps()
	task = only_task("office", instance)
	frappe.db.set_value("Process Task", task, "status", "Cancelled")
	modified = run_of(instance).modified
	assert unattended.look_through() >= 1
	assert mark(instance) == 1
	assert instance in {row.name for row in watch.without_task("T-ONE-TWO")}
	assert run_of(instance).modified == modified
	frappe.db.set_value("Process Task", task, "status", "Open")
	assert unattended.look_through() >= 1
	assert mark(instance) == 0 and unattended.look_through() == 0


def test_the_page_reads_the_marked_cases_alone():
	[case, *_others] = plan(watch.waiting_for_nobody("T-ONE-TWO"))
	assert case.key == "unattended_status_process_code_started_on_index"


def test_the_daily_look_reads_indexes_alone():
	for marked in (0, 1):
		found = plan(unattended.wrongly(marked))
		assert found[0].key == "unattended_status_process_code_started_on_index"
		assert all("Using index" in row.Extra for row in found)
