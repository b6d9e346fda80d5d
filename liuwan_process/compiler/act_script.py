"""A Client Script for each form: the desk asks for a comment before an act. What it does is in `public/js/act_comment.js`."""

from __future__ import annotations

import json

import frappe

from liuwan_process.compiler.naming import MODULE
from liuwan_process.compiler.plan import Plan

SCRIPT = """frappe.ui.form.on(%s, {
	refresh: (frm) => liuwan_process.load_refusals(frm),
	before_workflow_action: (frm) => liuwan_process.ask_comment(frm),
});
"""


def apply(plan: Plan) -> None:
	"""Make the script where it is missing or says something else."""
	name, text = name_of(plan.form), SCRIPT % json.dumps(plan.form)
	if frappe.db.get_value("Client Script", name, "script") == text:
		return
	script = (
		frappe.get_doc("Client Script", name) if frappe.db.exists("Client Script", name) else _new(plan, name)
	)
	script.update({"script": text, "enabled": 1})
	script.save(ignore_permissions=True)  # permission to publish was checked by the caller


def name_of(doctype: str) -> str:
	return f"{doctype}: process"


def _new(plan: Plan, name: str):
	script = frappe.new_doc("Client Script")
	script.update({"name": name, "dt": plan.form, "view": "Form", "module": MODULE})
	script.flags.name_set = True
	return script
