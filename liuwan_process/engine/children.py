"""Sub-processes: runs that a step of another run starts, and what becomes of that run when they end.

Locks are taken from above: the run that waits first, then the run below it. Therefore a run that ends does not touch
the one above; a job after the commit, or the scheduled pick-up, goes on there.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.compiler.states import state_of
from liuwan_process.definition import conditions
from liuwan_process.definition.flow import Token
from liuwan_process.definition.model import Definition, Step
from liuwan_process.engine import (
	acts,
	automatic,
	columns,
	forms,
	lead,
	lean,
	notify,
	routing,
	statements,
	steps,
	store,
	values,
)
from liuwan_process.engine import start as starting
from liuwan_process.engine.acting import acting_as
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.run import Run
from liuwan_process.engine.transaction import is_passing, repeated
from liuwan_process.engine.versions import current_version, get_definition

DEEPEST = 8  # runs above a run
BATCH = 200
OPEN = ("Running", "Suspended")


class CannotStart(EngineError):
	"""A sub-process that could not be started; nothing of it has been written."""


def open_step(run: Run, token: Token, step: Step) -> str:
	"""Start the step's process. The action to leave the step by, "" while it waits."""
	try:
		child = _start_safely(run, token, step)
	except CannotStart as error:
		routing.ask_office(run, token, step, "Sub-process Failed", str(error))
		return ""
	run.note("Sub-process", step=step.id, **_reference(child.name))
	if not step.subprocess.wait:
		return steps.approving(run, step)
	return "" if child.instance.status in OPEN else _ended(run, token, step, child.instance)


def again(run: Run, token: Token, step: Step) -> str:
	"""Take the result that could not be taken before, or start the process once more."""
	last = _children(run, [token.id])[-1:]
	if last and last[0].status == "Completed":
		return _ended(run, token, step, last[0])
	return open_step(run, token, step)


def end_all(run: Run, tokens: list[int]) -> None:
	"""End the runs that wait below steps which a run has left."""
	for row in _children(run, tokens):
		if row.parent_waits:
			child = Run.lock(run.user, instance=row.name)
			_end(child, run)
			run.note("Sub-process Ended", step=row.parent_step, action="Terminated", **_reference(child.name))


def tell_parent(run: Run) -> None:
	"""A run has ended for which another one waits: that one goes on after this act."""
	notify.job_after_commit("liuwan_process.engine.children.go_on", child=run.name)


def pick_up() -> int:
	"""Go on in every run whose sub-process has ended; how many. Called every minute, beside the jobs."""
	child, parent = frappe.qb.DocType("Process Instance"), frappe.qb.DocType("Process Instance").as_("above")
	query = frappe.qb.from_(child).join(parent).on(parent.name == child.parent_instance).select(child.name)
	query = query.where((child.parent_waits == 1) & child.status.notin(OPEN) & (parent.status == "Running"))
	ended = query.orderby(child.ended_on).limit(BATCH).run(pluck=True)
	frappe.db.commit()  # a new snapshot for each run
	return sum(routing.safely(go_on, name) for name in ended)


def go_on(child: str) -> bool:
	"""Go on in the run that waited for an ended one; where that cannot be done, the process office gets the step."""
	try:
		return repeated(lambda: _go_on(child))
	except Exception as error:
		frappe.db.rollback()
		frappe.log_error(title=f"Sub-process {child}")
		frappe.db.commit()
		reason = str(error)
		return repeated(lambda: _give_up(child, reason))


def _go_on(child: str) -> bool:
	found = _waiting(child)
	if found is None:
		return False
	run, row, token = found
	action = _ended(run, token, run.step(token.step), row)
	if action:
		decision = run.definition.actions(token.step)[action]
		noted = run.log[-1]
		noted["to_steps"] = ", ".join(steps.go_on(run, token.id, action, decision))
	routing.conclude(run)
	return True


def _give_up(child: str, reason: str) -> bool:
	found = _waiting(child)
	if found is None:
		return False
	run, row, token = found
	_told(row)
	routing.ask_office(run, token, run.step(token.step), "Sub-process Failed", reason)
	routing.conclude(run)
	return True


def _waiting(child: str) -> tuple[Run, dict[str, Any], Token] | None:
	"""The run that waits for an ended one, locked before it, and the token that waits; None if there is none now."""
	above = frappe.db.get_value("Process Instance", child, "parent_instance")
	if not above:
		return None
	run = routing.lock(above)
	[row] = store.lock_instance(child, None)
	if not row.parent_waits or row.status in OPEN:
		return None
	token = run.state.token(row.parent_token)
	if token is None or not run.step(token.step).subprocess or run.instance.status not in OPEN:
		_told(row)
		return None
	return (run, row, token) if run.running else None


