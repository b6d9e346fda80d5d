"""One value of a form as somebody sent it: checked against its field, or refused by the field's name."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.model import Definition, FormField
from liuwan_process.engine.errors import EngineError

EMPTY = (None, "")
LONGEST = 140  # of a Data field


def clean(definition: Definition, field: FormField, value: Any) -> Any:
	"""The value as the form keeps it; empty stays empty. Raises EngineError naming the field."""
	if field.type == "Table":
		return [_row(definition, field, row) for row in rows(field, value)]
	if isinstance(value, list | dict | tuple):
		_refuse(field, _("“{0}” holds one value"))
	if value in EMPTY:
		return None
	try:
		return CLEANERS.get(field.type, _text)(field, value)
	except (TypeError, ValueError, OverflowError):
		_refuse(field, MESSAGES.get(field.type, "“{0}” cannot hold this value"))


def rows(field: FormField, value: Any) -> list[dict[str, Any]]:
	"""The rows that somebody sent for a table."""
	try:
		found = frappe.parse_json(value) or []
	except ValueError:
		found = None
	if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
		_refuse(field, _("“{0}” holds rows"))
	return found


def _row(definition: Definition, field: FormField, row: dict[str, Any]) -> dict[str, Any]:
	"""A row of a table without anything but its columns, so that nobody sets a row's parent or name."""
	columns = definition.columns(field.name)
	if not columns:  # a table whose rows are a DocType of their own, whose columns Frappe checks
		standard = ("name", "parent", "parenttype", "parentfield", "docstatus")
		return {key: value for key, value in row.items() if key not in standard}
	return {column.name: clean(definition, column, row.get(column.name)) for column in columns}


def clean_cell(definition: Definition, column: FormField, value: Any) -> Any:
	"""A value in a row; in a table whose rows are a DocType of their own Frappe checks it."""
	return clean(definition, column, value) if definition.columns(column.table) else value


def _whole(_field: FormField, value: Any) -> int:
	number = float(value)
	if number != int(number):
		raise ValueError
	return int(number)


def _number(_field: FormField, value: Any) -> float:
	number = float(value)
	if number != number or abs(number) > 1e15:
		raise ValueError
	return number


def _check(_field: FormField, value: Any) -> int:
	return int({"true": 1, "false": 0}.get(str(value).lower(), value) not in (0, "0", False))


def _date(_field: FormField, value: Any) -> str:
	return str(datetime.date.fromisoformat(str(value)[:10]))


def _datetime(_field: FormField, value: Any) -> str:
	return str(datetime.datetime.fromisoformat(str(value)).replace(tzinfo=None))


def _time(_field: FormField, value: Any) -> str:
	return str(datetime.time.fromisoformat(str(value)))


def _choice(field: FormField, value: Any) -> str:
	if str(value) not in field.options.split("\n"):
		raise ValueError
	return str(value)


def _text(field: FormField, value: Any) -> Any:
	if field.type == "Data" and len(str(value)) > LONGEST:
		_refuse(field, _("“{0}” is too long"))
	return value if isinstance(value, str) else str(value)


def _refuse(field: FormField, message: str) -> None:
	label = _(field.label)
	frappe.throw(_(message).format(label), EngineError, title=label)


CLEANERS: dict[str, Callable[[FormField, Any], Any]] = {
	"Int": _whole,
	"Float": _number,
	"Currency": _number,
	"Check": _check,
	"Date": _date,
	"Datetime": _datetime,
	"Time": _time,
	"Select": _choice,
}
NUMBER = "“{0}” must be a number"
MESSAGES = {
	"Int": "“{0}” must be a whole number",
	"Float": NUMBER,
	"Currency": NUMBER,
	"Date": "“{0}” must be a date",
	"Datetime": "“{0}” must be a date and a time",
	"Time": "“{0}” must be a time",
	"Select": "“{0}” must be one of the choices",
}
