"""The form of a step as a page draws it: inputs for what may be edited, words for the rest, nothing of what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, sanitize_html
from markupsafe import Markup

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, FormField, Step
from liuwan_process.portal import values

SHOWN_COLUMNS = 8
HEADINGS = ("Section Break", "Heading")


@dataclass(frozen=True)
class Row:
	"""One row of a table; `name` tells it from the others."""

	name: str
	cells: tuple[Item, ...]
	change: str = ""  # "new" or "gone" by the shown act


@dataclass(frozen=True)
class Item:
	"""One field on a page. `value` is for an input, `text` for a reader."""

	name: str
	label: str
	type: str
	description: str = ""
	value: Any = ""
	text: str = ""
	required: bool = False
	editable: bool = False
	options: tuple[tuple[str, str], ...] = ()
	link: str = ""
	html: str = ""
	columns: tuple[Item, ...] = ()
	rows: tuple[Row, ...] = ()
	may: str = "fixed"  # what may be done with the rows: free, add or fixed
	changed: bool = False
	was: str = ""

	@property
	def empty(self) -> bool:
		return not self.changed and not (self.rows if self.type == "Table" else self.text)


@dataclass(frozen=True)
class View:
	"""A form for one reader at one step; `hidden` names fields, and columns as `table.column`."""

	definition: Definition
	data: dict[str, Any]
	editable: frozenset[str] = frozenset()
	required: frozenset[str] = frozenset()
	hidden: frozenset[str] = frozenset()
	step: Step | None = None
	was: dict[str, Any] = field(default_factory=dict)  # what stood in fields that the shown act changed
	_columns: dict[str, tuple[FormField, ...]] = field(default_factory=dict)

	@cached_property
	def items(self) -> list[Item]:
		"""Everything in the form's order."""
		fields = [f for f in self.definition.fields if not f.table and f.name not in self.hidden]
		return [self._item(f) for f in fields if f.type != "Column Break"]

	@property
	def inputs(self) -> list[Item]:
		"""Fields to fill in, with their headings."""
		return (
			_with_headings(self.items, lambda item: item.editable or item.type == "HTML")
			if self.editable
			else []
		)

	@property
	def facts(self) -> list[tuple[str, list[Item]]]:
		"""Fields that are only read and hold something: (heading, fields), as the form's sections group them."""
		groups: list[tuple[str, list[Item]]] = [("", [])]
		for item in _with_headings(self.items, lambda item: not item.editable and not item.empty):
			if item.type in HEADINGS:
				groups.append((item.label, []))
			else:
				groups[-1][1].append(item)
		return [group for group in groups if group[0] or group[1]]

	def columns(self, table: FormField) -> tuple[FormField, ...]:
		"""Columns of a table that the reader sees."""
		if table.name not in self._columns:
			found = self.definition.columns(table.name) or _columns_of(table)
			self._columns[table.name] = tuple(c for c in found if f"{table.name}.{c.name}" not in self.hidden)
		return self._columns[table.name]

	@cached_property
	def titles(self) -> values.Titles:
		"""Titles of everything that the form links to, tables included."""
		visible = [f for f in self.definition.fields_by_name.values() if f.name not in self.hidden]
		asked = values.links_of(visible, self.data) + values.links_of(visible, self.was)
		for table in (f for f in visible if f.type == "Table"):
			for row in [*(self.data.get(table.name) or []), *(self.was.get(table.name) or [])]:
				asked += values.links_of(self.columns(table), row)
		return values.link_titles(asked)

	def _item(self, f: FormField) -> Item:
		if not f.holds_value:
			return Item(f.name, _(f.label), f.type, html=_html(f))
		if f.type == "Table":
			return self._table(f)
		return self._field(f, self.data.get(f.name), f.name in self.editable, f.name in self.required)

	def _field(self, f: FormField, value: Any, editable: bool, required: bool) -> Item:
		return Item(
			name=f.name,
			label=_(f.label),
			type=f.type,
			description=_(f.description) if f.description else "",
			value=for_input(f.type, value),
			text=values.shown(f, value, self.titles),
			required=required,
			editable=editable,
			options=_options(f) if f.type == "Select" else (),
			link=f.options if f.type == "Link" else "",
			changed=not f.table and f.name in self.was,
			was="" if f.table else values.shown(f, self.was.get(f.name), self.titles),
		)

	def _table(self, f: FormField) -> Item:
		return Item(
			name=f.name,
			label=_(f.label),
			type="Table",
			description=_(f.description) if f.description else "",
			required=f.name in self.required,
			editable=f.name in self.editable,
			columns=tuple(self._cell(c, default(c)) for c in self.columns(f)),
			rows=tuple(self._rows(f)),
			may=access.rows_of(self.definition, self.step, f.name) if self.step else "fixed",
			changed=f.name in self.was,
		)

	def _rows(self, table: FormField) -> Iterator[Row]:
		"""Rows that stand there; for a moment of the past those that went with it too."""
		stand, before = self.data.get(table.name) or [], self.was.get(table.name)
		for row in stand:
			yield self._row(table, row, "new" if before is not None and row not in before else "")
		for row in before or []:
			if row not in stand:
				yield self._row(table, row, "gone")

	def _row(self, table: FormField, row: dict[str, Any], change: str) -> Row:
		cells = tuple(self._cell(c, row.get(c.name)) for c in self.columns(table))
		return Row(row.get("name") or "", cells, change)

	def _cell(self, c: FormField, value: Any) -> Item:
		editable = bool(self.step) and access.may_edit_column(self.definition, self.step, c)
		required = bool(self.step) and access.must_fill_column(self.definition, self.step, c)
		return self._field(c, value, editable, required)


