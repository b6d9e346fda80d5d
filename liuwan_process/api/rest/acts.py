"""Acts: every act of the engine on a task or a run, as a table. To offer a new one, add its function here.

The address is the function's name; its arguments, types and description are taken from the function itself, and what
an argument means from `words.ARGUMENTS`. Who may do it is the engine's to say; here is checked that the caller sees
the run.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

import frappe
from frappe import _
from pydantic import BaseModel, create_model

from liuwan_process.api.rest import PREFIX, reading, shapes
from liuwan_process.api.rest.given import Body
from liuwan_process.api.rest.routes import route
from liuwan_process.api.rest.words import Key, ProcessCode, RunId, TaskId, annotated
from liuwan_process.engine import acts, lead, move, office, signers, take_back, waiting
from liuwan_process.engine.start import start
from liuwan_process.engine.transaction import repeated


@dataclass(frozen=True)
class Act:
	"""A function of the engine that other applications may call.

	`called`: its name where the function's own says too little. `without`: arguments that they may not set.
	"""

	do: Callable[..., dict[str, Any]]
	called: str = ""
	without: tuple[str, ...] = ()

	@property
	def name(self) -> str:
		return self.called or self.do.__name__

	@property
	def address(self) -> str:
		return self.name.replace("_", "-")

	@cached_property
	def target(self) -> str:
		"""What it is done to: the function's first argument, `task`, `instance` or `process`."""
		return next(iter(inspect.signature(self.do).parameters))

	@cached_property
	def body(self) -> type[BaseModel]:
		"""The model of its arguments."""
		hints = get_type_hints(self.do)
		arguments = list(inspect.signature(self.do).parameters.values())[1:]
		taken = [a for a in arguments if a.name not in (*self.without, "key")]
		fields = {a.name: annotated(a.name, hints[a.name], _default(a)) for a in taken}
		title = self.name.title().replace("_", "")
		made = create_model(f"{title}Arguments", __base__=Body, **fields)
		made.__doc__ = (self.do.__doc__ or self.name).splitlines()[0]
		return made


START = Act(start)
ACTS = (
	Act(acts.decide),
	Act(acts.send_back),
	Act(acts.transfer),
	Act(acts.withdraw),
	Act(acts.comment),
	Act(acts.urge),
	Act(acts.terminate),
	Act(lead.name_lead),
	Act(move.move),
	Act(signers.add, "add_signer"),
	Act(signers.remove, "remove_signer"),
	Act(take_back.take_back),
	Act(waiting.pause),
	Act(waiting.go_on),
	Act(office.suspend),
	Act(office.resume),
	Act(office.jump),
	Act(office.leave_out),
	Act(office.insert),
	Act(office.hand_over),
)


def perform(act: Act, target: str, body: BaseModel, key: str) -> shapes.Outcome:
	"""Do an act in a transaction of its own. `target`: name of the task, run or process."""
	own_key = hashed(act, target, key) if key else ""
	arguments = body.model_dump()
	answer = repeated(lambda: act.do(target, key=own_key, **arguments))
	return shapes.Outcome(
		run=answer["instance"],
		status=answer["status"],
		next=[_(title) for title in answer["next"]],
		people=answer["with"],
	)


def hashed(act: Act, target: str, key: str) -> str:
	"""A caller's key belongs to one act on one thing: used for another it is another key."""
	return hashlib.sha256(f"{act.name}|{target}|{key}".encode()).hexdigest()[:40]


def _default(argument: inspect.Parameter) -> Any:
	return ... if argument.default is inspect.Parameter.empty else argument.default


def _offer(act: Act) -> None:
	"""Make the route of an act."""

	def on_task(task: str, body: BaseModel, key: str) -> shapes.Outcome:
		run = reading.run_of_task(task)
		_remember_form(run)
		return perform(act, task, body, key)

	def on_run(run: str, body: BaseModel, key: str) -> shapes.Outcome:
		reading.require_run(run)
		return perform(act, run, body, key)

	place, kind, handler = ("tasks", "task", on_task) if act.target == "task" else ("runs", "run", on_run)
	types = {kind: TaskId if kind == "task" else RunId, "body": act.body, "key": Key}
	handler.__annotations__ = {**types, "return": shapes.Outcome}
	handler.__doc__ = act.do.__doc__
	path = f"/{place}/{{{kind}}}/acts/{act.address}"
	route("POST", path, "Acts", keyed=True, name=f"{act.name}_{kind}")(handler)


def _remember_form(run: str) -> None:
	"""So that a refusal can name the form's field that it is about."""
	frappe.flags.liuwan_version = frappe.db.get_value("Process Instance", run, "process_version")


def start_run(process: str, body: BaseModel, key: str) -> shapes.Outcome:
	"""Start a run

	Hands in the form of the start step. What the process calls for then happens at once: the answer names who has
	the run now.
	"""
	frappe.flags.liuwan_version = frappe.get_cached_value("Process", process, "current_version")
	outcome = perform(START, process, body, key)
	frappe.flags.liuwan_headers = {"Location": f"{PREFIX}/runs/{outcome.run}"}
	return outcome


start_run.__annotations__ = {"process": ProcessCode, "body": START.body, "key": Key, "return": shapes.Outcome}
route("POST", "/processes/{process}/runs", "Starts", status=201, keyed=True)(start_run)
for _act in ACTS:
	_offer(_act)
