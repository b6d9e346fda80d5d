"""The people who are told: their language, their addresses, what they chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType

from liuwan_process.telling import events


@dataclass(frozen=True)
class Reader:
	"""An enabled user. `chosen` holds what the person is told of, such as `task_email`."""

	user: str
	name: str
	email: str
	language: str
	mobile: str
	staff_no: str
	chosen: frozenset[str]

	def wants(self, event: str, channel: str) -> bool:
		"""Whether to tell an event by "In the App" or "By E-mail"."""
		return f"{events.choice_of(event)}_{events.CHANNELS[channel]}" in self.chosen


def readers(users: Iterable[str]) -> dict[str, Reader]:
	"""Enabled users by name; one statement. Others are left out."""
	users = [user for user in dict.fromkeys(users) if user]
	rows = _rows(users) if users else []
	language = frappe.db.get_default("lang") or "en"
	return {row.name: _reader(row, language) for row in rows}


def one(user: str) -> Reader | None:
	return readers([user]).get(user)


def _rows(users: list[str]) -> list[frappe._dict]:
	user, staff, choice = DocType("User"), DocType("Staff Member"), DocType("Process Notification Choice")
	query = (
		frappe.qb.from_(user)
		.left_join(staff)
		.on((staff.user == user.name) & (staff.status == "Active"))
		.left_join(choice)
		.on(choice.user == user.name)
		.select(user.name, user.full_name, user.email, user.language, user.mobile_no)
		.select(staff.staff_name, staff.mobile, staff.staff_no, choice.user.as_("has_chosen"))
		.select(*(choice[field] for field in events.FIELDS))
		.where(user.name.isin(users) & (user.enabled == 1))
	)
	return query.run(as_dict=True)


def _reader(row: frappe._dict, language: str) -> Reader:
	chosen = row if row.has_chosen else {field: events.default(field) for field in events.FIELDS}
	return Reader(
		user=row.name,
		name=row.staff_name or row.full_name or row.name,
		email=row.email or "",
		language=row.language or language,
		mobile=row.mobile or row.mobile_no or "",
		staff_no=row.staff_no or "",
		chosen=frozenset(field for field in events.FIELDS if chosen[field]),
	)
