"""The report that lists a form's documents with their step, and the Chinese names of form and report."""

from __future__ import annotations

import json

import frappe
from frappe import _

from liuwan_process.compiler.form import child_of
from liuwan_process.compiler.naming import MODULE, register_name
from liuwan_process.compiler.plan import Plan

COLUMNS_SHOWN = 6


def apply(plan: Plan) -> None:
	"""Make the register once; afterwards it belongs to whoever changes it."""
	name = register_name(plan.form)
	if not frappe.db.exists("Report", name):
		_make(plan, name)
	if not plan.definition.linked:
		_translate_names(plan)


def _translate_names(plan: Plan) -> None:
	"""The Chinese desk calls form, tables and register by the Chinese title, whatever their names are."""
	title = plan.definition.title
	before = _names(plan, plan.earlier[-1].title if plan.earlier else title)
	for name, chinese in _names(plan, title).items():
		if name != title:
			translate(name, chinese, before.get(name, chinese))


def _names(plan: Plan, title: str) -> dict[str, str]:
	chinese = title if not title.isascii() else _(title, lang="zh")
	if chinese.isascii():
		return {}
	tables = [field for field in plan.definition.fields if plan.definition.columns(field.name)]
	names = {child_of(plan, table.name): chinese + _(table.label, lang="zh") for table in tables}
	return {plan.form: chinese, register_name(plan.form): f"{chinese}台账", **names}


def translate(source: str, chinese: str, before: str) -> None:
	"""What the Chinese desk calls something whose name has to be written in Latin letters.

	A translation that says something else than the title before was made by hand, and stays.
	"""
	key = {"language": "zh", "source_text": source}
	found = frappe.db.get_value("Translation", key, ["name", "translated_text"], as_dict=True)
	if found and found.translated_text != before:
		return
	row = frappe.get_doc("Translation", found.name) if found else frappe.new_doc("Translation")
	if row.translated_text != chinese:
		row.update({**key, "translated_text": chinese})
		row.save(ignore_permissions=True)  # permission to publish was checked by the caller


def _make(plan: Plan, name: str) -> None:
	report = frappe.get_doc(
		{
			"doctype": "Report",
			"report_name": name,
			"ref_doctype": plan.form,
			"report_type": "Report Builder",
			"is_standard": "No",
			"module": MODULE,
			"json": json.dumps(_layout(plan)),
		}
	)
	report.insert(ignore_permissions=True)  # permission to publish was checked by the caller


def _layout(plan: Plan) -> dict:
	values = [f for f in plan.definition.fields_by_name.values() if f.holds_value and f.type != "Table"]
	listed = [f.name for f in values if f.in_list] or [f.name for f in values[:COLUMNS_SHOWN]]
	columns = ["name", "workflow_state", "owner", "creation", *listed]
	return {
		"filters": [],
		"fields": [[column, plan.form] for column in columns],
		"order_by": f"`tab{plan.form}`.`creation` desc",
		"add_totals_row": 0,
		"page_length": 20,
	}
