"""Installs the demo enterprise: `bench --site <site> execute liuwan_process.setup.demo.install`."""

from functools import cache

import frappe

from liuwan_process.process_organization.doctype.position.position import position_key
from liuwan_process.setup import packs
from liuwan_process.setup.calendar import make_standard_calendar
from liuwan_process.setup.demo_units import (
	DESK_ROLES,
	ENTERPRISE,
	GROUPS,
	IN_CHARGE,
	PEOPLE,
	POSITION_ROLES,
	SIGN_IN,
	UNITS,
)
from liuwan_process.setup.process_roles import make_process_roles
from liuwan_process.setup.roles import PARTICIPANT, make_roles
from liuwan_process.setup.users import make_users, set_passwords

PASSWORD = "Liuwan-2026-demo"
DOMAIN = "liuwan.example"
FIRST_STAFF_NO = 1001

PARENT = {unit: parent for _kind, parent, units in UNITS for unit in units}
STAFF_NO = {name: str(FIRST_STAFF_NO + index) for index, (name, *_rest) in enumerate(PEOPLE)}
# Unit: the first person listed there.
FIRST_PERSON = {unit: name for name, unit, *_rest in reversed(PEOPLE)}


def install() -> list[dict]:
	"""Creates what is missing of the demo enterprise, publishes the shipped flows and returns the sign-in list.

	Each entry: `who` (name, position, what for), `user`, `password`. Can be repeated: nothing is overwritten,
	and the password is set only for the accounts that this call creates.
	"""
	make_roles()
	make_standard_calendar()
	make_process_roles()
	make_units()
	make_positions()
	set_passwords(make_users(accounts()), PASSWORD)
	make_people()
	name_heads()
	packs.install_all()
	return sign_in_list()


def make_units() -> None:
	for kind, parent, units in UNITS:
		for unit in units:
			_create(
				"Org Unit",
				unit,
				unit_name=unit,
				kind=kind,
				parent_org_unit=parent,
				is_group=unit in PARENT.values(),
			)


def make_positions() -> None:
	for position, unit in dict.fromkeys((p, u) for person in STAFF_NO for p, u in positions_of(person)):
		roles = [{"process_role": role} for role in POSITION_ROLES.get(position, ())]
		_create(
			"Position",
			position_key(position, unit),
			position_name=position,
			org_unit=unit,
			process_roles=roles,
		)


def accounts() -> list[dict]:
	"""The people who sign in, as `make_users` takes them."""
	return [
		{"email": email(login), "full_name": name, "roles": [PARTICIPANT, *DESK_ROLES.get(login, ())]}
		for name, _unit, _position, login in PEOPLE
		if login
	]


def make_people() -> None:
	"""Superiors first, as a link must point to somebody."""
	for name, unit, _position, login in sorted(PEOPLE, key=lambda person: len(superiors(person[0]))):
		above = superior(name)
		_create(
			"Staff Member",
			STAFF_NO[name],
			staff_no=STAFF_NO[name],
			staff_name=name,
			org_unit=unit,
			superior=STAFF_NO.get(above),
			user=email(login) if login else None,
			email=email(login) if login else None,
			positions=[
				{"position": position_key(position, of_unit), "is_primary": not index}
				for index, (position, of_unit) in enumerate(positions_of(name))
			],
		)


def name_heads() -> None:
	for unit in PARENT:
		if not frappe.db.get_value("Org Unit", unit, "head"):
			doc = frappe.get_doc("Org Unit", unit)
			doc.head = STAFF_NO[head_of(unit)]
			doc.save(ignore_permissions=True)  # set-up runs without a user of its own


def sign_in_list() -> list[dict]:
	"""The short list: `who`, `user`, `password`."""
	people = {login: (name, position) for name, _unit, position, login in PEOPLE if login}
	return [
		{"who": f"{people[login][0]}, {people[login][1]}: {use}", "user": email(login), "password": PASSWORD}
		for login, use in SIGN_IN.items()
	]


def email(login: str) -> str:
	return f"{login}@{DOMAIN}"


@cache
def positions_of(person: str) -> list[tuple[str, str]]:
	"""(position, unit) of a person, the primary one first, then those in the five groups, one a group."""
	own = next((position, unit) for name, unit, position, _login in PEOPLE if name == person)
	others = {}
	for group, seats in GROUPS.items():
		for position, holders in seats:
			if person in _holders(holders):
				others.setdefault(group, (position, group))
	return [own, *others.values()]


def _holders(holders: str) -> list[str]:
	"""`@unit`: everybody of the unit; `*unit`: the heads of the units below it; else one person."""
	if holders.startswith("@"):
		return [name for name, unit, *_rest in PEOPLE if unit == holders[1:]]
	if holders.startswith("*"):
		return [FIRST_PERSON[unit] for unit, parent in PARENT.items() if parent == holders[1:]]
	return [holders]


def head_of(unit: str) -> str:
	"""The head of a unit: of a group its first seat, else its first person, else who is in charge of it."""
	if unit in GROUPS:
		return GROUPS[unit][0][1].lstrip("*@") if GROUPS[unit][0][1] in STAFF_NO else head_of(ENTERPRISE)
	return FIRST_PERSON.get(unit) or IN_CHARGE.get(unit) or FIRST_PERSON["Mine Leadership"]


def superior(person: str) -> str | None:
	"""The head of one's unit; of a head: who is in charge of the unit, else the head of the unit above."""
	unit = next(unit for name, unit, *_rest in PEOPLE if name == person)
	if head_of(unit) != person:
		return head_of(unit)
	above = IN_CHARGE.get(unit) or head_of(PARENT[unit])
	return None if above == person else above


def superiors(person: str) -> list[str]:
	above = superior(person)
	return [above, *superiors(above)] if above else []


def _create(doctype: str, name: str, **values) -> None:
	if not frappe.db.exists(doctype, name):
		frappe.get_doc(doctype=doctype, **values).insert(ignore_permissions=True)  # see name_heads
