"""Moves a running case to another version of its process: one act under one lock, with its row in the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition import moving, paths
from liuwan_process.definition.flow import Move, Token
from liuwan_process.definition.model import WORK_KINDS, Definition, Step
from liuwan_process.engine import acts, clock, forms, people, statements, steps, store
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.move_check import Case, Target, put_off, reasons
from liuwan_process.engine.run import Run

Task = dict[str, Any]
ON_TASK = ("process_version", "step", "step_title", "kind", "frames", "due_on", "warn_on")


def move(
	instance: str,
	version: str,
	mapping: Mapping[str, str] | None = None,
	comment: str = "",
	key: str = "",
	accept_losses: bool = False,
) -> acts.Answer:
	"""Let a case go on in the version in force. `mapping`: old step -> new step, for steps that are named otherwise.

	`accept_losses`: also when the new form hides what was filled in, or asks for something that was never asked.
	Raises EngineError with everything that stands in the way, NotYours for anybody but the process office.
	"""

	def act(run: Run) -> None:
		_require_office(run)
		if not comment.strip():
			frappe.throw(_("Please say why this run is moved"), EngineError)
		target = Target.of(version, mapping)
		_require_movable(run, target, accept_losses)
		_Mover(run, target).move(comment)

	return acts.perform(act, key, instance=instance)


def _require_office(run: Run) -> None:
	if people.ADMINISTRATOR_ROLE not in frappe.get_roles(run.user):
		frappe.throw(_("Only the process office may move a run to another version"), NotYours)


def _require_movable(run: Run, target: Target, accept_losses: bool) -> None:
	visited = {visit.step for visit in store.visits(run.name)}
	form = run.form | _shown_by_new(run, target.definition)
	case = Case(run.instance, run.definition, run.state, run.memory, visited, form)
	found = reasons(case, target)
	refused = [reason.text for reason in found if not (reason.loss and accept_losses)]
	if refused:
		frappe.throw("<br>".join(refused), EngineError, title=_("This run cannot move"))


def _shown_by_new(run: Run, new: Definition) -> dict[str, Any]:
	"""What the form holds in fields that the run's own version does not know."""
	return forms.values(new, run.instance.document_name)


