"""Single cells: what somebody typed, in English or Chinese, as a value of the form, and back."""

from __future__ import annotations

import re
from typing import Any

import frappe
from frappe import _
from frappe.translate import get_all_translations

from liuwan_process.process_library.process_sheet.columns import Column

LONGEST = 140
YES = ("yes", "y", "x", "1", "true", "是", "√", "✓", "对")
NO = ("no", "n", "0", "false", "否", "×")


class CellError(ValueError):
	"""A cell that cannot be taken; the message says why, in the reader's language."""


def value_of(column: Column, text: str) -> Any:
	"""What a cell means. Raises CellError."""
	if column.kind == "Check":
		return _yes(text)
	if column.kind in ("Int", "Float"):
		return _number(column.kind, text)
	if column.options:
		return _choice(column, text)
	if column.kind in ("Data", "Link", "Dynamic Link", "Autocomplete") and len(text) > LONGEST:
		raise CellError(_("longer than {0} characters").format(LONGEST))
	return text


def text_of(column: Column, value: Any) -> Any:
	"""What stands in the cell: numbers as numbers, choices in the reader's language."""
	if column.kind == "Check":
		return _("Yes") if frappe.utils.cint(value) else _("No") if column.default == "1" else None
	if column.kind in ("Int", "Float"):
		number = frappe.utils.flt(value)
		return (int(number) if number == int(number) else number) if number else None
	return (_(value) if column.options else value) or None


def plain(text: str) -> str:
	"""Without signs, spaces and case: as headers and choices are compared."""
	return re.sub(r"[\s._\-'’:：*()（）/、]", "", text).lower()


def spellings(word: str) -> set[str]:
	"""A word of the forms in English, in Chinese, and in the reader's language."""
	chinese = get_all_translations("zh").get(word, word)
	return {plain(word), plain(_(word)), plain(chinese)}


def _choice(column: Column, text: str) -> str:
	for option in column.options:
		if option and plain(text) in spellings(option):
			return option
	known = ", ".join(_(option) for option in column.options if option)
	raise CellError(_("{0} is none of these: {1}").format(text, known))


def _yes(text: str) -> int:
	if plain(text) in YES or text in YES:
		return 1
	if plain(text) in NO or text in NO:
		return 0
	raise CellError(_("{0} is neither yes nor no").format(text))


def _number(kind: str, text: str) -> float:
	try:
		number = float(text)
	except ValueError:
		number = -1.0
	if not 0 <= number < 1e9 or (kind == "Int" and number != int(number)):
		raise CellError(_("{0} is no number that fits here").format(text))
	return int(number) if kind == "Int" else number
