"""Rows that the app itself writes: nobody has the right to write them by hand, so no right is asked."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import now_datetime

Row = dict[str, Any]


def insert(doctype: str, rows: list[Row], ignore_duplicates: bool = False) -> list[str]:
	"""Insert rows that have the same columns; their names, made where none is given. One statement for many rows."""
	if not rows:
		return []
	now, user = now_datetime(), frappe.session.user
	usual = {"creation": now, "modified": now, "owner": user, "modified_by": user, "docstatus": 0, "idx": 0}
	full = [{"name": frappe.generate_hash(length=12), **usual, **row} for row in rows]
	columns = list(full[0])
	values = [[row[column] for column in columns] for row in full]
	frappe.db.bulk_insert(doctype, columns, values, ignore_duplicates=ignore_duplicates)
	return [row["name"] for row in full]


def update(doctype: str, name: str, **values: Any) -> None:
	"""Change one row, with the stamp of who did it."""
	frappe.db.set_value(doctype, name, values)