def default(f: FormField) -> Any:
	"""What a new form begins with."""
	if f.default.lower() == "today" and f.type in ("Date", "Datetime"):
		return frappe.utils.today() if f.type == "Date" else frappe.utils.now()
	return f.default


def for_input(type: str, value: Any) -> Any:
	"""A value as a native input takes it."""
	if value in (None, ""):
		return ""
	if type == "Datetime":
		return get_datetime(value).strftime("%Y-%m-%dT%H:%M")
	if type == "Time":
		return values.clock(value)
	if type in ("Float", "Currency", "Int"):
		return f"{float(value):.9g}" if abs(float(value)) < 1e9 else f"{float(value):.2f}"
	if type == "Check":
		return int(value)
	return str(value)


def _options(f: FormField) -> tuple[tuple[str, str], ...]:
	return tuple((option, _(option)) for option in f.options.split("\n") if option.strip())


def _html(f: FormField) -> str:
	"""What an administrator wrote into a form; scripts are taken out."""
	return Markup(sanitize_html(_(f.options or ""))) if f.type == "HTML" else ""


def _columns_of(table: FormField) -> tuple[FormField, ...]:
	"""Columns of a table whose rows are a DocType of their own."""
	meta = frappe.get_meta(table.options)
	fields = [f for f in meta.fields if f.fieldtype not in frappe.model.no_value_fields]
	listed = [f for f in fields if f.in_list_view] or fields[:SHOWN_COLUMNS]
	return tuple(
		FormField(
			f.fieldname,
			f.label,
			f.fieldtype,
			f.options or "",
			bool(f.reqd),
			f.default or "",
			table=table.name,
		)
		for f in listed
	)


def _with_headings(items: list[Item], wanted: Callable[[Item], bool]) -> list[Item]:
	"""Wanted fields, each after the nearest headings above it; headings without a field are left out."""
	found: list[Item] = []
	pending: list[Item] = []
	for item in items:
		if item.type in HEADINGS:
			pending = [item] if item.type == "Section Break" else [*pending, item]
		elif wanted(item):
			found += [heading for heading in pending if heading.label] + [item]
			pending = []
	return found
