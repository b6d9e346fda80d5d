"""Objects, risks and regulations, for the desk."""

from typing import Any

import frappe
from frappe import _

from liuwan_process.process_library import end_to_end_view, regulations


@frappe.whitelist()
def clauses(
	regulation: str = "", txt: str = "", doctype: str | None = None, **_more: str | None
) -> list[dict[str, Any]]:
	"""The clauses of a regulation, for a field that names one: value, label, description. Needs read."""
	if not regulation or not frappe.has_permission("Regulation", "read", regulation):
		return []
	rows = frappe.get_all(
		"Regulation Clause",
		{"parent": regulation, "parenttype": "Regulation"},
		["clause_no", "title"],
		order_by="idx",
		limit=0,
	)
	said = [
		{"value": row.clause_no, "label": row.clause_no, "description": _(row.title or "")} for row in rows
	]
	words = txt.strip().lower()
	return [row for row in said if words in f"{row['value']} {row['description']}".lower()]


@frappe.whitelist(methods=["POST"])
def new_version(regulation: str) -> str:
	"""A draft that will supersede a regulation; its name. Needs read and create. Raises ValidationError for a draft."""
	old = frappe.get_doc("Regulation", regulation)
	old.check_permission("read")
	if not frappe.has_permission("Regulation", "create"):
		frappe.throw(_("Not permitted"), frappe.PermissionError)
	if old.status == "Draft":
		frappe.throw(_("{0} is a draft itself; change it as it is").format(old.name))
	return regulations.new_version(regulation)


@frappe.whitelist()
def end_to_end(code: str = "") -> str:
	"""The chain of a process, or the longest one, as HTML. Needs read on processes. Raises DoesNotExistError."""
	if not frappe.has_permission("Process", "read"):
		frappe.throw(_("You may not see this"), frappe.PermissionError)
	try:
		view = end_to_end_view.view(code)
	except KeyError:
		frappe.throw(_("There is no process {0}").format(code), frappe.DoesNotExistError)
	return frappe.render_template("liuwan_process/process_library/views/end_to_end.html", view)
