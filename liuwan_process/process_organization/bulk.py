"""Writing many rows in a few statements. The caller has checked rights and values, and commits."""

from collections.abc import Iterable, Iterator
from itertools import islice

import frappe
from frappe.utils import now
from pypika import Case

CHUNK = 1_000


def insert_rows(doctype: str, rows: list[dict]) -> None:
	"""Inserts rows with Frappe's standard columns; one statement per 1,000. All rows have the same keys."""
	if not rows:
		return
	standard = _standard_columns()
	complete = [{"name": frappe.generate_hash(length=10), **standard, **row} for row in rows]
	columns = list(complete[0])
	frappe.db.bulk_insert(
		doctype, columns, [[row[column] for column in columns] for row in complete], chunk_size=CHUNK
	)


def _standard_columns() -> dict:
	moment, user = now(), frappe.session.user
	return {
		"creation": moment, "modified": moment, "owner": user, "modified_by": user, "docstatus": 0, "idx": 0,
	}  # fmt: skip


def update_rows(doctype: str, changes: dict[str, dict]) -> None:
	"""`changes`: row name to the columns that change; one statement per column and 1,000 rows."""
	by_column: dict[str, dict] = {}
	for name, values in changes.items():
		for column, value in values.items():
			by_column.setdefault(column, {})[name] = value
	for column, values in by_column.items():
		for chunk in chunks(values.items()):
			_update_column(doctype, column, dict(chunk))
	_touch(doctype, list(changes))


def _update_column(doctype: str, column: str, values: dict) -> None:
	table = frappe.qb.DocType(doctype)
	case = Case()
	for name, value in values.items():
		case = case.when(table.name == name, value)
	query = frappe.qb.update(table).set(table[column], case.else_(table[column]))
	query.where(table.name.isin(list(values))).run()


def _touch(doctype: str, names: list[str]) -> None:
	table = frappe.qb.DocType(doctype)
	for chunk in chunks(names):
		query = frappe.qb.update(table).set(table.modified, now()).set(table.modified_by, frappe.session.user)
		query.where(table.name.isin(chunk)).run()


def delete_rows(doctype: str, names: list[str]) -> None:
	"""Deletes rows by name, 1,000 in a statement."""
	for chunk in chunks(names):
		frappe.db.delete(doctype, {"name": ("in", chunk)})


def chunks(values: Iterable, size: int = CHUNK) -> Iterator[list]:
	"""Lists of at most `size` values."""
	iterator = iter(values)
	while chunk := list(islice(iterator, size)):
		yield chunk
