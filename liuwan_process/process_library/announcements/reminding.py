"""Reminds those who have not read yet, before and after their day, and tells the superior where that is wanted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils import now_datetime

from liuwan_process.process_library.announcements.sending import ACKNOWLEDGEMENT
from liuwan_process.process_organization.calendar import get_calendar
from liuwan_process.process_organization.working_time import WorkCalendar
from liuwan_process.telling import documents

NEAR, LATE, ABOVE = "read_near", "read_late", "read_above"
BATCH = 1_000
Row = dict[str, Any]


def remind(now: datetime | None = None) -> int:
	"""Write what has to be said now; how many people are reminded. Called every hour, silent outside working time."""
	now, calendar = now or now_datetime(), get_calendar()
	if not calendar.is_working(now):
		return 0
	reminded = 0
	for begin in range(0, len(rows := _open(now)), BATCH):
		reminded += _say(rows[begin : begin + BATCH], now, calendar)
		frappe.db.commit()  # what was said and that it was said
	return reminded


def wanted(row: Row, now: datetime, calendar: WorkCalendar) -> set[str]:
	"""What has to be said of an open acknowledgement with the settings of its announcement. Pure."""

	def passed(since: datetime, days: int) -> bool:
		return now >= calendar.add(since, days, "working_days")

	due, before, every = row["due_on"], row["remind_before"], row["remind_every"]
	if now < due:
		return {NEAR} if before and not row["reminders"] and passed(due, -before) else set()
	last = row["reminded_on"]
	said = {LATE} if last is None or last < due or (every and passed(last, every)) else set()
	above = row["escalate_after"] and not row["escalated_on"] and passed(due, row["escalate_after"])
	return said | ({ABOVE} if above else set())


def _open(now: datetime) -> list[Row]:
	"""Open acknowledgements that may have to be reminded of, with the superior's user. One statement."""
	ack, paper, staff = DocType(ACKNOWLEDGEMENT), DocType("Process Announcement"), DocType("Staff Member")
	above = staff.as_("above")
	query = frappe.qb.from_(ack).join(paper).on(paper.name == ack.announcement)
	query = (
		query.left_join(staff).on(staff.name == ack.staff).left_join(above).on(above.name == staff.superior)
	)
	query = query.select(ack.name, ack.user, ack.due_on, ack.reminders, ack.reminded_on, ack.escalated_on)
	query = query.select(
		paper.remind_before, paper.remind_every, paper.escalate_after, above.user.as_("superior")
	)
	return (
		query.where((ack.status == "Open") & (paper.status == "Sent")).orderby(ack.due_on).run(as_dict=True)
	)


def _say(rows: list[Row], now: datetime, calendar: WorkCalendar) -> int:
	found = [(row, wanted(row, now, calendar)) for row in rows]
	for event, column in ((NEAR, "user"), (LATE, "user"), (ABOVE, "superior")):
		for number in {row.reminders for row, said in found if event in said}:
			some = [row for row, said in found if event in said and row.reminders == number]
			documents.tell(
				event, [(row[column], row.name) for row in some], ACKNOWLEDGEMENT, mark=str(number)
			)
	_note([row.name for row, said in found if said & {NEAR, LATE}], "reminded_on", now)
	_note([row.name for row, said in found if ABOVE in said], "escalated_on", now)
	return sum(bool(said) for _row, said in found)


def _note(names: list[str], column: str, now: datetime) -> None:
	table = DocType(ACKNOWLEDGEMENT)
	query = frappe.qb.update(table).set(table[column], now)
	if column == "reminded_on":
		query = query.set(table.reminders, table.reminders + 1)
	if names:
		query.where(table.name.isin(names)).run()
