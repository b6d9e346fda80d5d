"""The definition of one version of a process, as frozen values. Pure Python; `parse.py` builds it from JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from liuwan_process.definition.knowledge import Clause, Indicator, Responsibility
from liuwan_process.definition.work import Assignment, Call, Creation, Subprocess

SCHEMA = 1

STEP_KINDS = ("start", "task", "approval", "notice", "automatic", "subprocess", "end")
WORK_KINDS = ("start", "task", "approval")  # steps at which somebody has to act
ROUTING_KINDS = ("automatic", "subprocess")  # steps that the engine does itself
DECISIONS = ("approve", "refuse")
SPLITS = ("one", "some", "all")
JOINS = ("", "any", "all")
COMPLETIONS = ("any", "all", "at_least", "percent", "weighted", "in_turn")
REFUSALS = ("decides", "counts")
NOBODY = ("administrator", "skip", "refuse")
UNITS = ("seconds", "minutes", "hours", "days", "working_hours", "working_days")
AFTERWARDS = ("remind", "escalate", "pass", "return", "hand_over")
END_STATUSES = ("Completed", "Refused")
ACCESSES = ("edit", "require", "hide")
ROWS = ("free", "add", "fixed")
POLICIES = ("ask", "pass")
LEADS = ("none", "optional", "required")
CASE_AFTERWARDS = ("remind", "escalate")  # what may follow a limit that is not a single task's
RULES = (
	"process_role",
	"position",
	"initiator",
	"head_of_initiator_unit",
	"superior_of_initiator",
	"superior_of_last_actor",
	"heads_up_to",
	"user_field",
	"unit_field_head",
	"lead_person",
	"process_owner",
	"actor_of_step",
	"users",
)
SCOPES = ("initiator_unit", "unit", "field", "anywhere")

NO_VALUE_FIELDTYPES = ("Section Break", "Column Break", "Heading", "HTML")
FIELDTYPES = (
	"Data",
	"Small Text",
	"Text",
	"Int",
	"Float",
	"Currency",
	"Date",
	"Datetime",
	"Time",
	"Check",
	"Select",
	"Link",
	"Attach",
	"Table",
	*NO_VALUE_FIELDTYPES,
)


class DefinitionError(ValueError):
	"""A definition that cannot be read. `where` names the step, field or transition at fault."""

	def __init__(self, message: str, where: str = "") -> None:
		super().__init__(message)
		self.where = where


@dataclass(frozen=True, slots=True)
class FormField:
	"""One field of the form. `table` names the Table field whose rows this field is a column of."""

	name: str
	label: str
	type: str = "Data"
	options: str = ""
	required: bool = False
	default: str = ""
	description: str = ""
	in_list: bool = False
	table: str = ""

	@property
	def holds_value(self) -> bool:
		return self.type not in NO_VALUE_FIELDTYPES


@dataclass(frozen=True, slots=True)
class Participant:
	"""One rule that finds people. Which of the other values it uses depends on `rule`."""

	rule: str
	role: str = ""
	position: str = ""
	scope: str = "anywhere"
	unit: str = ""
	field: str = ""
	levels: int = 1
	step: str = ""
	users: tuple[str, ...] = ()
	weight: float = 1


@dataclass(frozen=True, slots=True)
class Completion:
	"""When a step with several people is decided. `value`: n for at_least, p for percent, p % of all weight for weighted."""

	rule: str = "any"
	value: float = 1
	refusal: str = "decides"


@dataclass(frozen=True, slots=True)
class Limit:
	"""How long a step may take; `warn_before` and `repeat` (0: once) are in the same unit."""

	amount: float
	unit: str
	warn_before: float = 0
	then: str = "remind"
	repeat: float = 0
	role: str = ""


@dataclass(frozen=True, slots=True)
class Step:
	"""One box of the drawing. `fields` maps a field's name, or `table.column`, to edit, require or hide;
	`rows` maps a table that is edited to what may be done with its rows: free, add or fixed.

	`knowledge` says in words what has no record of its own; `inputs`, `outputs`, `clauses` and `risks` name records.

	A `deferrable` step is put off in an urgent run and made up afterwards, within `make_up`. `lead_decides`: the lead
	person may decide in place of whoever has the task.
	"""

	id: str
	title: str
	kind: str
	lane: str = ""
	participants: tuple[Participant, ...] = ()
	nobody: str = "administrator"
	completion: Completion = Completion()
	limit: Limit | None = None
	fields: dict[str, str] = field(default_factory=dict)
	rows: dict[str, str] = field(default_factory=dict)
	split: str = "one"
	join: str = ""
	status: str = "Completed"
	knowledge: dict[str, str] = field(default_factory=dict)
	deferrable: bool = False
	make_up: Limit | None = None
	lead_decides: bool = False
	sets: tuple[Assignment, ...] = ()
	creation: Creation | None = None
	call: Call | None = None
	subprocess: Subprocess | None = None
	inputs: tuple[str, ...] = ()
	outputs: tuple[str, ...] = ()
	clauses: tuple[Clause, ...] = ()
	risks: tuple[str, ...] = ()
	indicators: tuple[Indicator, ...] = ()
	responsibilities: tuple[Responsibility, ...] = ()

	@property
	def limit_of_make_up(self) -> Limit | None:
		"""Of the task that makes this step up: its own, else the step's, which then does no more than remind."""
		if self.make_up or not self.limit or self.limit.then in CASE_AFTERWARDS:
			return self.make_up or self.limit
		return replace(self.limit, then="remind", role="")

	def editable(self) -> set[str]:
		return {name for name, access in self.fields.items() if access in ("edit", "require")}

	@property
	def waits(self) -> bool:
		"""Whether a run can stand in this step although nobody has to act."""
		return bool(self.call or (self.subprocess and self.subprocess.wait))

	@property
	def fills(self) -> set[str]:
		"""Fields of the form that the step itself fills in."""
		takes = [*self.sets]
		takes += self.call.take if self.call else ()
		takes += self.subprocess.take if self.subprocess and self.subprocess.wait else ()
		made = {self.creation.into} - {""} if self.creation else set()
		return {row.target for row in takes} | made

	def having(self, access: str) -> set[str]:
		return {name for name, given in self.fields.items() if given == access}


