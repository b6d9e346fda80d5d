"""One person reads what changed: opens it, answers the quiz where there is one, and says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime
from pypika.terms import Case

from liuwan_process.process_library import written
from liuwan_process.process_library.announcements import quiz
from liuwan_process.process_library.announcements.quiz import Question
from liuwan_process.process_library.announcements.sending import ACKNOWLEDGEMENT

Row = dict[str, Any]
LONGEST_KEY = 140


class NotYours(frappe.PermissionError):
	"""Somebody else was asked, or nobody was."""


def mine(name: str, user: str, lock: bool = False) -> Row:
	"""An acknowledgement of this user. Raises NotYours, in the same words for one that is not there."""
	row = frappe.db.get_value(ACKNOWLEDGEMENT, name, "*", as_dict=True, for_update=lock)
	if row is None or row.user != user:
		frappe.throw(_("You were not asked to read this"), NotYours)
	return row


def opened(name: str, user: str) -> None:
	"""Note when somebody first looked at it."""
	row = mine(name, user)
	if not row.opened_on:
		written.update(ACKNOWLEDGEMENT, name, opened_on=now_datetime())


def acknowledge(name: str, user: str, answers: Mapping[str, Any], key: str = "") -> Row:
	"""Say that one has read it: {"read", "score", "wrong" (names of questions), "left" (attempts, None: any number)}.

	With a quiz it counts as read once the pass mark is reached, or all attempts are used. What is repeated with its
	key, or after it was read, answers with what stands and counts no further attempt. The caller owns the transaction.
	"""
	row = mine(name, user, lock=True)
	asked = _asked(row.announcement)
	found = questions(row.announcement)
	given = _given(found, answers)
	if row.status == "Excused":
		frappe.throw(_("You are no longer asked to read this"))
	if row.status == "Acknowledged" or (key and key == row.last_key):
		return _answer(row, asked, quiz.wrong(found, given) if row.status != "Acknowledged" else [])
	row |= _attempt(row, asked, quiz.score(found, given), bool(found))
	row["last_key"] = key[:LONGEST_KEY]
	fields = ("status", "read_on", "late", "attempts", "score", "passed", "last_key")
	written.update(ACKNOWLEDGEMENT, name, **{field: row[field] for field in fields})
	return _answer(row, asked, quiz.wrong(found, given))


def _asked(announcement: str) -> Row:
	return frappe.db.get_value(
		"Process Announcement", announcement, ["pass_mark", "most_attempts"], as_dict=True
	)


def questions(announcement: str) -> list[Question]:
	"""In their order; one statement."""
	wanted = {"parent": announcement, "parenttype": "Process Announcement"}
	fields = ["name", "question", "choices"]
	rows = frappe.get_all("Process Announcement Question", wanted, fields, order_by="idx")
	return [quiz.read(row.name, row.question, row.choices) for row in rows]


def _given(asked: list[Question], answers: Mapping[str, Any]) -> dict[str, set[int]]:
	"""Numbers of the choices that were made; anything else that was sent chose nothing."""
	given: dict[str, set[int]] = {}
	for question in asked:
		chosen = answers.get(question.name) or []
		chosen = chosen if isinstance(chosen, list) else [chosen]
		given[question.name] = {int(n) for n in chosen if str(n).isdigit() and int(n) < len(question.choices)}
	return given


def _attempt(row: Row, asked: Row, score: float, with_quiz: bool) -> Row:
	attempts = row.attempts + 1
	passed = score >= (asked.pass_mark or 0)
	read = passed or not with_quiz or (bool(asked.most_attempts) and attempts >= asked.most_attempts)
	now = now_datetime()
	return {
		"status": "Acknowledged" if read else "Open",
		"read_on": now if read else None,
		"late": int(read and now > row.due_on),
		"attempts": attempts if with_quiz else 0,
		"score": score,
		"passed": int(passed or not with_quiz),
	}


def _answer(row: Row, asked: Row, wrong: list[str]) -> Row:
	left = max(asked.most_attempts - row.attempts, 0) if asked.most_attempts else None
	read = row.status == "Acknowledged"
	return {
		"read": read,
		"score": row.score,
		"wrong": [] if read else wrong,
		"left": left,
		"passed": bool(row.passed),
	}


def record_on_paper(names: list[str], reason: str) -> int:
	"""The office notes that people without the portal have read it on paper; how many. The caller has checked who asks."""
	if not reason.strip():
		frappe.throw(_("Please say where the signed paper is kept"))
	table, now = frappe.qb.DocType(ACKNOWLEDGEMENT), now_datetime()
	query = (
		frappe.qb.update(table)
		.set(table.status, "Acknowledged")
		.set(table.read_on, now)
		.set(table.on_paper, 1)
	)
	query = query.set(table.late, Case().when(table.due_on < now, 1).else_(0))
	query = (
		query.set(table.recorded_by, frappe.session.user)
		.set(table.reason, reason.strip())
		.set(table.passed, 1)
	)
	query.where(table.name.isin(names) & (table.status == "Open")).run()
	return frappe.db._cursor.rowcount
