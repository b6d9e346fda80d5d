"""People whom a comment names with @: only who may see the run, everybody else would read what is not meant for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.query_builder import DocType

from liuwan_process.engine import store
from liuwan_process.engine.errors import EngineError
from liuwan_process.permissions import runs
from liuwan_process.process_organization.pinyin import search_key

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run

MOST = 20
FOUND = 20


def check(run: Run, users: list[str]) -> list[str]:
	"""The users, nobody twice. Raises EngineError naming those who may not see the run or have no account."""
	users = list(dict.fromkeys(users))
	if len(users) > MOST:
		frappe.throw(_("A comment can name at most {0} people").format(MOST), EngineError)
	if not users:
		return []
	filters = {"instance": run.name, "user": ("in", users)}
	seeing = set(frappe.get_all("Process Instance Participant", filters, pluck="user"))
	known = store.persons(users)
	blind = [user for user in users if user not in known or not (user in seeing or runs.sees_all(user))]
	if blind:
		names = ", ".join(known[user].full_name if user in known else user for user in blind)
		frappe.throw(_("{0} may not see this run and cannot be named in it").format(names), EngineError)
	return users


def tell(run: Run, mentioned: list[str]) -> None:
	"""Whoever is named hears of it as such; the initiator and who has the run now hear that something was said."""
	others = [run.instance.initiator, *(task.assignee for task in run.tasks)]
	run.told += [(user, "mention", run.name) for user in mentioned]
	run.told += [(user, "comment", run.name) for user in others if user not in mentioned]


def offered(instance: str, txt: str) -> list[dict[str, str]]:
	"""At most 20 people who take part in a run, by name or spelling: `value` (user), `title`, `more` (unit).

	The caller has checked that the reader may see the run.
	"""
	part, user, staff = DocType("Process Instance Participant"), DocType("User"), DocType("Staff Member")
	query = (
		frappe.qb.from_(part)
		.join(user)
		.on((user.name == part.user) & (user.enabled == 1))
		.left_join(staff)
		.on((staff.user == user.name) & (staff.status == "Active"))
		.select(user.name, user.full_name, staff.staff_name, staff.org_unit)
		.where((part.instance == instance) & (part.user != frappe.session.user))
		.orderby(user.name)
	)
	found = [(row, row.staff_name or row.full_name or row.name) for row in query.run(as_dict=True)]
	wanted = txt.strip().lower()
	return [
		{"value": row.name, "title": name, "more": _(row.org_unit) if row.org_unit else ""}
		for row, name in found
		if wanted in f"{name} {search_key(name)}".lower()
	][:FOUND]
