"""One run under its lock: what is read of it, what an act changes, and the few statements that write it down."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cached_property
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.flow import State, Token
from liuwan_process.definition.model import Definition, Limit, Step, Transition
from liuwan_process.engine import clock, delegation, forms, notify, pauses, store
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.people import Asking
from liuwan_process.engine.versions import definition_of

# Notes of a run by token: who is still to come in turn, a decision that waits for added signers, where a returned
# step leads back to.
BY_TOKEN = ("queues", "held", "back")

ENDED = ("Completed", "Refused", "Withdrawn", "Terminated")


class Run:
	"""A locked Process Instance. Acts change it in memory; `save` writes everything at once."""

	dry = False  # a test run: nothing outside this object may change

	def __init__(
		self,
		instance: dict[str, Any],
		tasks: list[dict[str, Any]],
		user: str,
		definition: Definition | None = None,
	) -> None:
		self.instance = frappe._dict(instance)
		self.tasks = [frappe._dict(task) for task in tasks]
		self.user = user
		self.ended_before = self.instance.status in ENDED
		self.now: datetime = clock.now()
		self.definition: Definition = definition or definition_of(self.instance)
		self.state, self.memory = load_state(self.instance.state)
		self.new_tasks: list[dict[str, Any]] = []
		self.changed: list[dict[str, Any]] = []
		self.closed: list[dict[str, Any]] = []
		self.log: list[dict[str, Any]] = []
		self.parts: dict[str, str] = {}
		self.told: list[tuple[str, str, str]] = []
		self.last_actor: str | None = user  # somebody else where the act is not that of somebody in the flow
		self.waiting_steps = {t.id for t in self.state.tokens if self._waits(t)}
		self.known: dict[str, dict[str, Any]] = {}
		self.form_is_new = False  # inserted by this very act, so that nobody else can have read it

	@classmethod
	def lock(cls, user: str, *, instance: str | None = None, task: str | None = None) -> Run:
		"""Lock a run by its name or by one of its tasks. Raises EngineError when there is none."""
		rows = store.lock_instance(instance, task)
		if not rows:
			frappe.throw(_("There is no such task"), EngineError)
		return cls(rows[0], store.open_tasks(rows[0].name), user)

	@property
	def name(self) -> str:
		return self.instance.name

	@property
	def queues(self) -> dict[str, list[str]]:
		"""People who are still to come in steps decided in turn, by token."""
		return self.memory.setdefault("queues", {})

	@property
	def running(self) -> bool:
		return self.instance.status == "Running"

	@cached_property
	def form(self) -> dict[str, Any]:
		"""The form's values, tables as lists of rows; read when first needed."""
		return forms.values(self.definition, self.instance.document_name)

	def task(self, name: str) -> dict[str, Any] | None:
		return next((task for task in self.tasks if task.name == name), None)

	def step(self, step_id: str) -> Step:
		return self.definition.by_id[step_id]

	def is_unattended(self) -> int:
		"""1 where the run goes on and nobody has a task."""
		return int(self.running and not any(task.status == "Open" for task in self.tasks))

	def require_running(self) -> None:
		if self.running:
			return
		message = _("This run is {0}; nothing can be done in it now").format(_(self.instance.status))
		frappe.throw(message, EngineError)

	def require_initiator(self, or_lead: bool = False) -> None:
		if or_lead and self.user == self.instance.lead_person:
			return
		if self.user != self.instance.initiator:
			message = _("Only {0}, who started this run, may do this")
			frappe.throw(message.format(self.instance.initiator_name), NotYours)

	def asking(self) -> Asking:
		return Asking(
			initiator=self.instance.initiator,
			unit=self.instance.initiator_unit,
			process=self.instance.process_code,
			form=self.form if self._rules_read_the_form else {},
			lead_person=self.instance.lead_person,
			last_actor=self.last_actor or self.user,
			actor_of=self.actor_of,
		)

	@cached_property
	def _rules_read_the_form(self) -> bool:
		return any(rule.field for step in self.definition.steps for rule in step.participants)

	def actor_of(self, step: str) -> str | None:
		"""Who last closed a task of a step in this run, this very act included."""
		for task in reversed(self.closed):
			if task.step == step and task.acted_by:
				return task.acted_by
		return store.last_actor(self.name, step)

	def votes(self, token: int) -> list[dict[str, Any]]:
		"""Decisions so far of the people of one visit of a step, in the order in which they were made."""
		return store.votes(self.name, token)

	def took(self, ways: list[Transition]) -> None:
		"""Called with the transitions that a move takes; a test run counts them."""

	def scope(self) -> dict[str, Any]:
		"""What conditions may look at beside the form."""
		return {
			"initiator": self.instance.initiator,
			"initiator_unit": self.instance.initiator_unit,
			"lead_person": self.instance.lead_person,
			"green_channel": bool(self.instance.urgent),
			"today": self.now.date().isoformat(),
		}

	def open_tasks(self, token: Token, users: list[str], **more: Any) -> list[dict[str, Any]]:
		"""Give users the step that a token stands in; whoever has a stand-in now is one of those who see it."""
		step, opened = self.step(token.step), []
		for user in self.persons(users):
			actor = delegation.stand_in(self, step, user)
			person = self.persons([actor])[actor]
			due_on, warn_on = clock.due(self.limit_of(step), self.now, person.org_unit)
			task = self._task_row(step, token, actor)
			task.update(
				assignee_name=person.full_name, assignee_unit=person.org_unit, due_on=due_on, warn_on=warn_on
			)
			task.update(more, on_behalf_of=user if actor != user else None)
			self._hand_out(task, user)
			opened.append(task)
		return opened

	def _hand_out(self, task: dict[str, Any], user: str) -> None:
		self.new_tasks.append(task)
		self.tasks.append(task)
		self.parts[user] = self.parts[task.assignee] = "Task"
		self.told.append((task.assignee, "task", task.name))
		if user != task.assignee:
			self.note("Delegate", task=task.name, step=task.step, to_user=task.assignee, on_behalf_of=user)

	def limit_of(self, step: Step) -> Limit | None:
		"""How long a task of a step may take: in the main flow, or now that it is made up."""
		return step.limit_of_make_up if self.instance.making_up else step.limit

	def persons(self, users: list[str]) -> dict[str, dict[str, Any]]:
		"""Like `store.persons`, with `delegations` that hold now; each person read once in an act."""
		if unknown := [user for user in users if user not in self.known]:
			self.known |= store.persons_now(unknown, self.now)
		return {user: self.known[user] for user in users if user in self.known}

	def change_task(self, task: dict[str, Any], **values: Any) -> None:
		"""Change a task that stays open."""
		task.update(values)
		if task not in self.new_tasks and task not in self.changed:
			self.changed.append(task)

	def _task_row(self, step: Step, token: Token, user: str) -> dict[str, Any]:
		return frappe._dict(
			name=store.new_name(),
			instance=self.name,
			process_code=self.instance.process_code,
			process_version=self.instance.process_version,
			title=self.instance.title,
			step=step.id,
			step_title=step.title,
			kind=step.kind,
			urgent=self.instance.urgent,
			make_up=int(bool(self.instance.making_up)),
			status="Open",
			assignee=user,
			initiator=self.instance.initiator,
			initiator_name=self.instance.initiator_name,
			opened_on=self.now,
			token=token.id,
			frames=json.dumps(token.frames),
		)

	def close_task(self, task: dict[str, Any], status: str, **outcome: Any) -> None:
		"""Close an open task: Done, Returned or Transferred by an act of its own, Cancelled by another's.

		Who only had the task beside somebody else is not late.
		"""
		stood = (task.paused_seconds or 0) + pauses.standing(task, self.now)
		waiting, working = clock.used(task.opened_on, task.seen_on, self.now, task.assignee_unit)
		waiting, working = waiting - max(stood - working, 0), max(working - stood, 0)
		task.update(
			status=status,
			closed_on=self.now,
			waiting_seconds=waiting,
			working_seconds=working,
			paused_seconds=stood,
			late=int(bool(task.due_on and self.now > task.due_on and (status != "Cancelled" or outcome))),
			**outcome,
		)
		self.tasks.remove(task)
		self.changed = [each for each in self.changed if each is not task]
		self.closed.append(task)

	def cancel_tokens(self, tokens: tuple[Token, ...]) -> None:
		for task in [t for t in self.tasks if t.token in {token.id for token in tokens}]:
			self.close_task(task, "Cancelled")
		for token in tokens:
			for kept in BY_TOKEN:
				self.memory.get(kept, {}).pop(str(token.id), None)

	def note(self, act: str, **values: Any) -> None:
		"""Add a row to the log."""
		row = {
			"act": act,
			"instance": self.name,
			"actor": self.user,
			"actor_name": self._own_name(),
			**values,
		}
		if step := values.get("step"):
			row["step_title"] = self.step(step).title
		self.log.append(row)

	def _own_name(self) -> str | None:
		"""The actor's name where this run knows it; the log looks it up otherwise."""
		if self.user == self.instance.initiator:
			return self.instance.initiator_name
		return next((task.assignee_name for task in self.closed if task.assignee == self.user), None)

	def end(self, status: str) -> None:
		"""The limit of a run and its working time end with its main flow, whatever is made up afterwards."""
		calendar = clock.get_calendar(self.instance.initiator_unit)
		main_ended_on = self.instance.main_ended_on or self.now
		due_on = self.instance.due_on
		self.instance.update(
			status=status,
			ended_on=self.now,
			warn_on=None,
			working_seconds=calendar.between(self.instance.started_on, main_ended_on),
			late=int(bool(due_on and main_ended_on > due_on)),
		)
		self.told.append((self.instance.initiator, "ended", self.name))

	def save(self) -> None:
		"""Write tasks, participants, log, instance and the form's state. The caller's transaction makes it one."""
		self._leave_waiting_steps()
		current = [self.step(t.step).title for t in self.state.tokens if not t.waiting]
		self.instance.current_steps = ", ".join(dict.fromkeys(current))
		self.instance.unattended = self.is_unattended()
		self.instance.state = dump_state(self.state, self.memory)
		if self.log:
			self.log[0]["state"] = self.instance.state
		store.close_tasks(self.closed, self.user, self.now)
		store.update_tasks(self.changed, self.user, self.now)
		store.insert_tasks(self.new_tasks, self.user, self.now)
		store.add_participants(self.instance, self.parts, self.now)
		self.write_log()
		store.update_instance(self.instance, self.user, self.now)
		if not self.ended_before:  # a comment on a run that has ended leaves its form alone
			forms.set_state(self)
			self._tell_form()

	def _tell_form(self) -> None:
		"""Hook `liuwan_act_done`: {DocType of a form: [what follows its runs, in the act's transaction]}."""
		for method in frappe.get_hooks("liuwan_act_done", {}).get(self.instance.document_type, ()):
			frappe.get_attr(method)(self)

	def write_log(self) -> None:
		"""Write the log; its first row says whom to tell of the act, so that no act is kept and its news lost."""
		self.write_logs([self])

	@staticmethod
	def write_logs(runs: list[Run]) -> None:
		"""Like `write_log`, for runs in which the same person acts at the same moment."""
		rows: list[dict[str, Any]] = []
		for run in runs:
			if run.log:
				run.log[0]["tell"] = notify.messages(run)
			rows += run.log
		if rows:
			store.insert_log(rows, runs[0].now)

	def _waits(self, token: Token) -> bool:
		step = self.definition.by_id.get(token.step)
		return bool(step and step.waits)

	def _leave_waiting_steps(self) -> None:
		"""End what goes on for steps that this run has left, and tell the run that waits for this one's end."""
		from liuwan_process.engine import children, routing  # they act on runs

		if gone := self.waiting_steps - {token.id for token in self.state.tokens if self._waits(token)}:
			routing.tidy(self, gone)
		if self.instance.parent_waits and self.instance.status not in children.OPEN:
			children.tell_parent(self)


def load_state(text: str | None) -> tuple[State, dict[str, Any]]:
	"""Where a run stands, and what else it remembers: `queues` and the other notes of `BY_TOKEN`, `inserted` steps."""
	document = json.loads(text or "{}")
	tokens = tuple(Token(i, step, tuple(frames), w) for i, step, frames, w in document.pop("tokens", []))
	return State(tokens, document.pop("next", 1)), document


def dump_state(state: State, memory: dict[str, Any]) -> str:
	tokens = [[t.id, t.step, list(t.frames), t.waiting] for t in state.tokens]
	notes = {key: value for key, value in memory.items() if value}
	return json.dumps({"tokens": tokens, "next": state.next, **notes}, ensure_ascii=False)
