"""A workbook -> lines, each cell as text under the key of its column. Headers in English, Chinese, or the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import frappe
import openpyxl
from frappe import _

from liuwan_process.process_library.process_sheet import cells, columns
from liuwan_process.process_library.process_sheet.columns import LAYOUT, STEPS, Column

MOST_ROWS = 20_000
MOST_BYTES, MOST_UNPACKED = 20_000_000, 200_000_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Refusal:
	"""Why a cell, or a whole process, was not taken. `row_no` counts as Excel does."""

	sheet: str
	row_no: int
	column: str
	process: str
	reason: str


@dataclass
class Line:
	"""One row of a sheet; `texts` holds the cells that are not empty by the key of their column."""

	sheet: str
	row_no: int
	texts: dict[str, str] = field(default_factory=dict)


def read(content: bytes) -> dict[str, list[Line]]:
	"""Sheet -> its lines that hold anything. Raises frappe.ValidationError for a file that cannot be used."""
	found: dict[str, list[Line]] = {}
	for sheet in _sheets(_book(content)):
		found[sheet.key] = list(_lines(sheet))
	if not any(found.values()):
		frappe.throw(_("The file is empty."))
	count = sum(map(len, found.values()))
	if count > MOST_ROWS:
		frappe.throw(_("The file has {0} rows; at most {1} are read at once.").format(count, MOST_ROWS))
	return found


@dataclass(frozen=True)
class _Sheet:
	key: str
	rows: list[tuple]


def _book(content: bytes) -> Any:
	if len(content) > MOST_BYTES:
		frappe.throw(_("The file is larger than {0} MB").format(MOST_BYTES // 1_000_000))
	try:
		_refuse_inflated(content)
		return openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
	except (BadZipFile, KeyError, ValueError, TypeError, OSError):
		frappe.throw(_("This is not an Excel file (.xlsx)."))


def _refuse_inflated(content: bytes) -> None:
	"""A workbook is a zip: a small one may hold far more than fits into memory."""
	size = sum(part.file_size for part in ZipFile(BytesIO(content)).infolist())
	if size > MOST_UNPACKED:
		frappe.throw(_("The file is larger than {0} MB").format(MOST_UNPACKED // 1_000_000))


def _sheets(book: Any) -> Iterator[_Sheet]:
	"""Those that have one of our names; a book without any has its steps in the first sheet."""
	named = {cells.plain(sheet.title): sheet for sheet in book.worksheets}
	found = {}
	for key in LAYOUT:
		spelt = {*cells.spellings(key), cells.plain(columns.sheet_name(key))}
		found.update((key, sheet) for name, sheet in named.items() if name in spelt)
	if STEPS not in found and columns.PROCESSES not in found:
		found = {STEPS: book.worksheets[0]}
	for key, sheet in found.items():
		yield _Sheet(
			key, list(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS))
		)


def _lines(sheet: _Sheet) -> Iterator[Line]:
	header_at = next((n for n, row in enumerate(sheet.rows) if any(_text(cell) for cell in row)), None)
	if header_at is None:
		return
	places = _places(sheet.key, [_text(cell) for cell in sheet.rows[header_at]])
	for row_no, row in enumerate(sheet.rows[header_at + 1 :], header_at + 2):
		texts = {key: _text(row[place]) for key, place in places.items() if place < len(row)}
		texts = {key: text for key, text in texts.items() if text}
		if texts:
			yield Line(sheet.key, row_no, texts)


def _places(sheet: str, header: list[str]) -> dict[str, int]:
	"""Key of a column -> its place. A header that nobody knows is refused: its cells would be lost."""
	known = {name: column for column in columns.of(sheet) for name in _names(column)}
	places: dict[str, int] = {}
	for place, name in enumerate(header):
		if not name:
			continue
		column = known.get(cells.plain(name))
		if column is None:
			frappe.throw(_("Sheet {0}: there is no column {1}").format(columns.sheet_name(sheet), name))
		if column.key in places:
			frappe.throw(_("The column {0} stands in the file twice.").format(name))
		places[column.key] = place
	missing = [c.label for c in columns.of(sheet) if c.required and c.key not in places]
	if missing:
		frappe.throw(_("These columns are missing: {0}.").format(", ".join(missing)))
	return places


def _names(column: Column) -> set[str]:
	"""In English, Chinese and the reader's language."""
	return {cells.plain(column.label), *cells.spellings(columns.english(column))}


def _text(value: object) -> str:
	"""Excel keeps numbers as floats: 3.0 was typed as 3."""
	if value is None:
		return ""
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	return str(value).replace("\r\n", "\n").strip()
