"""A new version is published while runs of the old one stand in a step that no longer exists."""

import frappe
import pytest

from liuwan_process.engine import acts
from liuwan_process.engine.start import start
from tests.factories import document, ensure_demo, only_task, publish_process, signed_in, step

OLD = document(
	"T-VERSION",
	[
		step("start", "start"),
		step("clerk", user="office", title="Clerk checks"),
		step("chief", user="finance", title="Chief decides"),
		step("end", "end"),
	],
	["start>clerk Submit", "clerk>chief", "chief>end"],
)
NEW = document(
	"T-VERSION",
	[step("start", "start"), step("director", user="director", title="Director decides"), step("end", "end")],
	["start>director Submit", "director>end"],
)


def run(code: str) -> str:
	with signed_in("miner1"):
		return start(code, {})["instance"]


def approve(login: str, instance: str) -> str:
	with signed_in(login):
		return acts.decide(only_task(login, instance), "Approve")["status"]


@pytest.fixture
def two_runs() -> tuple[str, str]:
	"""(run of the first version in its second step, run of the second version)."""
	ensure_demo()
	publish_process(OLD)
	old = run("T-VERSION")
	approve("office", old)
	frappe.db.commit()
	publish_process(NEW)
	return old, run("T-VERSION")


def test_old_runs_finish_on_their_version_and_new_ones_on_the_new(two_runs):
	old, new = two_runs
	assert frappe.db.get_value("Process Instance", old, "process_version") != frappe.db.get_value(
		"Process Instance", new, "process_version"
	)
	assert approve("finance", old) == "Completed"
	assert approve("director", new) == "Completed"
	form = frappe.db.get_value("Process Instance", old, ["document_type", "document_name"])
	assert frappe.db.get_value(*form, ["workflow_state", "docstatus"]) == ("End", 1)


def test_the_workflow_keeps_states_that_open_runs_stand_in(two_runs):
	doctype = frappe.db.get_value("Process Instance", two_runs[0], "document_type")
	workflow = frappe.get_doc("Workflow", {"document_type": doctype, "is_active": 1})
	states = {state.state for state in workflow.states}
	assert {"Chief decides", "Director decides"} <= states


def test_an_old_run_can_be_returned_to_an_old_step(two_runs):
	old, _new = two_runs
	with signed_in("finance"):
		acts.send_back(only_task("finance", old), "clerk", "Once more")
	assert approve("office", old) == "Running"
	assert approve("finance", old) == "Completed"
