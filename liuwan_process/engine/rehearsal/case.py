"""A case of a draft that exists in memory only."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime

from liuwan_process.definition import flow
from liuwan_process.definition.flow import Token
from liuwan_process.definition.model import Definition, Step, Transition
from liuwan_process.engine import automatic, clock, forms, people, steps, store
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.rehearsal.coverage import key_of
from liuwan_process.engine.run import Run, dump_state

MOMENTS = (
	"opened_on",
	"closed_on",
	"due_on",
	"warn_on",
	"seen_on",
	"started_on",
	"ended_on",
	"main_ended_on",
)
NEW_TASK = {"added": None, "added_by": None, "weight": 1}  # what the database would give a new task
Kept = dict[str, Any]


class Sheet(dict):
	"""The form of a case in memory; what `forms.fill` needs of a document."""

	def set(self, name: str, value: Any) -> None:
		self[name] = value


class Rehearsal(Run):
	"""A run that reads the real organisation and calendars, and writes nothing. `keep` gives what continues it."""

	dry = True

	def __init__(self, definition: Definition, kept: Kept) -> None:
		instance = _with_moments(kept["instance"])
		tasks = [_with_moments(task) for task in kept["tasks"]]
		super().__init__(instance, tasks, instance["initiator"], definition)
		self.done = [_with_moments(task) for task in kept["done"]]
		self.steps_taken: set[str] = set(kept["steps"])
		self.ways_taken: set[str] = set(kept["ways"])
		self.__dict__["form"] = Sheet(kept["form"])

	def keep(self) -> Kept:
		"""All of it as plain values: `Rehearsal(definition, kept)` goes on from there."""
		self.instance.state = dump_state(self.state, self.memory)
		kept = {
			"instance": self.instance,
			"tasks": self.tasks,
			"done": [*self.done, *self.closed],
			"form": self.form,
			"steps": sorted(self.steps_taken),
			"ways": sorted(self.ways_taken),
		}
		return json.loads(frappe.as_json(kept))

	def save(self) -> None:
		raise AssertionError("a test run is never written down as a run")

	def _task_row(self, step: Step, token: Token, user: str) -> dict[str, Any]:
		return frappe._dict({**NEW_TASK, **super()._task_row(step, token, user)})

	def took(self, ways: list[Transition]) -> None:
		self.steps_taken |= {step for way in ways for step in (way.source, way.target)}
		self.ways_taken |= {key_of(way) for way in ways}

	def rehearse(self, token: Token, step: Step) -> str:
		"""What the engine would do by itself is done to the form in memory, or only noted.

		Where it would wait for an answer, the one who plays says what came of it. The action to leave it by, or "".
		"""
		if step.sets:
			found = automatic.values(self, step, step.sets)
			self.form.update(found)
			self.note("Automatic", step=step.id, comment=", ".join(f"{k} = {v}" for k, v in found.items()))
		if step.creation:
			text = _("A document of {0} would be made").format(_(step.creation.doctype))
			self.note("Automatic", step=step.id, comment=text)
		if not step.waits:
			return steps.approving(self, step)
		self.open_tasks(token, [self.instance.initiator])
		self.told.pop()
		return ""

	def votes(self, token: int) -> list[dict[str, Any]]:
		return [
			task for task in [*self.done, *self.closed[:-1]] if task.token == token and task.status == "Done"
		]

	def actor_of(self, step: str) -> str | None:
		done = (t for t in reversed([*self.done, *self.closed]) if t.step == step and t.acted_by)
		return next((task.acted_by for task in done), None)

	def visits(self) -> dict[str, dict[str, Any]]:
		"""Step -> its latest finished task."""
		return {task.step: task for task in [*self.done, *self.closed] if task.status == "Done"}

	def fill(self, step: Step, values: dict[str, Any], complete: bool) -> None:
		"""Raises EngineError naming what the step does not let people edit, or what is missing."""
		forms.fill(self.form, self.definition, step, values)
		if complete:
			forms.require(self.definition, step, self.form)


def begin(
	definition: Definition, initiator: str, lead_person: str | None = None, urgent: bool = False
) -> Rehearsal:
	"""A new case of a draft, its start step open to the initiator. Raises EngineError for nobody of the enterprise."""
	person = store.persons([initiator]).get(initiator)
	if person is None:
		frappe.throw(_("{0} cannot start anything").format(initiator), EngineError)
	now = clock.now()
	instance = {
		"name": f"test-{store.new_name()}",
		"process_code": definition.process,
		"process_version": "",
		"title": definition.title,
		"initiator": initiator,
		"initiator_name": person.full_name,
		"initiator_unit": person.org_unit,
		"lead_person": lead_person,
		"urgent": int(urgent),
		"status": "Running",
		"returns": 0,
		"started_on": now,
		"state": dump_state(flow.begin(definition), {}),
	}
	due_on, warn_on = clock.due(definition.limit, now, person.org_unit)
	instance.update(due_on=due_on, warn_on=warn_on)
	kept = {
		"instance": instance,
		"tasks": [],
		"done": [],
		"form": _defaults(definition),
		"steps": [],
		"ways": [],
	}
	run = Rehearsal(definition, kept)
	run.steps_taken.add(definition.start.id)
	run.open_tasks(Token(1, definition.start.id), [initiator])
	run.told.clear()
	return run


def may_start(definition: Definition, initiator: str) -> bool:
	rules = definition.start.participants
	asking = people.Asking(initiator=initiator, unit=people.unit_of(initiator), process=definition.process)
	return not rules or any(initiator in people.RULES[rule.rule](rule, asking) for rule in rules)


def _defaults(definition: Definition) -> dict[str, Any]:
	return {f.name: f.default for f in definition.fields_by_name.values() if f.holds_value and f.default}


def _with_moments(row: dict[str, Any]) -> dict[str, Any]:
	return frappe._dict({**row, **{key: get_datetime(row[key]) for key in MOMENTS if row.get(key)}})
