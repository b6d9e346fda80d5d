"""Finds the people of a step: the participant rules of a definition over the organisation as it is now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.query_builder import DocType

from liuwan_process.definition.model import Participant, Step
from liuwan_process.engine import store
from liuwan_process.kept import Kept

ADMINISTRATOR_ROLE = "Process Administrator"
PEOPLE = Kept("people")


@dataclass
class Asking:
	"""What rules may look at: who started the run, who acted last, what the form says."""

	initiator: str
	unit: str | None
	process: str
	form: dict[str, Any] = field(default_factory=dict)
	lead_person: str | None = None
	last_actor: str | None = None
	actor_of: Callable[[str], str | None] = lambda step: None


def resolve(step: Step, asking: Asking) -> list[str]:
	"""Users of the first rule that finds somebody, in the rule's order, nobody twice."""
	for rule in step.participants:
		users = RULES[rule.rule](rule, asking)
		found = list(dict.fromkeys(user for user in users if user))
		if found:
			return found
	return []


def resolve_weighted(step: Step, asking: Asking) -> dict[str, float]:
	"""Users whom any of the rules finds, each with the weight of the first rule that found them."""
	found: dict[str, float] = {}
	for rule in step.participants:
		for user in RULES[rule.rule](rule, asking):
			if user:
				found.setdefault(user, rule.weight)
	return found


def unit_of(user: str) -> str | None:
	return frappe.db.get_value("Staff Member", {"user": user, "status": "Active"}, "org_unit")


def administrators() -> list[str]:
	"""Enabled users with the role Process Administrator."""
	role, user = DocType("Has Role"), DocType("User")
	query = frappe.qb.from_(role).join(user).on(user.name == role.parent).select(user.name)
	query = query.where((role.role == ADMINISTRATOR_ROLE) & (user.enabled == 1) & (role.parenttype == "User"))
	return sorted(set(query.run(pluck=True)))


def heads_above(unit: str | None) -> list[tuple[str, str, str]]:
	"""(unit, head's user, head's staff number) from `unit` upwards; units without a head are left out. Kept like `holders`."""
	if not unit:
		return []
	return PEOPLE.get(f"heads {unit}", lambda: _heads_above(unit))


def _heads_above(unit: str) -> list[tuple[str, str, str]]:
	here, above, staff = DocType("Org Unit"), DocType("Org Unit").as_("above"), DocType("Staff Member")
	query = (
		frappe.qb.from_(here)
		.join(above)
		.on((above.lft <= here.lft) & (above.rgt >= here.rgt))
		.join(staff)
		.on((staff.name == above.head) & (staff.status == "Active"))
		.select(above.name, staff.user, staff.name)
		.where((here.name == unit) & staff.user.isnotnull())
		.orderby(above.lft, order=frappe.qb.desc)
	)
	return [tuple(row) for row in query.run()]


def holders(role: str) -> list[tuple[str, str]]:
	"""(user, org unit) of everybody who fills a process role, by position or by name. Kept until people change."""
	return PEOPLE.get(f"holders {role}", lambda: sorted({*_by_position(role), *_by_name(role)}))


def forget_holders(*_args) -> None:
	"""To be called when people, units, positions or roles changed."""
	PEOPLE.forget()


def _by_position(role: str) -> list[tuple[str, str]]:
	staff, held = DocType("Staff Member"), DocType("Staff Position")
	filled, position = DocType("Position Process Role"), DocType("Position")
	query = (
		frappe.qb.from_(filled)
		.join(held)
		.on(held.position == filled.parent)
		.join(staff)
		.on((staff.name == held.parent) & (staff.status == "Active"))
		.join(position)
		.on(position.name == filled.parent)
		.select(staff.user, position.org_unit)
		.where((filled.process_role == role) & staff.user.isnotnull())
	)
	return [tuple(row) for row in query.run()]


def _by_name(role: str) -> list[tuple[str, str]]:
	staff, named = DocType("Staff Member"), DocType("Process Role Person")
	query = (
		frappe.qb.from_(named)
		.join(staff)
		.on((staff.name == named.staff_member) & (staff.status == "Active"))
		.select(staff.user, named.org_unit, staff.org_unit)
		.where((named.parent == role) & staff.user.isnotnull())
	)
	return [(user, unit or own_unit) for user, unit, own_unit in query.run()]


