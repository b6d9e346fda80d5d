"""The Workflow that Frappe reads: states, transitions, union over open runs."""

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.compiler.publish import publish
from liuwan_process.compiler.states import PARALLEL
from liuwan_process.compiler.test_form import run

PEOPLE = [{"rule": "initiator"}]


def parallel():
	"""Request, then two departments at once, then filing."""
	steps = [
		{"id": "request", "title": "Request", "kind": "start", "split": "all"},
		{"id": "it", "title": "IT", "kind": "task", "participants": PEOPLE},
		{"id": "hr", "title": "HR", "kind": "task", "participants": PEOPLE},
		{"id": "file", "title": "Filing", "kind": "task", "participants": PEOPLE, "join": "all"},
		{"id": "end", "title": "Filed", "kind": "end"},
	]
	pairs = [("request", "it"), ("request", "hr"), ("it", "file"), ("hr", "file"), ("file", "end")]
	ways = [{"from": a, "to": b, "action": "Done"} for a, b in pairs]
	return leave(steps=steps, transitions=ways)


def workflow_of(code="ZT-LEAVE"):
	return frappe.get_doc("Workflow", frappe.db.get_value("Process", code, "workflow"))


def test_states_are_the_steps_and_the_ways_to_break_off(flows):
	flows.publish(leave())
	workflow = workflow_of()

	assert [s.state for s in workflow.states] == [
		"Request", "Manager", "Board", "Granted", "Turned down", "Refused", "Withdrawn", "Terminated",
	]  # fmt: skip
	assert {s.state for s in workflow.states if s.doc_status == "1"} == {"Granted"}
	assert workflow.is_active and not workflow.send_email_alert
	assert workflow.workflow_state_field == "workflow_state"


def test_nobody_has_the_role_that_walks(flows):
	flows.publish(leave())

	assert {t.allowed for t in workflow_of().transitions} == {"Process Engine"}
	assert not frappe.db.exists("Has Role", {"role": "Process Engine", "parenttype": "User"})


def test_transitions_are_the_flow(flows):
	flows.publish(leave())

	assert [(t.state, t.action, t.next_state) for t in workflow_of().transitions] == [
		("Request", "Submit", "Manager"),
		("Manager", "Approve", "Board"),
		("Manager", "Approve", "Granted"),
		("Manager", "Refuse", "Turned down"),
		("Board", "Approve", "Granted"),
		("Board", "Refuse", "Turned down"),
	]


def test_steps_with_fields_can_be_edited_in_the_desk(flows):
	flows.publish(leave())
	edit = {s.state: s.allow_edit for s in workflow_of().states}

	assert (edit["Request"], edit["Manager"], edit["Board"]) == ("All", "All", "Process Engine")


def test_states_are_coloured(flows):
	flows.publish(leave())

	styles = dict(frappe.get_all("Workflow State", ["name", "style"], as_list=True))
	assert (styles["Granted"], styles["Turned down"]) == ("Success", "Danger")


def test_split_shows_one_state_for_all_open_steps(flows):
	flows.publish(parallel())
	workflow = workflow_of()

	ways = [(t.state, t.next_state) for t in workflow.transitions if PARALLEL in (t.state, t.next_state)]
	assert ways == [("Request", PARALLEL), (PARALLEL, "Filing")]


def test_map_is_the_union_with_the_versions_of_open_runs(flows):
	flows.publish(leave())
	run("ZT-LEAVE-v1")
	renamed = leave()
	renamed["steps"][2]["title"] = "Council"
	flows.publish(renamed)

	states = [s.state for s in workflow_of().states]
	assert states[0] == "Request" and {"Council", "Board"} <= set(states)

	frappe.db.delete("Process Instance", {"process_version": "ZT-LEAVE-v1"})
	frappe.db.commit()
	publish("ZT-LEAVE")
	assert "Board" not in [s.state for s in workflow_of().states]


def test_workflow_that_was_damaged_is_mended_by_publishing_again(flows):
	version = flows.publish(leave())
	workflow = workflow_of()
	frappe.db.delete("Workflow Transition", {"parent": workflow.name})
	frappe.db.set_value("Workflow", workflow.name, "is_active", 0)
	frappe.db.commit()
	frappe.clear_document_cache("Workflow", workflow.name)

	assert publish("ZT-LEAVE") == version
	assert len(workflow_of().transitions) == 6 and workflow_of().is_active


def test_documents_get_no_workflow_actions_beside_the_tasks(flows):
	flows.publish(leave())
	document = frappe.get_doc({"doctype": "Zt Leave", "days": 1}).insert()

	assert document.workflow_state == "Request"
	assert not frappe.db.exists("Workflow Action", {"reference_name": document.name})


@pytest.mark.parametrize("field", ["workflow_state", "process_instance"])
def test_columns_of_the_run_are_not_copied(flows, field):
	flows.publish(leave())

	assert frappe.get_meta("Zt Leave").get_field(field).no_copy
