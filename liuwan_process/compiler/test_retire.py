"""Retiring a process, publishing it again, and taking everything off the site."""

import frappe

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.compiler.publish import publish
from liuwan_process.compiler.removal import remove
from liuwan_process.compiler.retire import retire


def test_retired_process_has_no_active_workflow_and_keeps_its_documents(flows):
	flows.publish(leave())
	name = frappe.get_doc({"doctype": "Zt Leave", "days": 2}).insert().name
	retire("ZT-LEAVE")

	assert frappe.db.get_value("Process", "ZT-LEAVE", "status") == "Retired"
	assert frappe.db.get_value("Process Version", "ZT-LEAVE-v1", "status") == "Retired"
	assert not frappe.db.exists("Workflow", {"document_type": "Zt Leave", "is_active": 1})
	assert frappe.get_doc("Zt Leave", name).days == 2


def test_retiring_twice_changes_nothing(flows):
	flows.publish(leave())
	retire("ZT-LEAVE")
	before = frappe.db.get_value("Process", "ZT-LEAVE", "modified")
	retire("ZT-LEAVE")

	assert frappe.db.get_value("Process", "ZT-LEAVE", "modified") == before


def test_retired_process_comes_back_with_its_version(flows):
	flows.publish(leave())
	retire("ZT-LEAVE")

	assert publish("ZT-LEAVE") == "ZT-LEAVE-v1"
	assert frappe.db.get_value("Process Version", "ZT-LEAVE-v1", "status") == "Current"
	assert frappe.db.exists("Workflow", {"document_type": "Zt Leave", "is_active": 1})


def test_removal_leaves_nothing_of_the_compiler(flows):
	flows.publish(leave(title="测试请假"))
	form = flows.form(leave())
	remove(frappe.get_doc("Process", "ZT-LEAVE"))

	assert not frappe.db.exists("Workflow", {"document_type": form})
	assert not frappe.db.exists("Report", {"ref_doctype": form})
	assert not frappe.db.exists("Client Script", {"dt": form})
	assert not frappe.db.exists("DocType", form)
	assert not frappe.db.exists("Translation", {"source_text": form})


def test_a_form_with_documents_outlives_the_app(flows):
	flows.publish(leave())
	name = frappe.get_doc({"doctype": "Zt Leave", "days": 2}).insert().name
	remove(frappe.get_doc("Process", "ZT-LEAVE"))

	kept = frappe.get_doc("DocType", "Zt Leave")
	assert kept.module == "Custom" and [p.role for p in kept.permissions] == ["System Manager"]
	assert not [field for field in kept.fields if field.options == "Process Instance"]
	assert frappe.get_doc("Zt Leave", name).days == 2
