"""What readers say on the page of a process: questions and answers, suggestions, whether the page was useful."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from liuwan_process.permissions.office import is_office
from liuwan_process.portal import times
from liuwan_process.process_improvement import suggestions
from liuwan_process.process_library.feedback import answering, comments, usefulness

Row = dict[str, Any]
TONES = {"Open": "near", "Answered": "running", "Accepted": "good", "Declined": "none"}


def context(process: str, version: str, steps: list[str]) -> Row:
	"""For the page of a process; `steps` are the titles that a suggestion may be about."""
	user = frappe.session.user
	office, answers = is_office(user), answering.may_answer(process, user)
	return {
		"office": office,
		"answers": answers,
		"comments": [_comment(row, user) for row in comments.shown(process, user, office)],
		"suggestions": [_suggestion(row) for row in suggestions.shown(process, user, answers)],
		"usefulness": usefulness.of(version, user),
		"step_titles": list(dict.fromkeys(steps)),
		"feedback_words": words(),
	}


def words() -> dict[str, str]:
	"""What the script says."""
	return {
		"write": _("Please write something"),
		"suggested": _("Thank you: your suggestion has been filed. The answer will be told to you."),
		"asked": _("Your question stands on the page now."),
		"answered": _("The answer has been sent"),
		"hidden": _("It is no longer on the page"),
		"shown": _("It is on the page again"),
		"voted": _("Thank you"),
	}


def _comment(row: Row, user: str) -> Row:
	return {
		"name": row.name,
		"who": row.author_name,
		"mine": row.author == user,
		"version": row.version,
		**_moment(row.posted_on),
		"text": row.text,
		"hidden": bool(row.hidden_by_office),
		"why_hidden": row.why_hidden or "",
		"answers": [_comment(each, user) for each in row.get("answers", [])],
	}


def _suggestion(row: Row) -> Row:
	return {
		"name": row.name,
		"who": row.filed_by_name,
		"step": _(row.step_title) if row.step_title else "",
		"kind": _(row.kind),
		"text": row.request,
		"status": _(row.status),
		"tone": TONES[row.status],
		"open": row.status == "Open",
		"answer": row.answer or "",
		**_moment(row.filed_on),
	}


def _moment(moment: Any) -> Row:
	return {"when": times.when(moment, now_datetime()), "exact": times.exact(moment)}
