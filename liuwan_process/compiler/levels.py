"""What some step hides gets a permission level of its own, which closes every way in which Frappe reads documents.

The offices read that level. Nobody else does: the desk's form and the portal give people what they may see of the
single document, and the guard says who may write it (docs/adr). Therefore the level may be *written* by all who may
write the form: otherwise Frappe would silently put back what somebody filled in.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.permissions import setup_custom_perms

from liuwan_process.compiler.plan import Plan
from liuwan_process.definition import access
from liuwan_process.definition.model import FormField

LEVEL = 9  # Frappe's highest; the lower ones are left to administrators
RIGHTS = ("read", "write", "report", "export", "print", "email")


def hidden(plan: Plan) -> set[str]:
	"""Fields, and columns as `table.column`, that a step of any published version or of the new one hides."""
	return set().union(*(access.confidential(d) for d in (plan.definition, *plan.in_use, *plan.earlier)))


def of(field: FormField, hidden: set[str]) -> int:
	"""The level of a field or column; all columns of a hidden table are closed with it."""
	paths = {f"{field.table}.{field.name}", field.table} if field.table else {field.name}
	return LEVEL if paths & hidden else 0


def rows(readers: tuple[str, ...]) -> list[dict[str, Any]]:
	"""DocPerm rows of the level for a form of our own."""
	reading = [{"role": role, **_rights(("read", "report", "export", "print", "email"))} for role in readers]
	return [*reading, {"role": "Process Participant", **_rights(("write",))}]


def complete(doctype: Any, readers: tuple[str, ...]) -> bool:
	"""Add the level's rows to a DocType that lacks them; whether any was added."""
	there = {row.role for row in doctype.permissions if row.permlevel == LEVEL}
	missing = [row for row in rows(readers) if row["role"] not in there]
	for row in missing:
		doctype.append("permissions", row)
	return bool(missing)


def close_linked(plan: Plan) -> None:
	"""Close fields of a form that exists already; roles that read all of it go on doing so."""
	paths = hidden(plan)
	if not paths:
		return
	for path in paths:
		table, dot, column = path.partition(".")
		if dot:
			_close(plan.form, table, column)
		else:
			_close(plan.form, "", path)
	_open_to_roles(plan.form)


def _close(form: str, table: str, name: str) -> None:
	doctype = frappe.get_meta(form).get_field(table).options if table else form
	field = frappe.get_meta(doctype).get_field(name)
	if not field or field.permlevel:
		return  # an administrator has closed it already
	frappe.make_property_setter(
		{
			"doctype": doctype,
			"fieldname": name,
			"property": "permlevel",
			"value": LEVEL,
			"property_type": "Int",
		},
		validate_fields_for_doctype=False,
	)
	if field.fieldtype == "Table":
		for column in frappe.get_meta(field.options).fields:
			_close(form, name, column.fieldname)


def _open_to_roles(form: str) -> None:
	setup_custom_perms(form)
	rows = frappe.get_all("Custom DocPerm", {"parent": form}, ["role", "permlevel", "if_owner", *RIGHTS])
	there = {row.role for row in rows if row.permlevel == LEVEL}
	readers = {row.role: row for row in rows if not row.permlevel and row.read and not row.if_owner}
	wanted = {role: {right: row[right] for right in RIGHTS} for role, row in readers.items()}
	wanted.setdefault("All", _rights(("write",)))
	for role, rights in wanted.items():
		if role not in there:
			row = {"doctype": "Custom DocPerm", "parent": form, "parenttype": "DocType", "role": role}
			frappe.get_doc(row | {"parentfield": "permissions"} | rights | {"permlevel": LEVEL}).insert(
				ignore_permissions=True  # permission to publish was checked by the caller
			)
	frappe.clear_cache(doctype=form)


def open_linked(form: str) -> None:
	"""Take back what `close_linked` did."""
	doctypes = [form, *(field.options for field in frappe.get_meta(form).get_table_fields())]
	setters = {"doc_type": ("in", doctypes), "property": "permlevel", "value": str(LEVEL)}
	for name in frappe.get_all("Property Setter", setters, pluck="name"):
		frappe.delete_doc("Property Setter", name, ignore_permissions=True)  # uninstalling: nobody is asked
	for name in frappe.get_all("Custom DocPerm", {"parent": form, "permlevel": LEVEL}, pluck="name"):
		frappe.delete_doc("Custom DocPerm", name, ignore_permissions=True)


def _rights(given: tuple[str, ...]) -> dict[str, int]:
	"""Every right is named, because Frappe gives some unless told otherwise."""
	named = ("select", "read", "write", "create", "delete", "report", "export", "share", "print", "email")
	return {"permlevel": LEVEL, **{right: int(right in given) for right in named}}
