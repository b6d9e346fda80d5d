"""The workbook: template to fill in, or processes as they are. Choices drop down; a sheet explains every column."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from frappe import _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from liuwan_process.process_library.process_sheet.columns import LAYOUT, STEPS, WIDE, Column, of, sheet_name

HEAD, NEEDED = PatternFill("solid", fgColor="EEF2F7"), PatternFill("solid", fgColor="FDF3EA")
LAST_ROW = 2_000  # as far down as choices drop down
LISTS = "Lists"
ORDER = (STEPS, *(sheet for sheet in LAYOUT if sheet != STEPS))


def make(lines: dict[str, list[list[Any]]]) -> bytes:
	"""An .xlsx file with these lines by sheet, headers in the reader's language."""
	book = Workbook()
	book.remove(book.active)
	lists = _Lists(book)
	for sheet in ORDER:
		_sheet(book, sheet, lines.get(sheet, []), lists)
	_explain(book)
	lists.put_last()
	out = BytesIO()
	book.save(out)
	return out.getvalue()


def example() -> dict[str, list[list[Any]]]:
	"""Lines that show how a small process is typed."""
	columns = of(STEPS)
	rows = (
		{"code": "PURCHASE", "title": _("Purchase Request"), "level": _("Process"), "step_no": 1, "steps.title": _("Request"), "steps.kind": _("Start")},
		{"code": "PURCHASE", "step_no": 2, "steps.title": _("Unit head agrees"), "steps.kind": _("Approval"), "participants.rule": _("Head of the initiator's unit"), "steps.limit_amount": 2, "steps.limit_unit": _("Working days"), "transitions.action": _("Approve"), "transitions.to_step": 3},
		{"code": "PURCHASE", "step_no": 2, "transitions.action": _("Return"), "transitions.decision": _("Refuse"), "transitions.to_step": 1},
		{"code": "PURCHASE", "step_no": 3, "steps.title": _("Completed"), "steps.kind": _("End")},
	)  # fmt: skip
	return {STEPS: [[row.get(column.key) for column in columns] for row in rows]}


class _Lists:
	"""A hidden sheet with the words of every choice, one column each."""

	def __init__(self, book: Workbook) -> None:
		self.book, self.places = book, {}
		self.sheet = book.create_sheet(LISTS)
		self.sheet.sheet_state = "hidden"

	def reference(self, words: tuple[str, ...]) -> str:
		if words not in self.places:
			place = len(self.places) + 1
			for row, word in enumerate(words, 1):
				self.sheet.cell(row, place, word)
			letter = get_column_letter(place)
			self.places[words] = f"'{LISTS}'!${letter}$1:${letter}${len(words)}"
		return self.places[words]

	def put_last(self) -> None:
		self.book.move_sheet(self.sheet, len(self.book.worksheets))
		self.book.active = 0


def _sheet(book: Workbook, sheet: str, lines: list[list[Any]], lists: _Lists) -> None:
	page = book.create_sheet(sheet_name(sheet))
	columns = of(sheet)
	for place, column in enumerate(columns, 1):
		cell = page.cell(1, place, column.label)
		cell.font, cell.fill = Font(bold=True), NEEDED if column.required else HEAD
		cell.alignment = Alignment(wrap_text=True, vertical="top")
		page.column_dimensions[get_column_letter(place)].width = _width(column)
		_choices(page, place, column, lists)
	for row, line in enumerate(lines, 2):
		for place, value in enumerate(line, 1):
			_put(page.cell(row, place), value)
	page.freeze_panes = "G2" if sheet == STEPS else "B2"


def _put(cell: Any, value: Any) -> None:
	"""What people typed is text, even where it begins like a formula."""
	cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
	if isinstance(value, str) and cell.data_type == "f":
		cell.data_type = "s"
	cell.alignment = Alignment(wrap_text=isinstance(value, str) and "\n" in value, vertical="top")


def _width(column: Column) -> int:
	return 32 if column.kind in WIDE or column.key in ("title", "steps.title") else 16


def words_of(column: Column) -> tuple[str, ...]:
	if column.kind == "Check":
		return (_("Yes"), _("No"))
	return tuple(_(option) for option in column.options if option)


def _choices(page: Any, place: int, column: Column, lists: _Lists) -> None:
	words = words_of(column)
	if not words:
		return
	letter = get_column_letter(place)
	rule = DataValidation("list", formula1=lists.reference(words), allow_blank=True, showErrorMessage=True)
	rule.error = _("Choose one of the list")
	page.add_data_validation(rule)
	rule.add(f"{letter}2:{letter}{LAST_ROW}")


def _explain(book: Workbook) -> None:
	page = book.create_sheet(_("Explanations"))
	for place, (title, width) in enumerate(
		(
			(_("Sheet"), 20),
			(_("Column"), 28),
			(_("Required"), 12),
			(_("Choices"), 50),
			(_("Explanation"), 80),
		),
		1,
	):
		cell = page.cell(1, place, title)
		cell.font, cell.fill = Font(bold=True), HEAD
		page.column_dimensions[get_column_letter(place)].width = width
	for row, column in enumerate((column for sheet in ORDER for column in of(sheet)), 2):
		words = (
			", ".join(words_of(column)) or _("Name of: {0}").format(_(column.link))
			if column.link
			else ", ".join(words_of(column))
		)
		line = (
			sheet_name(column.sheet),
			column.label,
			_("Yes") if column.required else None,
			words or None,
			column.hint or None,
		)
		for place, value in enumerate(line, 1):
			_put(page.cell(row, place), value)
	page.freeze_panes = "A2"
