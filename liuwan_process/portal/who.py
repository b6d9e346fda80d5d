"""Who decides in a step, in words and by name, before a run exists."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.model import Definition, Participant, Step
from liuwan_process.engine import people
from liuwan_process.portal import rows, times

SHOWN = 3


def next_steps(definition: Definition, user: str, unit: str | None) -> list[dict[str, Any]]:
	"""Steps that may follow the start: title, who, how long it may take, on which condition."""
	asking = people.Asking(initiator=user, unit=unit, process=definition.process)
	targets = dict.fromkeys(t.target for t in definition.leaving[definition.start.id])
	steps = [definition.by_id[target] for target in targets]
	return [
		{
			"title": _(step.title),
			"kind": step.kind,
			"who": described(definition, step),
			"names": names(step, asking),
			"limit": times.limit(step.limit.amount, step.limit.unit) if step.limit else "",
		}
		for step in steps
	]


def names(step: Step, asking: people.Asking) -> str:
	"""People whom a step's rules find now, as far as they do not look at the form."""
	rule = next(iter(step.participants), None)
	if rule is None or rule.field or rule.rule in ("superior_of_last_actor", "lead_person", "actor_of_step"):
		return ""
	found = people.resolve(step, asking)
	shown = rows.joined(frappe.get_cached_value("User", user, "full_name") or user for user in found[:SHOWN])
	return _("{0} and {1} more").format(shown, len(found) - SHOWN) if len(found) > SHOWN else shown


def described(definition: Definition, step: Step) -> str:
	"""The first rule of a step in words: `head of your unit`."""
	rule = next(iter(step.participants), None)
	return _WORDS[rule.rule](definition, rule) if rule else ""


def _role(definition: Definition, rule: Participant) -> str:
	if rule.scope == "initiator_unit":
		return _("{0} of your unit").format(_(rule.role))
	if rule.scope == "field":
		return _("{0} of the unit in “{1}”").format(_(rule.role), _label(definition, rule.field))
	return _(rule.role)


def _head(_definition: Definition, rule: Participant) -> str:
	return _("head of your unit") if rule.levels <= 1 else _("head of the unit above yours")


def _label(definition: Definition, name: str) -> str:
	field = definition.fields_by_name.get(name)
	return _(field.label) if field else name


def _position(name: str) -> str:
	return _(frappe.get_cached_value("Position", name, "position_name") or name)


def _same_as(definition: Definition, rule: Participant) -> str:
	step = definition.by_id.get(rule.step)
	return _("whoever did “{0}”").format(_(step.title)) if step else ""


_WORDS = {
	"process_role": _role,
	"position": lambda d, rule: _position(rule.position),
	"initiator": lambda d, rule: _("you"),
	"head_of_initiator_unit": _head,
	"superior_of_initiator": lambda d, rule: _("your superior"),
	"superior_of_last_actor": lambda d, rule: _("superior of whoever acted last"),
	"heads_up_to": lambda d, rule: _("heads of the units up to {0}").format(_position(rule.position)),
	"user_field": lambda d, rule: _("the person in “{0}”").format(_label(d, rule.field)),
	"unit_field_head": lambda d, rule: _("head of the unit in “{0}”").format(_label(d, rule.field)),
	"lead_person": lambda d, rule: _("lead person"),
	"process_owner": lambda d, rule: _("process owner"),
	"actor_of_step": _same_as,
	"users": lambda d, rule: rows.joined(
		frappe.get_cached_value("User", user, "full_name") or user for user in rule.users[:SHOWN]
	),
}
