"""Who answers for a process: its owner, else the head of its unit, else the process office."""

from __future__ import annotations

import frappe
from frappe.query_builder import DocType

from liuwan_process.permissions.office import is_office
from liuwan_process.setup.role_permissions import ADMINISTRATOR

MOST_OF_OFFICE = 5


def who(process: str) -> list[str]:
	"""Users who are told of what readers ask and suggest. At most two statements."""
	row = _people(process)
	for user in (row.owner_user, row.head_user) if row else ():
		if user:
			return [user]
	wanted = {"role": ADMINISTRATOR, "parenttype": "User", "parent": ("!=", "Administrator")}
	return frappe.get_all("Has Role", wanted, pluck="parent", order_by="parent", limit=MOST_OF_OFFICE)


def may_answer(process: str, user: str | None = None) -> bool:
	"""The owner, the head of the responsible unit where there is no owner, and the process office."""
	user = user or frappe.session.user
	if is_office(user):
		return True
	row = _people(process)
	return bool(row) and user == (row.owner_user or row.head_user)


def _people(process: str) -> frappe._dict | None:
	code, staff, unit = DocType("Process"), DocType("Staff Member"), DocType("Org Unit")
	head = staff.as_("head")
	query = (
		frappe.qb.from_(code)
		.left_join(staff)
		.on((staff.name == code.process_owner) & (staff.status == "Active"))
	)
	query = query.left_join(unit).on(unit.name == code.org_unit)
	query = query.left_join(head).on((head.name == unit.head) & (head.status == "Active"))
	query = query.select(staff.user.as_("owner_user"), head.user.as_("head_user")).where(code.name == process)
	return next(iter(query.run(as_dict=True)), None)


def processes_of(user: str) -> list[str]:
	"""Processes for which a user answers. One statement."""
	code, staff, unit = DocType("Process"), DocType("Staff Member"), DocType("Org Unit")
	head = staff.as_("head")
	query = (
		frappe.qb.from_(code)
		.left_join(staff)
		.on((staff.name == code.process_owner) & (staff.status == "Active"))
	)
	query = query.left_join(unit).on(unit.name == code.org_unit)
	query = query.left_join(head).on((head.name == unit.head) & (head.status == "Active"))
	mine = (staff.user == user) | (staff.user.isnull() & (head.user == user))
	return query.select(code.name).where(mine).run(pluck=True)
