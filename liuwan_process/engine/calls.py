"""Calls of automatic steps: written down within the act, made after it, and what becomes of the answer.

No network within an act's transaction: a worker claims a call, makes it with no transaction open, keeps the answer,
and only then goes on in the run, under its lock. A call that fails is tried again after longer and longer pauses,
always with the same key. `next_on` is empty once nothing is left to do.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.flow import Token
from liuwan_process.definition.model import Step
from liuwan_process.engine import clock, forms, notify, outgoing, routing, statements, steps, store
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.run import Run
from liuwan_process.engine.transaction import is_passing, repeated
from liuwan_process.engine.versions import get_definition

BATCH = 200
FIRST_PAUSE, LONGEST_PAUSE = 60, 6 * 3600  # seconds
LEASE = 120  # seconds beside the call's own time, after which another worker may take it
FIELDS = (
	"name",
	"instance",
	"step",
	"token",
	"status",
	"url",
	"payload",
	"answer",
	"error",
	"attempts",
	"next_on",
)
OPEN_STATUSES = ("Waiting", "Answered", "Failed")


def queue(run: Run, token: Token, step: Step, values: dict[str, Any]) -> None:
	"""Write a call down; it is made after the act."""
	payload = {
		"process": run.instance.process_code,
		"run": run.name,
		"title": run.instance.title,
		"step": step.id,
		"values": values,
	}
	call = {
		"name": store.new_name(),
		"instance": run.name,
		"step": step.id,
		"step_title": step.title,
		"token": token.id,
		"status": "Waiting",
		"url": step.call.url,
		"payload": json.dumps(payload, ensure_ascii=False, default=str),
		"attempts": 0,
		"next_on": run.now,
	}
	store.insert_call(call, run.user, run.now)
	run.note("Call Made", step=step.id)
	_enqueue(call["name"])


def queue_again(run: Run, token: Token) -> bool:
	"""Try a failed call again from the beginning, with its old key; whether there was one."""
	failed = _of_token(run, [token.id], "Failed")
	for name in failed:
		_change(name, status="Waiting", attempts=0, next_on=run.now)
		_enqueue(name)
	return bool(failed)


def cancel(run: Run, tokens: list[int]) -> None:
	"""Calls of steps that the run has left are not made, and their answers not used."""
	for name in _of_token(run, tokens, "Waiting", "Answered"):
		_change(name, status="Cancelled", next_on=None)


def pick_up(now: datetime | None = None) -> int:
	"""Make every call whose time has come; how many. Called every minute, beside the job after each act."""
	now = now or clock.now()
	filters = {"next_on": ("<=", now), "status": ("in", OPEN_STATUSES)}
	waiting = frappe.get_all("Process Call", filters, pluck="name", order_by="next_on", limit=BATCH)
	frappe.db.commit()  # a new snapshot for each call
	return sum(routing.safely(make, call, now) for call in waiting)


def make(call: str, now: datetime | None = None) -> bool:
	"""One attempt at a call, if it is due and nobody else makes it; whether there was one."""
	now = now or clock.now()
	row = repeated(lambda: _claim(call, now))
	if row is None:
		return False
	if row.status == "Waiting":
		step = _step(row)
		outcome = outgoing.post(row.url, row.payload, row.name, step.call.timeout)
		repeated(lambda: _keep(row, outcome, step, now))
	_go_on_safely(call)
	return True


def _step(row: dict[str, Any]) -> Step:
	version = frappe.db.get_value("Process Instance", row.instance, "process_version")
	step = get_definition(version).by_id[row.step]
	frappe.db.commit()  # nothing is open while the other side thinks
	return step


def _claim(call: str, now: datetime) -> dict[str, Any] | None:
	row = _lock(call)
	if row is None or row.status not in OPEN_STATUSES or not row.next_on or row.next_on > now:
		return None
	more = int(row.status == "Waiting")
	_change(call, attempts=row.attempts + more, next_on=now + timedelta(seconds=LEASE))
	row.attempts += more
	return row


def _keep(row: dict[str, Any], outcome: outgoing.Outcome, step: Step, now: datetime) -> None:
	"""Write down how an attempt ended; when it is tried again."""
	current = _lock(row.name)
	if current.status != "Waiting":
		return
	if not outcome.error:
		_change(row.name, status="Answered", answer=json.dumps(outcome.answer), error="", next_on=now)
	elif outcome.final or row.attempts >= step.call.attempts:
		_change(row.name, status="Failed", error=outcome.full_error, next_on=now)
	else:
		_change(row.name, error=outcome.full_error, next_on=now + pause(row.attempts))


def pause(attempts: int) -> timedelta:
	"""How long to wait after so many attempts."""
	return timedelta(seconds=min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE))


def _go_on_safely(call: str) -> None:
	"""Go on in the run; where that cannot be done, the process office gets the step."""
	try:
		repeated(lambda: _go_on(call))
	except Exception as error:
		frappe.db.rollback()
		frappe.log_error(title=f"Call {call}")
		frappe.db.commit()
		reason = str(error)
		repeated(lambda: _give_up(call, reason))


def _go_on(call: str) -> None:
	found = _open_run(call)
	if found is None:
		return
	run, row, token, step = found
	if row.status == "Failed":
		_failed(run, row, token, step, row.error)
	else:
		_answered(run, row, token, step)
	routing.conclude(run)


def _give_up(call: str, reason: str) -> None:
	found = _open_run(call)
	if found:
		run, row, token, step = found
		_change(row.name, status="Failed", error=reason, next_on=None)
		routing.ask_office(run, token, step, "Call Failed", reason)
		routing.conclude(run)


def _open_run(call: str) -> tuple[Run, dict[str, Any], Token, Step] | None:
	"""The run of a call that has an answer or has failed, its lock first; None where nothing is to be done now."""
	run = routing.lock(frappe.db.get_value("Process Call", call, "instance"))
	row = _lock(call)
	if row.status not in ("Answered", "Failed") or not row.next_on:
		return None
	token = run.state.token(row.token)
	if token is None or not run.step(token.step).call:
		_change(call, status="Cancelled", next_on=None)
		return None
	return (run, row, token, run.step(token.step)) if run.running else None


def _answered(run: Run, row: dict[str, Any], token: Token, step: Step) -> None:
	frappe.db.savepoint("call_answer")
	try:
		changes = forms.put(run, taken(step, json.loads(row.answer or "null")))
	except (frappe.ValidationError, LookupError) as error:
		if is_passing(error):
			raise
		frappe.db.rollback(save_point="call_answer")
		_failed(run, row, token, step, str(error))
		return
	_change(row.name, status="Done", next_on=None)
	run.note("Call Answered", step=step.id, changes=changes)
	steps.go_on(run, token.id, steps.approving(run, step), "approve")


def taken(step: Step, answer: Any) -> dict[str, Any]:
	"""Field -> value of what the step takes from an answer. Raises EngineError naming what is not in it."""
	return {row.target: _at(answer, row.value) for row in step.call.take}


def _at(answer: Any, place: str) -> Any:
	here = answer
	for part in place.split("."):
		try:
			here = here[int(part)] if isinstance(here, list) else here[part]
		except (KeyError, IndexError, TypeError, ValueError):
			frappe.throw(_("The answer has no “{0}”").format(place), EngineError)
	return here


def _failed(run: Run, row: dict[str, Any], token: Token, step: Step, error: str) -> None:
	"""The step's refusing way if one is drawn; otherwise the process office decides.

	The log, which everybody in the run reads, has the first line; what the other side said is for the office.
	"""
	_change(row.name, status="Failed", error=error, next_on=None)
	way = routing.refusing(run, step)
	if not way:
		routing.ask_office(run, token, step, "Call Failed", error.partition("\n")[0])
		return
	run.note("Call Failed", step=step.id, comment=error.partition("\n")[0])
	noted = run.log[-1]
	noted["to_steps"] = ", ".join(steps.go_on(run, token.id, way, "refuse"))


def _lock(call: str) -> dict[str, Any] | None:
	text = statements.select("Process Call", FIELDS, ("name",))
	rows = statements.run(text, [call], as_dict=True)
	return rows[0] if rows else None


def _of_token(run: Run, tokens: list[int], *statuses: str) -> list[str]:
	table = frappe.qb.DocType("Process Call")
	query = frappe.qb.from_(table).select(table.name).for_update()
	mine = (table.instance == run.name) & table.token.isin(tokens) & table.status.isin(statuses)
	return query.where(mine).run(pluck=True)


def _change(call: str, **values: Any) -> None:
	text = statements.update("Process Call", ("modified", *values))
	statements.run(text, [clock.now(), *values.values(), call])


def _enqueue(call: str) -> None:
	notify.job_after_commit("liuwan_process.engine.calls.make", call=call)