class _Mover:
	"""Puts one locked run into the new version: tokens, tasks, limits, earlier visits."""

	def __init__(self, run: Run, target: Target) -> None:
		self.run, self.target = run, target
		self.old, self.new = run.definition, target.definition
		self.before = {token.id: token for token in run.state.tokens}
		self.changed: list[Task] = []

	def move(self, comment: str) -> None:
		run = self.run
		placed = moving.place(self.old, self.new, run.state, self.target.steps)
		run.last_actor = _last_actor(run)
		self._switch(comment)
		steps.settle(run, placed, last_actor="")
		freed = {token.id for token in placed.opened}
		for token in placed.state.tokens:
			if not token.waiting and token.id not in freed and token in run.state.tokens:
				self._take_over(token)
		run.log[0]["to_steps"] = ", ".join(dict.fromkeys(task.step_title for task in run.tasks))
		self._write()

	def _switch(self, comment: str) -> None:
		run = self.run
		ways = [run.instance.process_version, self.target.version]
		run.definition, run.instance.process_version = self.new, self.target.version
		run.memory.pop("inserted", None)
		self._rename_returns()
		for known in ("form", "_rules_read_the_form"):
			run.__dict__.pop(known, None)
		if postponed := put_off(run.instance, self.target.steps):
			run.instance.postponed = json.dumps(postponed)
		if self.old.limit != self.new.limit:
			due_on, warn_on = clock.due(self.new.limit, run.instance.started_on, run.instance.initiator_unit)
			run.instance.update(due_on=due_on, warn_on=warn_on)
		run.note("Move", comment=comment, action=" → ".join(ways), changes={"process_version": ways})

	def _rename_returns(self) -> None:
		"""Who returned a step with “come back to me” gets it back in the step that it is now, if there is one."""
		back = self.run.memory.get("back", {})
		for token, note in list(back.items()):
			note["step"] = self.target.steps.get(note["step"], note["step"])
			if note["step"] not in self.new.by_id:
				del back[token]

	def _take_over(self, token: Token) -> None:
		"""The tasks of an open step go on in the step that it is now.

			Where signers were added, whoever has it keeps it: they were asked by a person and not by a rule. Those whose turn
		is still to come have it now where nobody waits for a turn any more.
		"""
		was, step = self.old.by_id[self.before[token.id].step], self.new.by_id[token.step]
		tasks = [task for task in self.run.tasks if task.token == token.id]
		for task in tasks:
			self._rewrite(task, token, was, step)
		keeps = tasks and (_same_people(was, step) or any(t.added or t.status != "Open" for t in tasks))
		if step.kind in WORK_KINDS and not keeps:
			self._ask_anew(token, step, tasks)
		elif step.completion.rule != "in_turn" and (queue := self.run.queues.pop(str(token.id), None)):
			steps.give(self.run, token, queue, steps.people_of(self.run, step)[1])

	def _rewrite(self, task: Task, token: Token, was: Step, step: Step) -> None:
		task.update(
			process_version=self.target.version,
			step=step.id,
			step_title=step.title,
			kind=step.kind,
			frames=json.dumps(token.frames),
		)
		if was.limit != step.limit:
			task.due_on, task.warn_on = self._due(step, task)
		self.changed.append(task)

	def _due(self, step: Step, task: Task) -> tuple[datetime | None, datetime | None]:
		"""From the moment at which it was opened, put off by the working time that its clock stood still."""
		due_on, warn_on = clock.due(step.limit, task.opened_on, task.assignee_unit)
		if due_on and task.paused_seconds:
			hours = task.paused_seconds / 3600
			due_on = clock.get_calendar(task.assignee_unit).add(due_on, hours, "working_hours")
			warn_on = clock.next_look(step.limit, due_on, self.run.now, task.assignee_unit)
		return due_on, None if task.paused_on else warn_on

	def _ask_anew(self, token: Token, step: Step, tasks: list[Task]) -> None:
		"""Whom the new rules find as well keeps the task; the others lose it, and who is new gets one."""
		run = self.run
		found, weights = steps.people_of(run, step)
		kept = [task for task in tasks if (task.on_behalf_of or task.assignee) in found]
		if not kept:
			run.cancel_tokens((token,))
			steps.settle(run, Move(run.state, (token,)), last_actor="")
			return
		for task in tasks:
			if task not in kept:
				run.close_task(task, "Cancelled")
		decided = {vote.assignee for vote in store.votes(run.name, token.id)}
		asked = {task.on_behalf_of or task.assignee for task in kept} | decided
		self._ask(token, step, [user for user in found if user not in asked], weights)

	def _ask(self, token: Token, step: Step, users: list[str], weights: dict[str, float]) -> None:
		run = self.run
		run.queues.pop(str(token.id), None)
		if step.completion.rule == "in_turn" and users:
			run.queues[str(token.id)] = users
		elif users:
			steps.give(run, token, users, weights)

	def _write(self) -> None:
		run = self.run
		kept = {task.name for task in run.tasks}
		groups: dict[tuple, list[str]] = {}
		for task in self.changed:
			if task.name in kept:
				groups.setdefault(tuple(task[column] for column in ON_TASK), []).append(task.name)
		for values, names in groups.items():
			statements.run(statements.update("Process Task", ON_TASK, len(names)), [*values, *names])
		statements.run(
			statements.update("Process Instance", ("process_version",)), [self.target.version, run.name]
		)
		self._rewrite_visits()

	def _rewrite_visits(self) -> None:
		"""Earlier visits carry the splits inside which they were made: a return has to fit the new version."""
		shapes = paths.shapes(self.new)
		rows = store.done_frames(self.run.name)
		groups: dict[tuple[str, str], str] = {}
		for step, text in rows:
			new_step = self.target.steps.get(step, step)
			frames = moving.frames_of_visit(new_step, tuple(json.loads(text)), self.target.steps, shapes)
			if frames != tuple(json.loads(text)):
				groups[step, text] = json.dumps(frames)
		store.set_done_frames(self.run.name, groups)


def _same_people(was: Step, step: Step) -> bool:
	return was.participants == step.participants and (was.kind == "start") == (step.kind == "start")


def _last_actor(run: Run) -> str | None:
	"""Who moved the run last; the office, which moves it to another version, is nobody's superior here."""
	filters = {"instance": run.name, "status": "Done"}
	return frappe.db.get_value("Process Task", filters, "acted_by", order_by="closed_on desc")
