"""The green channel: urgent starts within a quota, steps put off in them, and made up once their main flow has ended.

The quota of a process is counted by org unit and month in a row of its own, which a start locks before it reads
anything else: starts of one unit queue there, and none of them can miss another.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import formatdate

from liuwan_process.definition.flow import Move, State, Token
from liuwan_process.definition.model import Definition, Step
from liuwan_process.engine import clock, statements
from liuwan_process.engine.errors import EngineError

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run

USE = "Green Channel Use"
COLUMNS = ("name", "owner", "creation", "modified", "modified_by", "process_code", "org_unit", "month")


def usage(definition: Definition, unit: str | None) -> dict[str, int]:
	"""`quota`, `used` and `left` of a unit in this month; all 0 where a process has no green channel."""
	used = frappe.db.get_value(USE, _name(definition.process, unit, _month()), "used") if unit else 0
	quota = definition.urgent_quota if unit else 0
	return {"quota": quota, "used": used or 0, "left": max(quota - (used or 0), 0)}


def queue(process: str, user: str) -> None:
	"""Wait for other urgent starts of the person's unit; to be called before a start reads anything."""
	unit, now = _unit_of(user), clock.now()
	if not unit:
		frappe.throw(_("An urgent start counts for the starter's unit, and you belong to none"), EngineError)
	values = (_name(process, unit, _month()), user, now, now, user, process, unit, _month())
	statements.run(statements.insert(USE, COLUMNS, 1, most="used"), values)


def take(run: Run, reason: str) -> None:
	"""Mark a run that is about to start as urgent and count it. Raises EngineError without a reason or quota."""
	_require_channel(run.definition, reason)
	unit, quota = run.instance.initiator_unit, run.definition.urgent_quota
	name = _name(run.definition.process, unit, _month())
	text = statements.select(USE, ("used",), ("name",))
	[[used]] = statements.run(text, [name])
	if used >= quota:
		_refuse(run.definition, unit, used, quota)
	text = statements.update(USE, ("used", "quota", "modified"))
	statements.run(text, [used + 1, quota, run.now, name])
	run.instance.update(urgent=1, urgent_reason=reason.strip())


def puts_off(run: Run, step: Step) -> bool:
	"""Whether an urgent run passes a step for now; the log and the run then know of it."""
	if not (run.instance.urgent and step.deferrable) or run.instance.making_up:
		return False
	put_off = [*_put_off(run), step.id]
	run.instance.postponed = json.dumps(list(dict.fromkeys(put_off)))
	run.note("Postpone", step=step.id)
	return True


def make_ups(run: Run, end: str) -> list[Token]:
	"""After the main flow: a token in every step that was put off, in the drawing's order. The run goes on."""
	put_off = set(_put_off(run))
	if not put_off or run.instance.making_up:
		return []
	wanted = [step.id for step in run.definition.steps if step.id in put_off]
	tokens = tuple(Token(run.state.next + i, step) for i, step in enumerate(wanted))
	run.state = State(tokens, run.state.next + len(tokens))
	run.instance.update(making_up=end, main_ended_on=run.now, warn_on=None)
	for step in wanted:
		run.note("Make Up", step=step)
	return list(tokens)


def answered(run: Run, token: Token, decision: str) -> Move:
	"""The move after a make-up task: done, or, if it was refused, asked again until it can be approved."""
	rest = tuple(t for t in run.state.tokens if t.id != token.id)
	if decision == "refuse":
		again = Token(run.state.next, token.step)
		_tell_of_refusal(run)
		return Move(State((*rest, again), run.state.next + 1), (again,))
	left = [step for step in _put_off(run) if step != token.step]
	run.instance.postponed = json.dumps(left) if left else None
	return Move(State(rest, run.state.next), ended="" if rest else "Completed", end=run.instance.making_up)


def require_main_flow(run: Run) -> None:
	"""What has been carried out cannot be withdrawn or returned any more."""
	if run.instance.making_up:
		message = _("The main flow of this run has ended; only what was put off is still made up")
		frappe.throw(message, EngineError)


def _require_channel(definition: Definition, reason: str) -> None:
	if not definition.urgent_quota:
		frappe.throw(_("{0} has no green channel").format(_(definition.title)), EngineError)
	if not (reason or "").strip():
		frappe.throw(_("Please say why this is urgent"), EngineError)


def _refuse(definition: Definition, unit: str, used: int, quota: int) -> None:
	message = _(
		"The green channel of “{0}” is used up: {1} has made {2} of {3} urgent starts in {4}."
		" Please start it in the ordinary way, or ask the process office."
	)
	month = formatdate(_month(), "yyyy-MM")
	frappe.throw(message.format(_(definition.title), _(unit), used, quota, month), EngineError)


def _tell_of_refusal(run: Run) -> None:
	people: list[Any] = [run.instance.initiator, run.instance.lead_person]
	run.told += [(user, "make_up_refused", run.name) for user in dict.fromkeys(filter(None, people))]


def _put_off(run: Run) -> list[str]:
	return json.loads(run.instance.postponed or "[]")


def _unit_of(user: str) -> str | None:
	"""Read with a lock: an ordinary read would fix what this transaction sees before it has waited."""
	staff = DocType("Staff Member")
	query = frappe.qb.from_(staff).select(staff.org_unit).for_update()
	rows = query.where((staff.user == user) & (staff.status == "Active")).run()
	return rows[0][0] if rows else None


def _month() -> date:
	return clock.now().date().replace(day=1)


def _name(process: str, unit: str | None, month: date) -> str:
	return hashlib.sha1(f"{process}|{unit}|{month}".encode()).hexdigest()[:16]
