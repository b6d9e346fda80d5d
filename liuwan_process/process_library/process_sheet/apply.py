"""A draft into a process. Of what the file says nothing, the process keeps what it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuwan_process.process_library.process_sheet.draft import Draft

if TYPE_CHECKING:
	from frappe.model.document import Document

BY_STEP = ("participants", "field_access", "step_values", "step_knowledge", "responsibilities")


def apply(draft: Draft, process: Document) -> Document:
	"""Nothing is saved."""
	process.update(draft.head)
	for table, rows in draft.tables.items():
		process.set(table, rows)
	if "steps" in draft.tables:
		_forget_gone_steps(draft, process)
	return process


def _forget_gone_steps(draft: Draft, process: Document) -> None:
	"""Rows that the process had for steps that are not there any more."""
	steps = {row["step_id"] for row in draft.tables["steps"]}
	for table in BY_STEP:
		if table not in draft.tables:
			process.set(table, [row for row in process.get(table) if row.step in steps])
