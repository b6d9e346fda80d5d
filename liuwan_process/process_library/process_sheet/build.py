"""Lines -> drafts of processes, and what is refused. No database: what the site holds comes as `Known`."""

from __future__ import annotations

import re
from typing import Any

from frappe import _

from liuwan_process.process_library.process_sheet import cells, references
from liuwan_process.process_library.process_sheet.columns import PROCESSES, STEPS, Column
from liuwan_process.process_library.process_sheet.draft import Draft, Refusals, Values, part
from liuwan_process.process_library.process_sheet.headers import STEP_NO
from liuwan_process.process_library.process_sheet.known import Known
from liuwan_process.process_library.process_sheet.lines import OTHERS
from liuwan_process.process_library.process_sheet.read import Line
from liuwan_process.process_library.process_sheet.steps import Steps

CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
OF_THE_PROCESS = ("title", "level", "parent_process")
GROUP_LEVELS = ("Domain", "Process Group")


class Build:
	"""Call `run` once; `refusals` then holds what was not taken, and why."""

	def __init__(self, known: Known, replace: bool = False) -> None:
		self.known, self.replace = known, replace
		self.refusals = Refusals()
		self.drafts: dict[str, Draft] = {}
		self.steps: dict[str, Steps] = {}

	def run(self, lines: dict[str, list[Line]]) -> list[Draft]:
		"""The processes of which nothing was refused, each behind what it is a part of."""
		for sheet in lines:
			self._fill_down(lines[sheet])
		for line in lines.get(PROCESSES, []):
			self._process(line)
		self._flows(lines.get(STEPS, []))
		for sheet, table in OTHERS.items():
			for line in lines.get(sheet, []):
				self._other(line, table)
		self._mark_groups()
		for draft in self.drafts.values():
			self._check(draft)
		return self._accepted()

	# Reading

	def _fill_down(self, lines: list[Line]) -> None:
		"""An empty code is that of the row above."""
		code = ""
		for line in lines:
			code = line.texts.setdefault("code", code)
			if not CODE.fullmatch(code):
				self.refusals.add(line, "code", _("a code holds letters, digits and single hyphens only"))

	def _values(self, line: Line) -> Values:
		"""Key -> value of the cells that can be read; the others are refused, and so is what must not be empty."""
		found: Values = {}
		columns = self.refusals.of(line.sheet)
		for key, text in line.texts.items():
			try:
				found[key] = self._value(columns[key], text)
			except cells.CellError as error:
				self.refusals.add(line, key, str(error))
		if line.sheet != STEPS:
			for key, column in columns.items():
				if column.required and key not in line.texts:
					self.refusals.add(line, key, _("is missing"))
		return found

	def _value(self, column: Column, text: str) -> Any:
		if not column.link or column.key == STEP_NO:
			return cells.value_of(column, text)
		name = self.known.name(column.link, text)
		if name is None and column.link != "Process":  # a process may stand in this file
			raise cells.CellError(_("there is no {0} {1}").format(_(column.link), text))
		return name or text

	def _process(self, line: Line) -> None:
		code, values = line.texts["code"], self._values(line)
		if code in self.drafts:
			row_no = self.drafts[code].line.row_no
			self.refusals.add(line, "code", _("{0} stands in row {1} already").format(code, row_no))
		self.drafts[code] = Draft(code, line, {**values, "code": code})

	def _flows(self, lines: list[Line]) -> None:
		flows: dict[str, list[tuple[Line, Values]]] = {}
		for line in lines:
			flows.setdefault(line.texts["code"], []).append((line, self._values(line)))
		for code, rows in flows.items():
			draft = self.drafts.setdefault(code, Draft(code, rows[0][0], {"code": code}))
			for key in OF_THE_PROCESS:
				self._once(draft, key, rows)
			of_steps = [row for row in rows if any(key == STEP_NO or "." in key for key in row[1])]
			self.steps[code] = Steps(of_steps, self.known.steps.get(code, {}), self.refusals)
			draft.tables |= self.steps[code].rows()

	def _once(self, draft: Draft, key: str, rows: list[tuple[Line, Values]]) -> None:
		"""What is said of the process in several lines must be the same."""
		for line, values in rows:
			if key in values and draft.head.setdefault(key, values[key]) != values[key]:
				message = _("{0} is called {1} further up").format(draft.code, draft.head[key])
				self.refusals.add(line, key, message)

	def _other(self, line: Line, table: str) -> None:
		code, values = line.texts["code"], self._values(line)
		draft = self.drafts.setdefault(code, Draft(code, line, {"code": code}))
		row = part(values, table)
		if row.get("step"):
			steps = self.steps.setdefault(code, Steps([], self.known.steps.get(code, {}), self.refusals))
			row["step"] = steps.find(line, f"{table}.step", row["step"])
		references.settle(self.known, line, table, row, self.refusals)
		draft.tables.setdefault(table, []).append(row)

	# Checking

	def _mark_groups(self) -> None:
		parents = {draft.parent for draft in self.drafts.values()}
		for draft in self.drafts.values():
			group = draft.code in parents or draft.head.get("level") in GROUP_LEVELS
			if group and "steps" not in draft.tables and not self._exists(draft.code):
				draft.head.setdefault("is_group", 1)

	def _exists(self, code: str) -> bool:
		return self.known.name("Process", code) is not None

	def _check(self, draft: Draft) -> None:
		if self._exists(draft.code) and not self.replace:
			self.refusals.add(draft.line, "code", _("{0} exists already").format(draft.code))
		if not self._exists(draft.code) and not draft.head.get("title"):
			self.refusals.add(draft.line, "title", _("is missing"))
		parent = self.drafts.get(draft.parent)
		if (
			draft.parent
			and draft.parent not in self.known.groups
			and not (parent and parent.head.get("is_group"))
		):
			message = _("there is no group {0}").format(draft.parent)
			self.refusals.add(draft.line, "parent_process", message)
		for row in draft.tables.get("steps", []):
			child = row.get("sub_process")
			if child and not self._exists(child) and child not in self.drafts:
				message = _("there is no {0} {1}").format(_("Process"), child)
				self.refusals.add(draft.line, "steps.sub_process", message)

	def _accepted(self) -> list[Draft]:
		bad = {refusal.process for refusal in self.refusals}
		waiting = {draft.code: draft for draft in self.drafts.values() if draft.code not in bad}
		ordered: list[Draft] = []
		while ready := [draft for draft in waiting.values() if draft.parent not in waiting]:
			ordered += ready
			for draft in ready:
				del waiting[draft.code]
		for draft in waiting.values():
			self.refusals.add(draft.line, "parent_process", _("stands below itself"))
		return ordered
