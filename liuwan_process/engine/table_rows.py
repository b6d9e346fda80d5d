"""Rows of a form's table as somebody sent them, put together with those that stand there, as a step allows.

A row is known by its `name`. Where nobody names rows and not every column is sent, they are taken in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, FormField, Step
from liuwan_process.engine.errors import EngineError
from liuwan_process.process_library import linked_fields

Row = dict[str, Any]
Clean = Callable[[FormField, Any], Any]
RULES = ("fixed", "add", "free")


def columns_of(definition: Definition, table: FormField) -> tuple[FormField, ...]:
	"""Columns of a table, also where its rows are a DocType of their own."""
	return definition.columns(table.name) or linked_fields.columns(table.options, table.name)


def merge(
	definition: Definition,
	steps: Sequence[Step],
	table: FormField,
	before: list,
	given: list[Row],
	clean: Clean,
) -> list[Row]:
	"""The rows that stand there afterwards: {"name" of a row that is kept, column: value}.

	Raises EngineError naming the column or table that none of the steps lets people change.
	"""
	columns = columns_of(definition, table)
	open_columns = {
		c.name for c in columns if any(access.may_edit_column(definition, step, c) for step in steps)
	}
	pairs = _pairs(before, given, by_place=len(open_columns) < len(columns))
	rule = max((access.rows_of(definition, step, table.name) for step in steps), key=RULES.index)
	_check_rows(table, before, pairs, rule)
	if rule != "free":
		pairs.sort(key=lambda pair: before.index(pair[0]) if pair[0] is not None else len(before))
	return [_row(columns, open_columns, old, new, clean) for old, new in pairs]


def _pairs(before: list, given: list[Row], by_place: bool) -> list[tuple[Any, Row]]:
	"""(the row that stands there or None, the row that was sent)."""
	known = {row.get("name"): row for row in before if row.get("name")}
	if by_place and not any(row.get("name") in known for row in given):
		return [(before[i] if i < len(before) else None, row) for i, row in enumerate(given)]
	pairs = []
	for row in given:
		pairs.append((known.pop(row.get("name"), None), row))
	return pairs


def _check_rows(table: FormField, before: list, pairs: list[tuple[Any, Row]], rule: str) -> None:
	kept = sum(old is not None for old, _new in pairs)
	if rule != "free" and kept < len(before):
		_refuse(table, _("Rows of “{0}” cannot be removed now"))
	if rule == "fixed" and kept < len(pairs):
		_refuse(table, _("Rows cannot be added to “{0}” now"))


def _row(columns: Sequence[FormField], open_columns: set[str], old: Any, new: Row, clean: Clean) -> Row:
	row = _kept(old)
	for column in columns:
		stands = old.get(column.name) if old is not None else column.default or None
		sent = clean(column, new[column.name]) if column.name in new else stands
		if column.name not in open_columns:
			if not same(sent, stands) and sent not in (None, "", 0):
				_refuse(column, _("“{0}” cannot be changed now"))
			sent = stands
		row[column.name] = sent
	return row


def _kept(old: Any) -> Row:
	"""Everything that a row holds, also in columns that a definition does not know."""
	if old is None:
		return {}
	names = [df.fieldname for df in old.meta.fields] if hasattr(old, "meta") else list(old)
	return {name: old.get(name) for name in ("name", *names) if old.get(name) is not None}


def same(one: Any, other: Any) -> bool:
	"""Nothing, "" and 0 are stored alike."""
	return str(one or "") == str(other or "")


def _refuse(field: FormField, message: str) -> None:
	label = _(field.label)
	frappe.throw(message.format(label), EngineError, title=label)
