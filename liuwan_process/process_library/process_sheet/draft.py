"""What a file says of one process, and the place to write down what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from liuwan_process.process_library.process_sheet.columns import Column, of
from liuwan_process.process_library.process_sheet.read import Line, Refusal

Values = dict[str, Any]


@dataclass
class Draft:
	"""`head`: fields of the process; `tables`: rows by table, a table of which the file says nothing is not there."""

	code: str
	line: Line
	head: Values = field(default_factory=dict)
	tables: dict[str, list[Values]] = field(default_factory=dict)

	@property
	def parent(self) -> str:
		return self.head.get("parent_process") or ""


class Refusals(list):
	"""Every problem of a file, in the order in which it was found."""

	def __init__(self) -> None:
		super().__init__()
		self.columns: dict[str, dict[str, Column]] = {}

	def add(self, line: Line, key: str, reason: str) -> None:
		column = self.of(line.sheet).get(key)
		self.append(
			Refusal(
				line.sheet, line.row_no, column.label if column else "", line.texts.get("code", ""), reason
			)
		)

	def of(self, sheet: str) -> dict[str, Column]:
		if sheet not in self.columns:
			self.columns[sheet] = {column.key: column for column in of(sheet)}
		return self.columns[sheet]


def part(values: Values, table: str) -> Values:
	"""Of the values of a line those of one table, by fieldname."""
	return {key.partition(".")[2]: value for key, value in values.items() if key.startswith(f"{table}.")}
