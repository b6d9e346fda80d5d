"""What waits for a person, and what a person has asked for."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import DocType
from pypika.enums import Order
from pypika.terms import Case

from liuwan_process.engine import clock, store

TASK_FIELDS = (
	"name",
	"instance",
	"process_code",
	"title",
	"step",
	"step_title",
	"kind",
	"urgent",
	"make_up",
	"initiator_name",
	"opened_on",
	"seen_on",
	"due_on",
	"warn_on",
	"reminders",
	"process_version",
	"status",
	"paused_on",
	"on_behalf_of",
	"added",
	"added_by",
)
INSTANCE_FIELDS = (
	"name",
	"process_code",
	"title",
	"status",
	"urgent",
	"making_up",
	"current_steps",
	"started_on",
	"ended_on",
	"due_on",
	"warn_on",
	"reminders",
	"late",
	"document_type",
	"document_name",
)


def open_tasks(user: str, start: int = 0, length: int = 20, search: str = "") -> dict[str, Any]:
	"""Open tasks of a user, those with the earliest due time first: {"tasks": rows with `urgency`, "more": bool}.

	Those that wait for an added signer come last.
	"""
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(*TASK_FIELDS)
	query = query.where((table.assignee == user) & table.status.isin(store.LIVE))
	if search:
		query = query.where(table.title.like(f"%{search}%") | table.step_title.like(f"%{search}%"))
	without_limit = Case().when(table.due_on.isnull(), 1).else_(0)
	waiting = Case().when(table.status == "Waiting", 1).else_(0)
	query = query.orderby(waiting, without_limit, table.due_on, table.opened_on)
	query = query.limit(length + 1).offset(start)
	rows = query.run(as_dict=True)
	now = clock.now()
	for row in rows:
		row.urgency = urgency(row, now)
	return {"tasks": rows[:length], "more": len(rows) > length}


def count_open(user: str) -> int:
	return frappe.db.count("Process Task", {"assignee": user, "status": "Open"})


def requests(
	user: str, start: int = 0, length: int = 20, search: str = "", running: bool | None = None
) -> dict[str, Any]:
	"""Runs that a user started, newest first: {"requests": rows with `people` who have them now, "more": bool}."""
	table = DocType("Process Instance")
	query = frappe.qb.from_(table).select(*INSTANCE_FIELDS).where(table.initiator == user)
	if running is not None:
		status = table.status.isin(("Running", "Suspended"))
		query = query.where(status if running else status.negate())
	if search:
		query = query.where(table.title.like(f"%{search}%"))
	rows = query.orderby(table.started_on, order=Order.desc).limit(length + 1).offset(start).run(as_dict=True)
	_add_people(rows)
	return {"requests": rows[:length], "more": len(rows) > length}


def _add_people(rows: list[dict[str, Any]]) -> None:
	"""Names of those who have each run now; one statement for all."""
	running = [row.name for row in rows if row.status == "Running"]
	filters = {"instance": ["in", running], "status": "Open"}
	fields = ["instance", "assignee_name", "step_title", "due_on", "warn_on", "reminders"]
	tasks = frappe.get_all("Process Task", filters=filters, fields=fields) if running else []
	now = clock.now()
	for row in rows:
		mine = [task for task in tasks if task.instance == row.name]
		row.people = list(dict.fromkeys(task.assignee_name for task in mine))
		limits = mine if row.making_up else [*mine, row.copy()]
		row.due_on = min((each.due_on for each in limits if each.due_on), default=None)
		row.urgency = min((urgency(each, now) for each in limits), key=ORDER.index, default="")


ORDER = ("late", "near", "on time", "")


def urgency(task: dict[str, Any], now=None) -> str:
	"""late, near (after the warning), on time, or "" without a limit."""
	now = now or clock.now()
	if not task.due_on:
		return ""
	if now > task.due_on:
		return "late"
	warned = task.get("reminders") or (task.warn_on and task.warn_on != task.due_on and now > task.warn_on)
	return "near" if warned else "on time"


def mark_seen(task: str, user: str) -> None:
	"""The moment at which a person first opened a task; waiting ends and working begins."""
	table = DocType("Process Task")
	query = frappe.qb.update(table).set(table.seen_on, clock.now())
	query.where(
		(table.name == task) & (table.assignee == user) & (table.status == "Open") & table.seen_on.isnull()
	).run()
