"""What the process office watches: where the open cases of a process stand, and which of them are stuck.

Every figure is one statement that reads an index; lists are cut. Readers were checked by the caller.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.query_builder import DocType, Order
from frappe.query_builder.functions import Count, Max, Min, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Case, ExistsCriterion

from liuwan_process.engine import inbox, people

Row = dict[str, Any]
LISTED = 20
TASK = (
	"name",
	"instance",
	"title",
	"step",
	"step_title",
	"assignee_name",
	"opened_on",
	"due_on",
	"warn_on",
	"reminders",
)
CASE = (
	"name",
	"title",
	"initiator_name",
	"current_steps",
	"started_on",
	"due_on",
	"process_version",
	"status",
)
OPEN = ("Running", "Suspended")
MARKED = "unattended_status_process_code_started_on_index"


def steps(process: str, now: datetime) -> dict[str, Row]:
	"""Step -> tasks (open), oldest (moment), late, near, light ("late", "near", "on time" or "" without a limit)."""
	rows = counting(process, now).run(as_dict=True)
	for row in rows:
		row.late, row.near = int(row.late or 0), int(row.near or 0)
		row.light = "late" if row.late else "near" if row.near else "on time" if row.limited else ""
	return {row.step: row for row in rows}


def counting(process: str, now: datetime) -> QueryBuilder:
	"""The figures of each step; answered by an index alone."""
	task = DocType("Process Task")
	query = frappe.qb.from_(task).select(
		task.step,
		Count("*").as_("tasks"),
		Min(task.opened_on).as_("oldest"),
		Count(task.due_on).as_("limited"),
		Sum(Case().when(task.due_on < now, 1).else_(0)).as_("late"),
		Sum(Case().when((task.due_on >= now) & (task.reminders > 0), 1).else_(0)).as_("near"),
	)
	return query.where((task.process_code == process) & (task.status == "Open")).groupby(task.step)


def titles(process: str, unknown: set[str]) -> dict[str, str]:
	"""Titles of steps that only earlier versions have."""
	if not unknown:
		return {}
	task = DocType("Process Task")
	query = frappe.qb.from_(task).select(task.step, Max(task.step_title)).groupby(task.step)
	open_there = (task.process_code == process) & (task.status == "Open") & task.step.isin(sorted(unknown))
	return dict(query.where(open_there).run())


def cases(process: str) -> dict[str, int]:
	"""Running and suspended cases: {"Running": n, "Suspended": n}."""
	case = DocType("Process Instance")
	query = frappe.qb.from_(case).select(case.status, Count("*")).groupby(case.status)
	found = dict(query.where((case.process_code == process) & case.status.isin(OPEN)).run())
	return {status: found.get(status, 0) for status in OPEN}


def at(process: str, step: str, now: datetime, start: int = 0, length: int = LISTED) -> list[Row]:
	"""Open tasks of a step with `urgency`, those due first; one more than `length` if there are more."""
	task = DocType("Process Task")
	here = (task.process_code == process) & (task.status == "Open") & (task.step == step)
	query = frappe.qb.from_(task).select(*TASK).where(here & task.due_on.isnotnull()).orderby(task.due_on)
	rows = query.limit(length + 1).offset(start).run(as_dict=True)
	if len(rows) <= length:
		limited = start and not rows and _count(here & task.due_on.isnotnull())
		rest = frappe.qb.from_(task).select(*TASK).where(here & task.due_on.isnull()).orderby(task.opened_on)
		missing = length + 1 - len(rows)
		rows += rest.limit(missing).offset(start - limited if limited else 0).run(as_dict=True)
	return _with_urgency(rows, now)


def _count(condition: Any) -> int:
	return frappe.qb.from_(DocType("Process Task")).select(Count("*")).where(condition).run()[0][0]


# What is stuck


def without_task(process: str) -> list[Row]:
	"""Running cases in which nobody has a task and which wait for no other case, oldest first."""
	return waiting_for_nobody(process).run(as_dict=True)


def waiting_for_nobody(process: str) -> QueryBuilder:
	"""Reads the marked cases alone: see `engine.unattended`."""
	case = DocType("Process Instance")
	query = frappe.qb.from_(case).force_index(MARKED).select(*CASE)
	query = query.where((case.unattended == 1) & (case.status == "Running") & (case.process_code == process))
	below = DocType("Process Instance").as_("below")
	other = frappe.qb.from_(below).select(below.name)
	other = other.where((below.parent_instance == case.name) & (below.parent_waits == 1))
	query = query.where(ExistsCriterion(other).negate())
	return query.orderby(case.started_on).limit(LISTED)


def oldest(process: str) -> list[Row]:
	"""Open cases by the moment at which they were started; suspended ones too."""
	case = DocType("Process Instance")
	query = frappe.qb.from_(case).select(*CASE).where(case.process_code == process)
	rows: list[Row] = []
	for status in OPEN:  # each reads its part of the index in order
		part = query.where(case.status == status).orderby(case.started_on).limit(LISTED)
		rows += part.run(as_dict=True)
	return sorted(rows, key=lambda row: row.started_on)[:LISTED]


def suspended(process: str) -> list[Row]:
	case = DocType("Process Instance")
	query = frappe.qb.from_(case).select(*CASE)
	query = query.where((case.process_code == process) & (case.status == "Suspended"))
	return query.orderby(case.started_on).limit(LISTED).run(as_dict=True)


def long_overdue(process: str, now: datetime, days: float) -> list[Row]:
	"""Open tasks that have been due for more than so many days, the worst first."""
	task = DocType("Process Task")
	late = (
		(task.process_code == process) & (task.status == "Open") & (task.due_on < now - timedelta(days=days))
	)
	query = frappe.qb.from_(task).select(*TASK).where(late).orderby(task.due_on).limit(LISTED)
	return _with_urgency(query.run(as_dict=True), now)


def with_the_office(process: str, now: datetime) -> list[Row]:
	"""Open tasks that went to the process office because nobody was found, oldest first."""
	office = people.administrators()
	if not office:
		return []
	task, log = DocType("Process Task"), DocType("Process Log")
	escalated = (log.instance == task.instance) & (log.act == "Escalate") & (log.step == task.step)
	query = frappe.qb.from_(task).select(*TASK).where(task.assignee.isin(office) & (task.status == "Open"))
	query = query.where(task.process_code == process)
	query = query.where(ExistsCriterion(frappe.qb.from_(log).select(log.name).where(escalated)))
	return _with_urgency(query.orderby(task.opened_on).limit(LISTED).run(as_dict=True), now)


def dead_letters() -> int:
	"""Messages that could not be delivered after every attempt."""
	return frappe.db.count("Process Message", {"status": "Dead"})


def busiest() -> str | None:
	"""The process with the most open cases: what the page shows first."""
	case = DocType("Process Instance")
	query = frappe.qb.from_(case).select(case.process_code).where(case.status == "Running")
	rows = query.groupby(case.process_code).orderby(Count("*"), order=Order.desc).limit(1).run()
	return rows[0][0] if rows else None


def _with_urgency(rows: list[Row], now: datetime) -> list[Row]:
	for row in rows:
		row.urgency = inbox.urgency(row, now)
	return rows
