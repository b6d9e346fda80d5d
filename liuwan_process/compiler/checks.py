"""Why a process cannot be published: what is unsound in it, and what this site does not have or will not give up."""

from __future__ import annotations

from collections.abc import Iterator

import frappe

from liuwan_process.compiler import knowledge_checks, naming, work_checks
from liuwan_process.compiler.plan import Plan
from liuwan_process.definition import soundness
from liuwan_process.definition.model import FormField
from liuwan_process.definition.problems import Problem, _

# Old type: the types that it can become without losing what is stored.
WIDER = {
	"Data": ("Small Text", "Text"),
	"Small Text": ("Text",),
	"Select": ("Data", "Small Text", "Text"),
	"Link": ("Data", "Select", "Small Text", "Text"),
	"Int": ("Float", "Currency", "Data", "Small Text", "Text"),
	"Check": ("Int", "Float", "Currency"),
	"Float": ("Currency",),
	"Currency": ("Float",),
	"Date": ("Datetime", "Data"),
	"Datetime": ("Data",),
	"Time": ("Data",),
	"Attach": ("Small Text", "Text"),
}


def problems(plan: Plan) -> list[Problem]:
	"""Everything that is wrong, in the order of the process. No error: it can be published."""
	process = plan.process
	if process.is_group:
		return [Problem(_("A group of processes has no flow to publish"))]
	if not plan.definition.steps:
		return [Problem(_("The process has no steps yet"))]
	if plan.definition.linked and not frappe.db.exists("DocType", plan.form):
		return [Problem(_("The linked form {0} does not exist"), "", (plan.form,), table="fields")]
	found = soundness.check(plan.definition)
	found += work_checks.problems(plan)
	found += knowledge_checks.problems(plan)
	return [*found, *(_linked(plan) if plan.definition.linked else _own(plan))]


def _own(plan: Plan) -> Iterator[Problem]:
	if not plan.definition.fields_by_name:
		yield Problem(_("The form has no fields yet"), table="fields")
	for field in plan.definition.fields:
		yield from _target(plan, field)
		yield from _change(plan, field)


def _target(plan: Plan, field: FormField) -> Iterator[Problem]:
	has_columns = bool(plan.definition.columns(field.name))
	if field.type not in ("Link", "Table") or has_columns or not field.options:
		return
	is_table = frappe.db.get_value("DocType", field.options, "istable")
	if is_table is None:
		message = _("Field “{0}”: there is no DocType {1}")
		yield Problem(message, field.name, (field.label, field.options), table="fields")
	elif bool(is_table) != (field.type == "Table"):
		message = _("Field “{0}”: {1} cannot be used for a field of type {2}")
		yield Problem(message, field.name, (field.label, field.options, field.type), table="fields")


def _change(plan: Plan, field: FormField) -> Iterator[Problem]:
	"""A column that holds data may only become wider."""
	doctype = plan.form if not field.table else _rows_of(plan, field.table)
	old = frappe.db.get_value("DocField", {"parent": doctype, "fieldname": field.name}, "fieldtype")
	if not old or old == field.type or field.type in WIDER.get(old, ()):
		return
	if _holds_data(doctype, field.name, old):
		message = _("Field “{0}” already holds data as {1}; as {2} it would be lost. Add a new field instead")
		yield Problem(message, field.name, (field.label, old, field.type), table="fields")


def _rows_of(plan: Plan, table: str) -> str:
	found = frappe.db.get_value("DocField", {"parent": plan.form, "fieldname": table}, "options")
	return found or naming.child_name(plan.form, table)


def _holds_data(doctype: str, fieldname: str, fieldtype: str) -> bool:
	if fieldtype == "Table":
		rows = frappe.db.get_value("DocField", {"parent": doctype, "fieldname": fieldname}, "options")
		return bool(frappe.db.exists(rows, {"parenttype": doctype, "parentfield": fieldname}))
	if not frappe.db.has_column(doctype, fieldname):
		return False
	empty = 0 if fieldtype in ("Int", "Float", "Currency", "Check") else ""
	return bool(frappe.get_all(doctype, {fieldname: ("not in", [empty])}, limit=1, ignore_ifnull=False))


def _linked(plan: Plan) -> Iterator[Problem]:
	doctype = frappe.db.get_value("DocType", plan.form, ["issingle", "istable"], as_dict=True)
	if doctype.issingle or doctype.istable:
		yield Problem(_("{0} cannot be the form of a process"), "", (plan.form,), table="fields")
	others = {"document_type": plan.form, "status": "Published", "name": ("!=", plan.process.name)}
	if other := frappe.db.get_value("Process", others, "title"):
		yield Problem(
			_("The form {0} already belongs to the process {1}"), "", (plan.form, other), table="fields"
		)
	workflow = frappe.db.get_value("Workflow", {"document_type": plan.form, "is_active": 1})
	if workflow and workflow != plan.process.workflow and not other:
		message = _("The form {0} already has the workflow {1}; deactivate it first")
		yield Problem(message, "", (plan.form, workflow), table="fields")
