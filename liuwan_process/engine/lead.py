"""The lead person: one named person who answers for a whole run."""

from __future__ import annotations

import frappe
from frappe import _

from liuwan_process.definition.model import Definition
from liuwan_process.engine import acts, people, store
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.run import Run


def check(definition: Definition, user: str | None) -> None:
	"""Whether a run may start with this lead person, or without one. Raises EngineError."""
	if not user:
		if definition.lead == "required":
			frappe.throw(_("Please name the lead person of this run"), EngineError)
		return
	_require_lead(definition)
	_require_person(user)


def name_lead(instance: str, user: str, comment: str = "", key: str = "") -> acts.Answer:
	"""Make somebody answer for a run from now on, who then sees every branch of it."""

	def act(run: Run) -> None:
		run.require_running()
		if not may_name(run, run.user):
			frappe.throw(_("You may not name the lead person of this run"), NotYours)
		_require_lead(run.definition)
		_require_person(user)
		if user == run.instance.lead_person:
			message = _("{0} is the lead person of this run already")
			frappe.throw(message.format(store.full_name(user)), EngineError)
		run.instance.lead_person = user
		run.parts[user] = "Lead"
		run.told.append((user, "lead", run.name))
		run.note("Name Lead Person", to_user=user, comment=comment)

	return acts.perform(act, key, instance=instance)


def may_name(run: Run, user: str) -> bool:
	"""The initiator's head, the process owner, the process office and the present lead person."""
	return user == run.instance.lead_person or user in namers(
		run.instance.process_code, run.instance.initiator, run.instance.initiator_unit, user
	)


def namers(process: str, initiator: str, unit: str | None, user: str) -> set[str]:
	"""Who may name a lead person whatever the run: head of the unit, process owner, `user` if of the process office."""
	found = [head for _unit, head, _staff in people.heads_above(unit) if head != initiator][:1]
	owner = frappe.get_cached_value("Process", process, "process_owner")
	found.append(frappe.db.get_value("Staff Member", owner, "user") if owner else None)
	if people.ADMINISTRATOR_ROLE in frappe.get_roles(user):
		found.append(user)
	return set(filter(None, found))


def _require_lead(definition: Definition) -> None:
	if definition.lead == "none":
		frappe.throw(_("{0} names no lead person").format(_(definition.title)), EngineError)


def _require_person(user: str) -> None:
	if user not in store.persons([user]):
		frappe.throw(_("{0} cannot be the lead person").format(user), EngineError)