def nearest(holding: list[tuple[str, str]], unit: str | None) -> list[str]:
	"""Of those who hold a role, the ones in `unit`, or else in the nearest unit above it."""
	units = {held_in for _user, held_in in holding}
	for candidate in ancestors(unit):
		if candidate in units:
			return [user for user, held_in in holding if held_in == candidate]
	return []


def ancestors(unit: str | None) -> list[str]:
	"""`unit` and the units above it, nearest first."""
	if not unit:
		return []
	here, above = DocType("Org Unit"), DocType("Org Unit").as_("above")
	query = frappe.qb.from_(here).join(above).on((above.lft <= here.lft) & (above.rgt >= here.rgt))
	query = query.select(above.name).where(here.name == unit).orderby(above.lft, order=frappe.qb.desc)
	return query.run(pluck=True)


def _process_role(rule: Participant, asking: Asking) -> list[str]:
	holding = holders(rule.role)
	if rule.scope == "anywhere":
		return [user for user, _unit in holding]
	units = {"initiator_unit": asking.unit, "unit": rule.unit, "field": asking.form.get(rule.field)}
	return nearest(holding, units[rule.scope])


def _position(rule: Participant, _asking: Asking) -> list[str]:
	staff, held = DocType("Staff Member"), DocType("Staff Position")
	query = frappe.qb.from_(held).join(staff).on((staff.name == held.parent) & (staff.status == "Active"))
	query = query.select(staff.user).where(held.position == rule.position).orderby(staff.name)
	return query.run(pluck=True)


def _head(rule: Participant, asking: Asking) -> list[str]:
	"""Head of the initiator's unit or n levels up; nobody decides on a request of their own as head."""
	heads = [user for _unit, user, _staff in heads_above(asking.unit) if user != asking.initiator]
	return heads[rule.levels - 1 : rule.levels]


def superior(user: str | None, levels: int = 1) -> list[str]:
	"""The user's superior, or the superior's superior and so on, `levels` times."""
	row = frappe.db.get_value("Staff Member", {"user": user}, "superior") if user else None
	for _level in range(levels - 1):
		row = row and frappe.db.get_value("Staff Member", row, "superior")
	found = row and frappe.db.get_value("Staff Member", {"name": row, "status": "Active"}, "user")
	return [found] if found else []


def _heads_up_to(rule: Participant, asking: Asking) -> list[str]:
	"""Every head from the initiator's unit upwards, up to and including the one who holds the position."""
	chain = [row for row in heads_above(asking.unit) if row[1] != asking.initiator]
	holding = set(frappe.get_all("Staff Position", filters={"position": rule.position}, pluck="parent"))
	for i, (_unit, _user, staff) in enumerate(chain):
		if staff in holding:
			return [user for _u, user, _s in chain[: i + 1]]
	return []


def _user_field(rule: Participant, asking: Asking) -> list[str]:
	value = asking.form.get(rule.field)
	if value and not frappe.db.exists("User", value):
		value = frappe.db.get_value("Staff Member", value, "user")
	return [value] if value else []


def _unit_field_head(rule: Participant, asking: Asking) -> list[str]:
	return [user for _unit, user, _staff in heads_above(asking.form.get(rule.field))][:1]


def _process_owner(_rule: Participant, asking: Asking) -> list[str]:
	owner = frappe.get_cached_value("Process", asking.process, "process_owner")
	return [frappe.db.get_value("Staff Member", owner, "user")] if owner else []


def _users(rule: Participant, _asking: Asking) -> list[str]:
	return list(store.persons(rule.users))


RULES: dict[str, Callable[[Participant, Asking], list[str]]] = {
	"process_role": _process_role,
	"position": _position,
	"initiator": lambda _rule, asking: [asking.initiator],
	"head_of_initiator_unit": _head,
	"superior_of_initiator": lambda rule, asking: superior(asking.initiator, rule.levels),
	"superior_of_last_actor": lambda rule, asking: superior(asking.last_actor, rule.levels),
	"heads_up_to": _heads_up_to,
	"user_field": _user_field,
	"unit_field_head": _unit_field_head,
	"lead_person": lambda _rule, asking: [asking.lead_person or ""],
	"process_owner": _process_owner,
	"actor_of_step": lambda rule, asking: [asking.actor_of(rule.step) or ""],
	"users": _users,
}
