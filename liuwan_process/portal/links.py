"""What a Link field of a form offers: titles, in the reader's language, of what the reader may choose."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.portal.values import PEOPLE, title_field
from liuwan_process.process_organization.people_search import LIMIT, matching
from liuwan_process.process_organization.pinyin import search_key
from liuwan_process.setup.role_permissions import ROLES

Found = list[dict[str, str]]
SMALL = 500  # entries that are searched in the reader's language, spelling included


def search(doctype: str, txt: str) -> Found:
	"""At most 20 entries: `value`, `title`, `more`. Raises PermissionError for what the reader may not choose."""
	if doctype in PEOPLE:
		return _people(doctype, txt)
	if not (frappe.has_permission(doctype, "select") or frappe.has_permission(doctype, "read")):
		frappe.throw(_("You may not choose from this list"), frappe.PermissionError)
	return _documents(doctype, txt.strip())


def _people(doctype: str, txt: str) -> Found:
	"""Active people by name, number, spelling; for a User only those with an account."""
	if not set(ROLES) & set(frappe.get_roles()):
		frappe.throw(_("Only signed-in employees may look up people."), frappe.PermissionError)
	if not txt.strip():
		return []
	staff = frappe.qb.DocType("Staff Member")
	value = staff.user if doctype == "User" else staff.name
	query = matching(txt).where(value.isnotnull()).limit(LIMIT)
	rows = query.select(value.as_("value"), staff.staff_name.as_("title"), staff.org_unit).run(as_dict=True)
	return [
		{"value": row.value, "title": row.title, "more": _(row.org_unit) if row.org_unit else ""}
		for row in rows
	]


def _documents(doctype: str, txt: str) -> Found:
	field = title_field(doctype)
	rows = _listed(doctype, field)
	if len(rows) > SMALL:
		pattern = f"%{txt}%"
		either = {"name": ("like", pattern), field: ("like", pattern)}
		rows = _listed(doctype, field, LIMIT, either if txt else None)
		return [_entry(row) for row in rows]
	wanted = txt.lower()
	return [_entry(row) for row in rows if wanted in _words(row)][:LIMIT]


def _listed(
	doctype: str, field: str, length: int = SMALL + 1, either: dict | None = None
) -> list[dict[str, Any]]:
	"""What the reader may see, as Frappe's own permissions have it."""
	fields = list(dict.fromkeys(["name", field]))
	rows = frappe.get_list(
		doctype, or_filters=either, fields=fields, limit_page_length=length, order_by="name"
	)
	return [{"name": row.name, "title": row.get(field) or row.name} for row in rows]


def _entry(row: dict[str, Any]) -> dict[str, str]:
	shown = _(str(row["title"]))
	return {"value": row["name"], "title": shown, "more": ""}


def _words(row: dict[str, Any]) -> str:
	title = str(row["title"])
	chinese = _(title, "zh")
	return " ".join((str(row["name"]), title, chinese, search_key(chinese))).lower()
