"""Processes -> lines of the sheets. Nothing that the form holds is left out, so that an export can be imported again."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from liuwan_process.process_library.process_sheet import cells
from liuwan_process.process_library.process_sheet.columns import (
	ACCESS,
	FIELDS,
	PROCESSES,
	RESPONSIBILITIES,
	STEP_NO,
	STEPS,
	TIES,
	VALUES,
	Column,
	of,
)

if TYPE_CHECKING:
	from frappe.model.document import Document

NOWHERE = "-"
ONCE = ("title", "level", "parent_process")  # of a process, in its first line
OTHERS = {
	FIELDS: "form_fields",
	ACCESS: "field_access",
	VALUES: "step_values",
	TIES: "step_knowledge",
	RESPONSIBILITIES: "responsibilities",
}
Given = dict[str, Any]  # table -> row; the process itself as ""


def of_processes(processes: list[Document]) -> dict[str, list[list[Any]]]:
	"""Sheet -> lines of cells, in the order of its columns."""
	found = {PROCESSES: [{"": process} for process in processes]}
	found[STEPS] = [given for process in processes for given in _steps(process)]
	for sheet, table in OTHERS.items():
		found[sheet] = [given for process in processes for given in _others(process, table)]
	return {sheet: [_line(of(sheet), given) for given in rows] for sheet, rows in found.items()}


def _line(columns: list[Column], given: Given) -> list[Any]:
	return [_cell(column, given) for column in columns]


def _cell(column: Column, given: Given) -> Any:
	if column.key == STEP_NO:
		return given.get(STEP_NO)
	row = given.get(column.table)
	if row is None or (column.key in ONCE and not given.get("first", True)):
		return None
	return cells.text_of(column, row.get(column.fieldname))


def _steps(process: Document) -> list[Given]:
	"""A line a step, and further ones for its further people and ways."""
	number = {row.step_id: place for place, row in enumerate(process.steps, 1)}
	lines: list[Given] = []
	for step in process.steps:
		people = [_person(row, number) for row in process.participants if row.step == step.step_id]
		ways = [_way(row, number) for row in process.transitions if row.from_step == step.step_id]
		if not ways and step.kind != "End":
			ways = [{"to_step": NOWHERE}]
		for place, (person, way) in enumerate(zip_longest(people or [None], ways)):
			given: Given = {
				"": process,
				STEP_NO: number[step.step_id],
				"participants": person,
				"transitions": way,
			}
			given["first"] = not lines
			if place == 0:
				given["steps"] = step
			lines.append(given)
	return lines


def _person(row: Any, number: dict[str, int]) -> dict[str, Any]:
	return {**row.as_dict(), "from_step": number.get(row.from_step, row.from_step)}


def _way(row: Any, number: dict[str, int]) -> dict[str, Any]:
	return {**row.as_dict(), "to_step": number.get(row.to_step, row.to_step)}


def _others(process: Document, table: str) -> list[Given]:
	number = {row.step_id: place for place, row in enumerate(process.steps, 1)}
	rows = [row.as_dict() for row in process.get(table)]
	for row in rows:
		if row.get("step"):
			row["step"] = number.get(row["step"], row["step"])
	return [{"": process, table: row} for row in rows]
