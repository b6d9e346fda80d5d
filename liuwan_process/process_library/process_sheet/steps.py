"""The lines of one process -> rows of its steps, people and ways. Steps are named by number, title or ID."""

from __future__ import annotations

from collections.abc import Iterator

from frappe import _

from liuwan_process.process_library.process_sheet.draft import Refusals, Values, part
from liuwan_process.process_library.process_sheet.headers import STEP_NO
from liuwan_process.process_library.process_sheet.lines import NOWHERE
from liuwan_process.process_library.process_sheet.read import Line
from liuwan_process.process_library.rows import NEW

# Who is meant where only a name is given.
RULES = {
	"process_role": "Process role",
	"position": "Position",
	"users": "Named users",
	"from_step": "Whoever did a step",
}
Lines = list[tuple[Line, Values]]


class Steps:
	"""`before` maps titles of the steps that the process has already to their IDs, which they keep."""

	def __init__(self, lines: Lines, before: dict[str, str], refusals: Refusals) -> None:
		self.before, self.refusals = before, refusals
		self.numbers: dict[str, str] = {}  # number -> ID
		self.titles: dict[str, str] = {}  # title -> ID
		self.lines: dict[str, Lines] = {}  # ID -> its lines
		here = ""
		for line, values in lines:
			here = self._place(here, line, values)

	def rows(self) -> dict[str, list[Values]]:
		"""Rows of the three tables; none where there is no step."""
		if not self.lines:
			return {}
		return {
			"steps": [self._step(step_id) for step_id in self.lines],
			"participants": [row for step_id in self.lines for row in self._people(step_id)],
			"transitions": [
				row for place, step_id in enumerate(self.lines) for row in self._ways(place, step_id)
			],
		}

	def find(self, line: Line, key: str, text: str) -> str:
		"""The ID of a step that a line names; refused where there is none."""
		step_id = self.numbers.get(text) or self.titles.get(text) or (text if text in self.lines else "")
		if not step_id and not self.lines:
			step_id = self.before.get(text) or (text if text in self.before.values() else "")
		if not step_id:
			self.refusals.add(line, key, _("there is no step {0}").format(text))
		return step_id

	def _place(self, here: str, line: Line, values: Values) -> str:
		"""The step of a line: a line without number and title belongs to the step above."""
		number, title = values.get(STEP_NO, ""), values.get("steps.title", "")
		if number and number in self.numbers:
			here = self.numbers[number]
			self._refuse_second(here, line, values)
		elif title:
			here = self._new(line, values, number or str(len(self.lines) + 1))
		elif number or not here:
			self.refusals.add(line, "steps.title", _("is missing"))
			return here
		else:
			self._refuse_second(here, line, values)
		self.lines.setdefault(here, []).append((line, values))
		return here

	def _new(self, line: Line, values: Values, number: str) -> str:
		title = values["steps.title"]
		step_id = values.get("steps.step_id") or self.before.get(title)
		if not step_id or step_id in self.lines:
			step_id = f"{NEW}{number}"
		if number in self.numbers or step_id in self.lines:
			self.refusals.add(line, STEP_NO, _("{0} is there twice").format(number))
		self.numbers[number] = step_id
		self.titles.setdefault(title, step_id)
		return step_id

	def _refuse_second(self, step_id: str, line: Line, values: Values) -> None:
		"""What a step is stands in its first line; further lines are for people and ways."""
		first = self.lines[step_id][0][1]
		for key in values:
			if key.startswith("steps.") and first.get(key) != values[key]:
				self.refusals.add(line, key, _("belongs into the first row of the step"))

	def _step(self, step_id: str) -> Values:
		return {"kind": "Task", **part(self.lines[step_id][0][1], "steps"), "step_id": step_id}

	def _people(self, step_id: str) -> Iterator[Values]:
		for line, values in self.lines[step_id]:
			row = part(values, "participants")
			rule = row.get("rule") or next((RULES[key] for key in RULES if row.get(key)), None)
			if row and not rule:
				self.refusals.add(line, "participants.rule", _("is missing"))
			elif row:
				if row.get("from_step"):
					row["from_step"] = self.find(line, "participants.from_step", row["from_step"])
				yield {**row, "rule": rule, "step": step_id}

	def _ways(self, place: int, step_id: str) -> Iterator[Values]:
		"""Those that the lines name; where none says anything of it, the way to the next step of the sheet."""
		lines = self.lines[step_id]
		if any("transitions.to_step" in values for _line, values in lines):
			for line, values in lines:
				yield from self._way(step_id, line, part(values, "transitions"))
		elif place + 1 < len(self.lines) and lines[0][1].get("steps.kind") != "End":
			row = part(lines[0][1], "transitions")
			yield {**row, "from_step": step_id, "to_step": list(self.lines)[place + 1]}

	def _way(self, step_id: str, line: Line, row: Values) -> Iterator[Values]:
		target = row.get("to_step")
		if row and not target:
			self.refusals.add(line, "transitions.to_step", _("is missing"))
		elif row and target != NOWHERE:
			yield {**row, "from_step": step_id, "to_step": self.find(line, "transitions.to_step", target)}
