"""A form that exists already: the columns that a run needs on it."""

from __future__ import annotations

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from liuwan_process.compiler import fields, levels, naming
from liuwan_process.compiler.plan import Plan

OURS = ("workflow_state", "process_instance")


def apply(plan: Plan) -> None:
	"""Add the columns that a run needs; rights to the form are those that it has."""
	missing = [
		f for f in fields.SYSTEM_FIELDS if f["fieldname"] in OURS and not _exists(plan.form, f["fieldname"])
	]
	if missing:
		rows = [f | {"hidden": 1, "module": naming.MODULE} for f in missing]
		create_custom_fields({plan.form: rows}, ignore_validate=True)
	levels.close_linked(plan)


def remove(doctype: str) -> None:
	"""Take away the columns and the permission level that `apply` added."""
	levels.open_linked(doctype)
	names = frappe.get_all(
		"Custom Field",
		{"dt": doctype, "fieldname": ("in", OURS), "module": naming.MODULE},
		pluck="name",
	)
	for name in names:
		frappe.delete_doc("Custom Field", name, ignore_permissions=True)  # uninstalling: nobody is asked


def _exists(doctype: str, fieldname: str) -> bool:
	return frappe.get_meta(doctype).has_field(fieldname)