def _ended(run: Run, token: Token, step: Step, child: dict[str, Any]) -> str:
	"""Take over what the step wants of an ended run. The action by which its outcome leaves the step, or ""."""
	outcome = child.status.lower()
	changes = _take(run, step, child) if outcome == "completed" else {}
	_told(child)
	action = step.subprocess.outcomes.get(outcome) or _usual(run, step, outcome)
	run.note(
		"Sub-process Ended", step=step.id, action=child.status, changes=changes, **_reference(child.name)
	)
	if not action:
		message = _("The sub-process is {0}, and no way is drawn for that").format(_(child.status))
		routing.ask_office(run, token, step, "Sub-process Failed", message)
	return action


def _usual(run: Run, step: Step, outcome: str) -> str:
	return steps.approving(run, step) if outcome == "completed" else routing.refusing(run, step)


def _take(run: Run, step: Step, child: dict[str, Any]) -> dict[str, Any]:
	if not step.subprocess.take:
		return {}
	definition = get_definition(child.process_version)
	below = {key: child.get(key) for key in ("initiator", "initiator_unit", "lead_person")}
	form = forms.values(definition, child.document_name)
	scope = conditions.scope(definition, form, run.scope() | below)
	return forms.put(run, automatic.evaluated(step, step.subprocess.take, scope))


def _start_safely(run: Run, token: Token, step: Step) -> Run:
	"""Start the process; where that fails, undo it and nothing else. Raises CannotStart with the reason."""
	point, said = f"child_{run.instance.depth or 0}", len(frappe.local.message_log)
	frappe.db.savepoint(point)
	try:
		return _start(run, token, step)
	except Exception as error:
		if is_passing(error):
			raise
		frappe.db.rollback(save_point=point)
		del frappe.local.message_log[said:]  # the process office is told, not whoever acts
		raise CannotStart(str(error)) from error


def _start(run: Run, token: Token, step: Step) -> Run:
	wanted = step.subprocess
	depth = (run.instance.depth or 0) + 1
	if depth > DEEPEST:
		frappe.throw(_("Sub-processes may lie {0} deep, not deeper").format(DEEPEST), EngineError)
	version = current_version(wanted.process)
	definition = get_definition(version)
	user = run.instance.initiator if wanted.starter == "initiator" else run.last_actor or run.user
	if user not in run.persons([user]) or not starting.may_start(definition, user):
		message = _("{0} may not start {1}")
		frappe.throw(message.format(store.full_name(user), _(definition.title)), NotYours)
	with acting_as(user):
		form = _form(definition, automatic.values(run, step, wanted.give))
	above = {
		"parent_instance": run.name,
		"parent_step": step.id,
		"parent_token": token.id,
		"parent_waits": int(wanted.wait),
		"depth": depth,
	}
	lead_person = run.instance.lead_person if definition.lead != "none" else None
	lead.check(definition, lead_person)
	child = starting.new_run(definition, version, user, form, lead_person, **above)
	store.insert_instance(child.instance, user, child.now)
	starting.submit(child, None)
	child.parts.setdefault(run.instance.initiator, "Copied")
	acts.conclude(child, None)
	return child


def _form(definition: Definition, given: dict[str, Any]) -> Document:
	form = lean.new_form(definition.doctype, state_of(definition.start))
	for name, value in given.items():
		form.set(name, values.clean(definition, definition.fields_by_name[name], value))
	forms.require(definition, definition.start, form)
	forms.save(form)
	return form


def _end(child: Run, parent: Run) -> None:
	if child.instance.status not in OPEN:
		_told(child.instance)
		return
	child.instance.parent_waits = 0
	steps.finish(child, "Terminated")
	reason = _("The run “{0}”, of which this is a part, no longer waits for it")
	child.note("Ended Above", comment=reason.format(parent.instance.title))
	child.save()
	notify.after_commit(child)


def _children(run: Run, tokens: list[int]) -> list[dict[str, Any]]:
	"""Runs below steps of a run, in the order in which they were started, locked."""
	table = frappe.qb.DocType("Process Instance")
	query = frappe.qb.from_(table).select("name", *columns.INSTANCE).for_update()
	query = query.where((table.parent_instance == run.name) & table.parent_token.isin(tokens))
	return query.orderby(table.started_on).run(as_dict=True)


def _told(child: dict[str, Any]) -> None:
	"""Nobody waits for this run any more."""
	child.parent_waits = 0
	statements.run(statements.update("Process Instance", ("parent_waits",)), [0, child.name])


def _reference(instance: str) -> dict[str, str]:
	return {"reference_doctype": "Process Instance", "reference_name": instance}
