"""A case as it is in the database, read apart from the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import frappe
from frappe.query_builder import DocType
from pypika.terms import Function, ValueWrapper

from liuwan_process.definition.flow import State, Token
from liuwan_process.definition.model import Definition
from liuwan_process.engine import statements
from liuwan_process.engine.versions import definition_of

Row = dict[str, Any]
LIVE = ("Open", "Waiting")
TABLES = (
	("Process Instance", "name"),
	("Process Instance", "parent_instance"),
	("Process Task", "instance"),
	("Process Log", "instance"),
	("Process Call", "instance"),
	("Process Instance Participant", "instance"),
)


RUN = (
	"name",
	"status",
	"state",
	"initiator",
	"process_version",
	"process_code",
	"document_type",
	"document_name",
	"started_on",
	"ended_on",
	"warn_on",
	"working_seconds",
	"lead_person",
	"urgent",
	"making_up",
	"postponed",
)
FORM = ("workflow_state", "process_instance", "docstatus", "amount", "reason")
CALL = ("name", "step", "token", "status", "attempts", "next_on")
CHILD = ("name", "status", "parent_step", "parent_token", "parent_waits", "process_code")
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
LOG = ("name", "creation", "idx", "act", "step", "task", "key", "state", "actor", "on_behalf_of", "to_user")


@dataclass
class Case:
	"""`log` in the order of the acts."""

	run: Row
	tasks: list[Row]
	log: list[Row]
	form: Row
	calls: list[Row]
	children: list[Row]

	@classmethod
	def find(cls, name: str) -> tuple[Case, Definition]:
		"""A case of which only the name is known, with the definition that it follows."""
		fields = ["document_type", "process_version", "state"]
		run = frappe.db.get_value("Process Instance", name, fields, as_dict=True)
		return cls.read(name, run.document_type), definition_of(run)

	@classmethod
	def read(cls, name: str, doctype: str) -> Case:
		"""`doctype`: of its form."""
		found: dict[str, list[Row]] = {kind: [] for kind in PARTS}
		for kind, text in statements.run(_all_of(doctype), [name] * len(found)):
			found[kind].append(_unpacked(kind, text))
		[run], [form] = found["run"], found["form"]
		log = sorted(found["log"], key=lambda row: (row.creation, row.idx))
		calls = sorted(found["calls"], key=lambda row: (row.token, row.status, str(row.next_on)))
		children = sorted(found["children"], key=lambda row: (row.parent_token, row.status))
		return cls(run, found["tasks"], log, form, calls, children)

	@property
	def state(self) -> State:
		return state_of(self.run.state)

	@property
	def memory(self) -> Row:
		"""What a case remembers beside where it stands."""
		return {key: value for key, value in self.run.state.items() if key not in ("tokens", "next")}

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

	@property
	def standing(self) -> list[Token]:
		return [token for token in self.state.tokens if not token.waiting]

	@property
	def put_off(self) -> list[str]:
		return json.loads(self.run.postponed or "[]")

	def open_calls(self) -> list[Row]:
		"""Calls with which something is still to be done."""
		return [row for row in self.calls if row.next_on]

	def below(self) -> list[Row]:
		"""Runs for which this one waits, ended ones included."""
		return [row for row in self.children if row.parent_waits]

	def of_token(self, token: int) -> list[Row]:
		return [task for task in self.live if task.token == token]

	def task(self, name: str) -> Row:
		return next(task for task in self.tasks if task.name == name)


def state_of(found: Row) -> State:
	tokens = tuple(Token(number, step, tuple(frames), w) for number, step, frames, w in found["tokens"])
	return State(tokens, found["next"])


# A client in pure Python takes most of its time for the columns of an answer: each row comes as one, packed in JSON.

PARTS = {"run": RUN, "form": FORM, "tasks": TASK, "log": LOG, "calls": CALL, "children": CHILD}
MOMENTS = {
	kind: [i for i, f in enumerate(fields) if f.endswith("_on") or f == "creation"]
	for kind, fields in PARTS.items()
}


@lru_cache
def _all_of(doctype: str) -> str:
	"""One statement for everything that `Case` knows."""
	runs = DocType("Process Instance")
	form = frappe.qb.from_(runs).select(runs.document_name).where(runs.name == statements.VALUE)
	query = _packed("run", "Process Instance", "name")
	query = query.union_all(_packed("form", doctype, "name", form))
	query = query.union_all(_packed("tasks", "Process Task", "instance"))
	query = query.union_all(_packed("log", "Process Log", "instance"))
	query = query.union_all(_packed("calls", "Process Call", "instance"))
	return query.union_all(_packed("children", "Process Instance", "parent_instance")).get_sql()


def _packed(kind: str, doctype: str, column: str, value: Any = statements.VALUE) -> Any:
	"""The form of another process may lack a field; it is empty then."""
	table, known = DocType(doctype), frappe.get_meta(doctype).get_valid_columns()
	values = (table[field] if field in known else ValueWrapper(None) for field in PARTS[kind])
	row = Function("JSON_ARRAY", *values)
	return frappe.qb.from_(table).select(ValueWrapper(kind), row).where(table[column] == value)


def _unpacked(kind: str, text: str) -> Row:
	"""A column that holds JSON (`state`) comes as what it says."""
	values = json.loads(text)
	for i in MOMENTS[kind]:
		values[i] = values[i] and datetime.fromisoformat(values[i])
	return frappe._dict(zip(PARTS[kind], values, strict=True))


def dump(name: str, doctype: str) -> list[tuple[str, str]]:
	"""Everything that an act may write, for comparing before and after."""
	text = _everything_of(doctype)
	return sorted(statements.run(text, [name] * (len(TABLES) + 1)))


@lru_cache
def _everything_of(doctype: str) -> str:
	runs = DocType("Process Instance")
	form = frappe.qb.from_(runs).select(runs.document_name).where(runs.name == statements.VALUE)
	query = _whole(doctype, "name", form)
	for table, column in TABLES:
		query = query.union_all(_whole(table, column))
	return query.get_sql()


def _whole(doctype: str, column: str, value: Any = statements.VALUE) -> Any:
	table = DocType(doctype)
	row = Function("JSON_ARRAY", *(table[field] for field in frappe.db.get_table_columns(doctype)))
	return frappe.qb.from_(table).select(ValueWrapper(doctype), row).where(table[column] == value)
