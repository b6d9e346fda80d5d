"""The form of a process: a custom DocType made from its fields, and one for the rows of each of its tables.

Everything here can be repeated, and nothing is taken away: a field that is gone is hidden, its data stays.
Changing tables commits; therefore this comes before the switch to the new version, and only adds to the form
that the version before still uses.
"""

from __future__ import annotations

from typing import Any

import frappe

from liuwan_process.compiler import fields, levels, naming
from liuwan_process.compiler.plan import Plan

RIGHTS = ("select", "read", "write", "create", "delete", "report", "export", "share", "print", "email")
PARTICIPANT_RIGHTS = ("read", "write", "create", "print")
READER_RIGHTS = ("select", "read", "report", "export", "print", "email")
READERS = ("Process Administrator", "Process Supervisor")


def apply(plan: Plan) -> None:
	"""Make the form, or add to it what the new definition needs."""
	hidden = levels.hidden(plan)
	tables = {name: _apply_table(plan, name, hidden) for name in _tables_with_columns(plan)}
	wanted = fields.of_form(plan.in_use, tables, hidden)
	head = {"autoname": naming.series(plan.process.code), "is_submittable": 1, "track_changes": 1}
	rows = [*wanted, *fields.SYSTEM_FIELDS]
	_write(plan.form, head, rows, _permissions(), bool(hidden))


def hide_removed(plan: Plan) -> None:
	"""Take fields that no version in use has out of sight; runs with the switch, in its transaction."""
	wanted = {name for definition in plan.in_use for name in definition.fields_by_name}
	gone = {name for definition in plan.earlier for name in definition.fields_by_name} - wanted
	visible = {"parent": plan.form, "fieldname": ("in", sorted(gone)), "hidden": 0}
	for row in frappe.get_all("DocField", visible, pluck="name") if gone else []:
		frappe.db.set_value(
			"DocField", row, {"hidden": 1, "reqd": 0, "in_list_view": 0, "mandatory_depends_on": ""}
		)


def child_of(plan: Plan, table: str) -> str:
	"""The DocType of the rows of a table: the one that it has already, else a new name."""
	found = frappe.db.get_value("DocField", {"parent": plan.form, "fieldname": table}, "options")
	return found or naming.child_name(plan.form, table)


def _tables_with_columns(plan: Plan) -> list[str]:
	"""Tables of the form whose columns the process defines; the others name a DocType that exists."""
	named = {f.table: None for definition in plan.in_use for f in definition.fields if f.table}
	return list(named)


def _apply_table(plan: Plan, table: str, hidden: set[str]) -> str:
	name = child_of(plan, table)
	_write(name, {"istable": 1, "editable_grid": 1}, fields.of_table(plan.in_use, table, hidden), [])
	return name


def _write(
	name: str, head: dict[str, Any], rows: list[dict[str, Any]], permissions: list[dict], hides: bool = False
) -> None:
	if not frappe.db.exists("DocType", name):
		_create(name, head, rows, permissions + (levels.rows(READERS) if hides else []))
		return
	doctype = frappe.get_doc("DocType", name)
	opened = levels.complete(doctype, READERS) if hides else False
	if _update(doctype, head, rows) or opened:
		doctype.save(ignore_permissions=True)  # permission to publish was checked by the caller


def _create(name: str, head: dict[str, Any], rows: list[dict], permissions: list[dict]) -> None:
	doctype = frappe.get_doc(
		{
			"doctype": "DocType",
			"name": name,
			"module": naming.MODULE,
			"custom": 1,
			**head,
			"fields": [dict(row) for row in rows],
			"permissions": permissions,
		}
	)
	doctype.insert(ignore_permissions=True)  # permission to publish was checked by the caller


def _update(doctype: Any, head: dict[str, Any], rows: list[dict]) -> bool:
	"""Write what differs into the DocType; whether anything did."""
	changed = [_assign(doctype, head)]
	present = {field.fieldname: field for field in doctype.fields}
	for row in rows:
		if row["fieldname"] in present:
			changed.append(_assign(present[row["fieldname"]], row))
		else:
			present[row["fieldname"]] = doctype.append("fields", dict(row))
			changed.append(True)
	return _arrange(doctype, rows) or any(changed)


def _assign(target: Any, values: dict[str, Any]) -> bool:
	different = {key: value for key, value in values.items() if not _same(target.get(key), value)}
	target.update(different)
	return bool(different)


def _same(old: Any, new: Any) -> bool:
	"""Nothing, "" and 0 are stored alike."""
	return str(old or "") == str(new or "") or {str(old or "0"), str(new or "0")} == {"0"}


def _arrange(doctype: Any, rows: list[dict]) -> bool:
	"""Put the process's fields first, in their order; fields that were added by hand or removed follow."""
	system = {row["fieldname"] for row in fields.SYSTEM_FIELDS} | {"amended_from"}
	wanted = [row["fieldname"] for row in rows if row["fieldname"] not in system]
	place = {name: number for number, name in enumerate(wanted)}
	last = len(place) + len(doctype.fields)
	order = sorted(
		doctype.fields,
		key=lambda f: place.get(f.fieldname, last if f.fieldname in system else len(place)),
	)
	if order == list(doctype.fields):
		return False
	doctype.fields = order
	for number, field in enumerate(order, 1):
		field.idx = number
	return True


def _permissions() -> list[dict[str, Any]]:
	"""Whoever starts a run fills in the form; everyone else sees it through a share that the engine adds."""
	own = {"role": "Process Participant", "if_owner": 1, **_rights(PARTICIPANT_RIGHTS)}
	return [own, *({"role": role, **_rights(READER_RIGHTS)} for role in READERS)]


def _rights(given: tuple[str, ...]) -> dict[str, int]:
	"""Every right is named, because Frappe gives some unless told otherwise."""
	return {right: int(right in given) for right in RIGHTS}
