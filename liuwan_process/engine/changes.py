"""What changed in a form, in the words of the log, and the form as it was at each act.

A form in plain values is {field: text or None, table: [{column: text}]}; the log keeps changes as
{field: [before, after]}. Going back from the form of today through the log gives every form in between exactly,
because each row holds what stood there before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from frappe.utils import cint, flt, get_datetime

from liuwan_process.definition.model import Definition, FormField
from liuwan_process.engine.table_rows import columns_of

Plain = dict[str, Any]


def plain(definition: Definition, form: Any) -> Plain:
	"""A form (document or dict) in plain values."""
	found: Plain = {}
	for field in definition.fields_by_name.values():
		if field.type == "Table":
			columns = columns_of(definition, field)
			found[field.name] = [_row(columns, row) for row in form.get(field.name) or []]
		elif field.holds_value:
			found[field.name] = text(field, form.get(field.name))
	return found


def between(before: Plain, after: Plain) -> dict[str, list]:
	"""Fields that differ: {field: [before, after]}."""
	return {name: [old, after[name]] for name, old in before.items() if old != after.get(name)}


def of(row: dict[str, Any]) -> dict[str, list]:
	"""The changes of a row of the log."""
	changes = row.get("changes")
	return (json.loads(changes) if isinstance(changes, str) else changes) or {}


def at(form: Plain, log: Iterable[dict[str, Any]], name: str) -> Plain:
	"""The form as it was after the act whose row in the log (in order) has this name."""
	found = dict(form)
	for row in reversed(list(log)):
		if row["name"] == name:
			break
		found |= {field: old for field, (old, _new) in of(row).items()}
	return found


def _row(columns: Iterable[FormField], row: Any) -> Plain:
	values = {column.name: text(column, row.get(column.name)) for column in columns}
	return {name: value for name, value in values.items() if value is not None}


def text(field: FormField, value: Any) -> str | None:
	"""One value as text that is the same before and after it was stored."""
	if field.type in _TEXTS:
		return _TEXTS[field.type](value)
	if value in (None, ""):
		return None
	return _DATES[field.type](value) if field.type in _DATES else str(value)


def _number(value: Any) -> str:
	number = flt(value, 9)
	return f"{number:.9f}".rstrip("0").rstrip(".") if number else "0"


def _time(value: Any) -> str:
	if isinstance(value, timedelta):
		seconds = int(value.total_seconds())
		return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
	parts = [*str(value).split(".")[0].split(":"), "00", "00"]
	return ":".join(f"{int(part):02d}" for part in parts[:3])


_TEXTS = {
	"Int": lambda value: str(cint(value)),
	"Check": lambda value: str(cint(value)),
	"Float": _number,
	"Currency": _number,
}
_DATES = {
	"Date": lambda value: str(value)[:10],
	"Datetime": lambda value: f"{get_datetime(value):%Y-%m-%d %H:%M:%S}",
	"Time": _time,
}
