"""Who stands in for me, and for whom I stand in: for my own page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import now_datetime
from pypika.enums import Order

from liuwan_process.portal import rows, times

Row = dict[str, Any]
MOST_PROCESSES = 60


def context() -> Row:
	"""{"away": delegations that I gave, "standing_in": those given to me, "stand_in_fields", "my_processes"}."""
	user, now = frappe.session.user, now_datetime()
	found = _in_force(user, now)
	names = _titles(found)
	return {
		"away": [_line(row, names, now) for row in found if row.delegator == user],
		"standing_in": [_line(row, names, now) for row in found if row.delegate == user],
		"stand_in_fields": fields(),
		"my_processes": my_processes(user),
	}


def _in_force(user: str, now: datetime) -> list[Row]:
	"""Delegations of now and later that a person gave or was given."""
	table = DocType("Delegation")
	query = frappe.qb.from_(table).select("*").where((table.delegator == user) | (table.delegate == user))
	query = query.where((table.enabled == 1) & (table.to_time > now))
	return query.orderby(table.from_time, order=Order.asc).run(as_dict=True)


def _line(row: Row, names: dict[str, str], now: datetime) -> Row:
	codes = (row.process_codes or "").split()
	return {
		"name": row.name,
		"delegate": row.delegate_name,
		"delegator": row.delegator_name,
		"holds": row.from_time <= now,
		"from": times.when(row.from_time, now),
		"to": times.until(row.to_time, now),
		"from_exact": times.exact(row.from_time),
		"to_exact": times.exact(row.to_time),
		"processes": rows.joined(_(names.get(code, code)) for code in codes),
		"unit": _(row.org_unit) if row.org_unit else "",
		"reason": row.reason or "",
		"instance": row.instance or "",
	}


def _titles(found: list[Row]) -> dict[str, str]:
	codes = {code for row in found for code in (row.process_codes or "").split()}
	pairs = frappe.get_all("Process", {"name": ("in", list(codes))}, ["name", "title"]) if codes else []
	return {pair.name: pair.title for pair in pairs}


def my_processes(user: str) -> list[Row]:
	"""Processes in which a person has had tasks: giving away those of any other would change nothing."""
	process, task = DocType("Process"), DocType("Process Task")
	mine = frappe.qb.from_(task).select(task.process_code).distinct()
	mine = mine.where((task.assignee == user) & (task.kind != "start"))
	query = frappe.qb.from_(process).select(process.name, process.title).where(process.name.isin(mine))
	found = query.where(process.status == "Published").orderby(process.title).limit(MOST_PROCESSES)
	return [{"code": row.name, "title": _(row.title)} for row in found.run(as_dict=True)]


def fields() -> list[Row]:
	"""What a new delegation asks for, named as the DocType's messages name it."""
	meta = frappe.get_meta("Delegation")
	return [
		_field(meta.get_label(name), name, kind, required)
		for name, kind, required in (
			("delegate", "Link", True),
			("from_time", "Datetime", True),
			("to_time", "Datetime", True),
			("open_tasks_too", "Check", False),
			("reason", "Small Text", False),
		)
	]


def _field(label: str, name: str, kind: str, required: bool) -> Row:
	return {
		"name": name,
		"label": _(label),
		"type": kind,
		"required": required,
		"description": "",
		"value": "",
		"text": "",
		"link": "User",
	}