@dataclass(frozen=True, slots=True)
class Transition:
	"""One arrow. `action` is the word on the button, `decision` what it means for counting and colour."""

	source: str
	target: str
	action: str
	decision: str = "approve"
	condition: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
	"""A completed run says that who started it is away: the fields of the first day, the last day and the stand-in."""

	first: str
	last: str
	stand_in: str = ""


@dataclass(frozen=True)
class Definition:
	"""One version of a process. Order of `steps` and `transitions` is the author's and is kept.

	`accountable`: who is accountable for a step that names nobody; `stated`, nobody.
	`limit` is that of a whole run. `urgent_quota`: urgent starts of one org unit in a month; 0, no green channel.
	"""

	process: str
	title: str
	version: int
	doctype: str
	fields: tuple[FormField, ...]
	steps: tuple[Step, ...]
	transitions: tuple[Transition, ...]
	subject: str = ""
	linked: bool = False
	same_approver: str = "ask"
	initiator_approver: str = "ask"
	limit: Limit | None = None
	lead: str = "none"
	urgent_quota: int = 0
	absence: Absence | None = None
	accountable: str = "stated"
	raw: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

	@cached_property
	def by_id(self) -> dict[str, Step]:
		return {step.id: step for step in self.steps}

	@cached_property
	def leaving(self) -> dict[str, tuple[Transition, ...]]:
		"""Transitions by the id of the step that they leave, in the author's order."""
		return {step.id: tuple(t for t in self.transitions if t.source == step.id) for step in self.steps}

	@cached_property
	def start(self) -> Step:
		return next(step for step in self.steps if step.kind == "start")

	@cached_property
	def fields_by_name(self) -> dict[str, FormField]:
		"""Fields of the form itself, without the columns of its tables."""
		return {f.name: f for f in self.fields if not f.table}

	@cached_property
	def lanes(self) -> tuple[str, ...]:
		return tuple(dict.fromkeys(step.lane for step in self.steps))

	@cached_property
	def reach(self) -> dict[str, frozenset[str]]:
		"""Ids of the steps that can be reached from each step by one or more transitions."""
		return {step.id: self.reach_avoiding(step.id, "") for step in self.steps}

	@cached_property
	def _reached(self) -> dict[tuple[str, str], frozenset[str]]:
		return {}

	def reach_avoiding(self, start: str, avoid: str) -> frozenset[str]:
		"""Ids of the steps reached from `start` by one or more transitions that do not lead through `avoid`."""
		if (start, avoid) not in self._reached:
			self._reached[start, avoid] = frozenset(self._walk(start, avoid))
		return self._reached[start, avoid]

	@cached_property
	def has_conditions(self) -> bool:
		return any(t.condition for t in self.transitions)

	def columns(self, table: str) -> tuple[FormField, ...]:
		return tuple(f for f in self.fields if f.table == table)

	def actions(self, step_id: str) -> dict[str, str]:
		"""Action -> decision of a step, in the author's order."""
		return {t.action: t.decision for t in self.leaving[step_id]}

	def _walk(self, start: str, avoid: str) -> Iterator[str]:
		seen: set[str] = {avoid}
		todo = [t.target for t in self.leaving[start]]
		while todo:
			here = todo.pop()
			if here not in seen:
				seen.add(here)
				yield here
				todo.extend(t.target for t in self.leaving[here])
