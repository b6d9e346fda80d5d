"""Processes on a form that exists already: its rights, rows and workflows are respected."""

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.compiler.publish import publish
from liuwan_process.process_library.working_copy import fill

FORM = "Zt Existing Form"


@pytest.fixture
def existing_form():
	"""A form that an administrator built, with a document in it."""
	form = frappe.get_doc(
		{
			"doctype": "DocType",
			"name": FORM,
			"module": "Custom",
			"custom": 1,
			"fields": [
				{"fieldname": "days", "fieldtype": "Int", "label": "Days"},
				{"fieldname": "opinion", "fieldtype": "Text Editor", "label": "Opinion"},
			],
			"permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1}],
		}
	).insert()
	frappe.get_doc({"doctype": FORM, "days": 2}).insert()
	frappe.db.commit()
	yield form.name
	frappe.db.rollback()
	frappe.delete_doc("DocType", FORM, force=True)
	frappe.db.commit()
	frappe.db.sql_ddl(f"drop table if exists `tab{FORM}`")


def linked(code="ZT-LINKED"):
	return leave(process=code, form={"doctype": FORM, "linked": True}, subject="{days}")


def test_form_gets_the_columns_of_a_run_and_keeps_its_rights(flows, existing_form):
	flows.publish(linked())
	meta = frappe.get_meta(FORM)

	assert meta.has_field("workflow_state") and meta.has_field("process_instance")
	assert [p.role for p in meta.permissions] == ["System Manager"]
	assert not frappe.db.exists("Custom DocPerm", {"parent": FORM})
	assert frappe.get_all("DocField", {"parent": FORM}, pluck="fieldname", order_by="idx") == [
		"days",
		"opinion",
	]


def test_form_that_is_not_submitted_ends_as_a_draft(flows, existing_form):
	flows.publish(linked())
	workflow = frappe.get_doc("Workflow", frappe.db.get_value("Process", "ZT-LINKED", "workflow"))

	assert {s.doc_status for s in workflow.states} == {"0"}


@pytest.mark.parametrize("own", [True, False])
def test_a_status_of_its_own_is_shown_in_lists(flows, existing_form, own):
	if own:
		form = frappe.get_doc("DocType", existing_form)
		form.append("fields", {"fieldname": "status", "fieldtype": "Select", "options": "Draft\nIn Force"})
		form.save()
	flows.publish(linked())
	workflow = frappe.db.get_value("Process", "ZT-LINKED", "workflow")

	assert frappe.db.get_value("Workflow", workflow, "override_status") == own


def test_publishing_twice_changes_nothing(flows, existing_form):
	version = flows.publish(linked())

	assert flows.publish(linked()) == version


def test_condition_over_a_field_that_the_form_lacks_is_refused(flows, existing_form):
	document = linked()
	document["transitions"][1]["condition"] = "hours > 3"

	with pytest.raises(frappe.ValidationError, match="unknown field hours"):
		flows.publish(document)


def test_form_with_a_workflow_of_its_own_is_refused(flows, existing_form):
	frappe.get_doc(
		{
			"doctype": "Workflow",
			"workflow_name": "Zt Own Workflow",
			"document_type": FORM,
			"is_active": 1,
			"workflow_state_field": "workflow_state",
			"states": [{"state": "Approved", "allow_edit": "System Manager", "doc_status": "0"}],
		}
	).insert()

	with pytest.raises(frappe.ValidationError, match="already has the workflow Zt Own Workflow"):
		flows.publish(linked())
	assert frappe.db.get_value("Workflow", "Zt Own Workflow", "is_active") == 1


def test_two_processes_cannot_share_a_form(flows, existing_form):
	flows.publish(linked())

	with pytest.raises(frappe.ValidationError, match="already belongs to the process"):
		flows.publish(linked("ZT-SECOND"))


def test_missing_form_is_named(flows):
	process = fill(frappe.new_doc("Process"), linked())
	process.flags.ignore_links = True
	process.save()
	flows.codes.add(process.name)

	with pytest.raises(frappe.ValidationError, match="does not exist"):
		publish(process.name)
