"""Urgent runs: how much of each quota is used, why, and what is still to be made up. Four statements in all."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum
from pypika.enums import Order
from pypika.terms import Case

from liuwan_process.analytics.selection import Selection
from liuwan_process.engine.store import LIVE

RUN_FIELDS = (
	"name",
	"title",
	"process_code",
	"initiator_name",
	"initiator_unit",
	"lead_person",
	"urgent_reason",
	"status",
	"making_up",
	"started_on",
	"main_ended_on",
	"ended_on",
	"late",
)
Row = dict[str, Any]
Key = tuple[date, str, str]


def uses(wanted: Selection) -> list[Row]:
	"""Rows of Green Channel Use of the months that begin in the period: month, process_code, org_unit, quota, used."""
	table = DocType("Green Channel Use")
	query = frappe.qb.from_(table).select("month", "process_code", "org_unit", "quota", "used")
	query = query.where(wanted.within(table.month) & (table.used > 0))
	query = wanted.narrow(query, table.org_unit, table.process_code)
	return query.orderby(table.month, table.process_code, table.org_unit).run(as_dict=True)


def runs(wanted: Selection, now: datetime) -> list[Row]:
	"""Urgent runs started in the period, latest first, each with `open`, `late_make_ups` and `made_up` counts of tasks."""
	table = DocType("Process Instance")
	query = frappe.qb.from_(table).select(*(table[field] for field in RUN_FIELDS))
	query = query.where((table.urgent == 1) & wanted.within(table.started_on))
	query = wanted.narrow(query, table.initiator_unit, table.process_code)
	rows = query.orderby(table.started_on, order=Order.desc).run(as_dict=True)
	counts = _make_ups([row.name for row in rows], now)
	nothing = {"open": 0, "late_make_ups": 0, "made_up": 0}
	for row in rows:
		row.update(counts.get(row.name, nothing))
	return rows


def key_of(run: Row) -> Key:
	"""Month, process and unit that an urgent run counted for."""
	return run["started_on"].date().replace(day=1), run["process_code"], run["initiator_unit"]


def _make_ups(instances: list[str], now: datetime) -> dict[str, dict[str, int]]:
	"""Make-up tasks of runs: open ones, those past their limit then or now, those that were done."""
	if not instances:
		return {}
	task = DocType("Process Task")
	live = task.status.isin(LIVE)
	is_late = ((task.status == "Open") & (task.due_on < now)) | ((task.status == "Done") & (task.late == 1))
	query = frappe.qb.from_(task).select(
		task.instance,
		Sum(Case().when(live, 1).else_(0)).as_("open"),
		Sum(Case().when(is_late, 1).else_(0)).as_("late_make_ups"),
		Sum(Case().when((task.status == "Done") & (task.decision == "approve"), 1).else_(0)).as_("made_up"),
		Count(task.name),
	)
	query = query.where((task.make_up == 1) & task.instance.isin(instances)).groupby(task.instance)
	names = ("open", "late_make_ups", "made_up")
	return {row.instance: {name: int(row[name]) for name in names} for row in query.run(as_dict=True)}
