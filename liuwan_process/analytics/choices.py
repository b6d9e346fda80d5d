"""What the filters of reports offer."""

from __future__ import annotations

import frappe
from frappe import _

from liuwan_process.analytics.scope import reader_units, require_reader
from liuwan_process.process_organization.people_search import LIMIT, matching


@frappe.whitelist()
def steps(
	txt: str = "",
	process: str | None = None,
	doctype: str | None = None,
	**_more: str | None,
) -> list[dict[str, str]]:
	"""The steps of a process that people act in, in their order, for a filter: value, label.

	Raises PermissionError for everybody who may see no report.
	"""
	require_reader()
	filters = {"parent": process or "", "parenttype": "Process", "kind": ("not in", ("End", "Notice"))}
	rows = frappe.get_all("Process Step", filters, ["step_id", "title"], order_by="idx")
	return [{"value": row.step_id, "label": _(row.title)} for row in rows]


@frappe.whitelist()
def people(txt: str = "", doctype: str | None = None, **_more: str | None) -> list[dict[str, str]]:
	"""At most 20 people with an account in the units that the reader sees, by name, number or pinyin.

	Raises PermissionError for everybody who may see no report.
	"""
	require_reader()
	staff, units = frappe.qb.DocType("Staff Member"), reader_units()
	query = matching(txt).where(staff.user.isnotnull()).limit(LIMIT)
	if units is not None:
		query = query.where(staff.org_unit.isin(units or [""]))
	rows = query.select(staff.user, staff.staff_name, staff.org_unit).run(as_dict=True)
	return [{"value": row.user, "label": row.staff_name, "description": _(row.org_unit)} for row in rows]
