"""A case as it is in the database, read apart from the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from liuwan_process.definition.flow import State, Token
from liuwan_process.engine import statements

Row = dict[str, Any]
LIVE = ("Open", "Waiting")
TABLES = {
	"Process Instance": "name",
	"Process Task": "instance",
	"Process Log": "instance",
	"Process Instance Participant": "instance",
}


RUN = (
	"name",
	"status",
	"state",
	"initiator",
	"process_version",
	"document_type",
	"document_name",
	"started_on",
	"ended_on",
	"warn_on",
	"working_seconds",
)
FORM = ("workflow_state", "process_instance", "docstatus")
TASK = (
	"name",
	"step",
	"kind",
	"status",
	"token",
	"assignee",
	"assignee_unit",
	"on_behalf_of",
	"acted_by",
	"action",
	"decision",
	"added",
	"added_by",
	"weight",
	"opened_on",
	"closed_on",
	"due_on",
	"warn_on",
	"reminders",
	"paused_on",
	"waiting_seconds",
	"working_seconds",
	"paused_seconds",
)
LOG = ("name", "creation", "idx", "act", "step", "task", "key", "state")


@dataclass
class Case:
	"""`log` in the order of the acts."""

	run: Row
	tasks: list[Row]
	log: list[Row]
	form: Row

	@classmethod
	def read(cls, name: str) -> Case:
		[run] = rows("Process Instance", "name", name, RUN)
		[form] = rows(run.document_type, "name", run.document_name, FORM)
		log = rows("Process Log", "instance", name, LOG)
		log.sort(key=lambda row: (row.creation, row.idx))
		return cls(run, rows("Process Task", "instance", name, TASK), log, form)

	@property
	def state(self) -> State:
		return state_of(self.run.state)

	@property
	def memory(self) -> Row:
		"""What a case remembers beside where it stands."""
		found = json.loads(self.run.state)
		return {key: value for key, value in found.items() if key not in ("tokens", "next")}

	@property
	def live(self) -> list[Row]:
		"""Tasks that somebody still has to do, in an order that is the same in every run of a test."""
		found = [task for task in self.tasks if task.status in LIVE]
		return sorted(found, key=lambda t: (t.token, t.assignee, t.on_behalf_of or "", str(t.opened_on)))

	@property
	def running(self) -> bool:
		return self.run.status == "Running"

	@property
	def over(self) -> bool:
		return self.run.status not in ("Running", "Suspended")

	def of_token(self, token: int) -> list[Row]:
		return [task for task in self.live if task.token == token]

	def task(self, name: str) -> Row:
		return next(task for task in self.tasks if task.name == name)


def state_of(text: str) -> State:
	found = json.loads(text)
	tokens = tuple(Token(number, step, tuple(frames), w) for number, step, frames, w in found["tokens"])
	return State(tokens, found["next"])


def rows(doctype: str, column: str, value: str, fields: tuple[str, ...] = ("*",)) -> list[Row]:
	text = statements.select(doctype, fields, (column,), lock=False)
	return statements.run(text, [value], as_dict=True)


def dump(name: str) -> dict[str, list[Row]]:
	"""Everything that an act may write, for comparing before and after; when a task was first opened is no act."""
	found = {doctype: sorted(map(_text, rows(doctype, column, name))) for doctype, column in TABLES.items()}
	[run] = rows("Process Instance", "name", name)
	return found | {"form": list(map(_text, rows(run.document_type, "name", run.document_name)))}


def _text(row: Row) -> str:
	return json.dumps(row, default=str, sort_keys=True)
