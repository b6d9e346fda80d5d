"""Values of a form as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import frappe
from babel.numbers import format_currency
from frappe import _
from frappe.utils import get_datetime, getdate

from liuwan_process.definition.model import FormField
from liuwan_process.portal import times

Titles = dict[tuple[str, str], str]
PEOPLE = {"User": "full_name", "Staff Member": "staff_name"}


def shown(field: FormField, value: Any, titles: Titles) -> str:
	"""One value in words; "" when there is none."""
	if value in (None, ""):
		return ""
	return _SHOWN.get(field.type, _as_it_is)(field, value, titles)


def link_titles(asked: Iterable[tuple[str, str]]) -> Titles:
	"""Titles of linked documents: (DocType, name) -> title. One statement for each DocType that has titles."""
	by_type: dict[str, set[str]] = {}
	for doctype, name in asked:
		if doctype and name:
			by_type.setdefault(doctype, set()).add(name)
	found: Titles = {}
	for doctype, names in by_type.items():
		found.update({(doctype, name): title for name, title in _titles(doctype, names).items()})
	return found


def links_of(fields: Iterable[FormField], row: dict[str, Any]) -> list[tuple[str, str]]:
	"""What the Link fields of a form, or of a row, point at."""
	return [(f.options, row.get(f.name)) for f in fields if f.type == "Link" and row.get(f.name)]


def file_name(url: str) -> str:
	return url.rsplit("/", 1)[-1]


def title_field(doctype: str) -> str:
	"""The field that holds a document's title; "name" when its name is its title."""
	return PEOPLE.get(doctype) or frappe.get_meta(doctype).title_field or "name"


def _titles(doctype: str, names: set[str]) -> dict[str, str]:
	field = title_field(doctype)
	if field == "name":
		return {name: _(name) for name in names}
	rows = frappe.get_all(doctype, {"name": ("in", list(names))}, ["name", f"{field} as title"])
	return {row.name: _(row.title or row.name) for row in rows}


def _number(_field: FormField, value: Any, _titles: Titles) -> str:
	return f"{float(value):,.6f}".rstrip("0").rstrip(".")


def _money(_field: FormField, value: Any, _titles: Titles) -> str:
	currency = frappe.db.get_default("currency") or "CNY"
	return format_currency(float(value), currency, locale=times.locale())


def _date(_field: FormField, value: Any, _titles: Titles) -> str:
	return times.day(getdate(value))


def _datetime(_field: FormField, value: Any, _titles: Titles) -> str:
	moment = get_datetime(value)
	return f"{times.day(moment.date())} {moment:%H:%M}"


def _time(_field: FormField, value: Any, _titles: Titles) -> str:
	return clock(value)


def clock(value: Any) -> str:
	"""`08:30` of a time as the database or a browser gives it."""
	if isinstance(value, timedelta):
		minutes = int(value.total_seconds()) // 60
		return f"{minutes // 60:02d}:{minutes % 60:02d}"
	hours, minutes, *_rest = str(value).split(":")
	return f"{int(hours):02d}:{minutes[:2]}"


def _check(_field: FormField, value: Any, _titles: Titles) -> str:
	return _("Yes") if int(value) else _("No")


def _link(field: FormField, value: Any, titles: Titles) -> str:
	return titles.get((field.options, value)) or _(str(value))


def _as_it_is(_field: FormField, value: Any, _titles: Titles) -> str:
	return str(value)


_SHOWN = {
	"Int": _number,
	"Float": _number,
	"Currency": _money,
	"Date": _date,
	"Datetime": _datetime,
	"Time": _time,
	"Check": _check,
	"Link": _link,
	"Select": lambda field, value, titles: _(str(value)),
	"Attach": lambda field, value, titles: file_name(str(value)),
}
