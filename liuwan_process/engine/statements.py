"""Texts of the engine's statements, built once by the query builder and kept: building them anew took as long as
running them. Values go in as parameters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import frappe
from frappe.query_builder import DocType
from pypika.terms import Function, Parameter

VALUE = Parameter("%s")


def run(text: str, values: Iterable[Any] = (), **options: Any) -> Any:
	return frappe.db.sql(text, tuple(values), **options)


@lru_cache(maxsize=512)
def select(
	doctype: str, fields: tuple[str, ...], by: tuple[str, ...], order: tuple[str, ...] = (), lock: bool = True
) -> str:
	"""A read, locking unless told otherwise, of the rows whose columns `by` equal the values given."""
	table = DocType(doctype)
	query = frappe.qb.from_(table).select(*fields)
	if lock:
		query = query.for_update()
	for column in by:
		query = query.where(table[column] == VALUE)
	for column in order:
		query = query.orderby(table[column])
	return query.get_sql()


@lru_cache(maxsize=512)
def insert(doctype: str, columns: tuple[str, ...], rows: int, ignore: bool = False, most: str = "") -> str:
	"""An insertion of so many rows; a row that is there already is left alone, or keeps the greater of column `most`."""
	table = DocType(doctype)
	query = frappe.qb.into(table).columns(*columns)
	for _row in range(rows):
		query = query.insert(*[VALUE] * len(columns))
	if ignore:
		query = query.ignore()
	if most:
		greatest = Function("GREATEST", table[most], Function("VALUES", table[most]))
		query = query.on_duplicate_key_update(table[most], greatest)
	return query.get_sql()


@lru_cache(maxsize=512)
def update(doctype: str, columns: tuple[str, ...], names: int = 1) -> str:
	"""A change of so many rows by their names, which come after the values."""
	table = DocType(doctype)
	query = frappe.qb.update(table)
	for column in columns:
		query = query.set(table[column], VALUE)
	return query.where(table.name.isin([VALUE] * names)).get_sql()
