"""E-mail: what happened, the request's main fields, the way to it, and where it is allowed the decisions as links."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import get_url, now_datetime, validate_email_address

from liuwan_process.engine import acts, history
from liuwan_process.engine.reading import hidden_from
from liuwan_process.engine.versions import get_definition
from liuwan_process.portal import environment, forms
from liuwan_process.portal.run import form as run_form
from liuwan_process.telling import digest, documents, events, links, settings, words
from liuwan_process.telling.errors import Hopeless
from liuwan_process.telling.readers import Reader

Row = dict[str, Any]
MOST_FACTS = 12
FOR_DECISION = ("task", "urge", "near", "late")


def send(message: Row, reader: Reader) -> None:
	"""Put an e-mail into Frappe's queue, in the transaction that marks the message as sent."""
	if not validate_email_address(reader.email):
		raise Hopeless(_("This person has no e-mail address"))
	subject, html = _content(message, reader)
	frappe.sendmail(
		recipients=[reader.email], subject=subject, message=html, add_unsubscribe_link=0, delayed=True
	)


def _content(message: Row, reader: Reader) -> tuple[str, str]:
	if message["event"] == events.DIGEST:
		return _digest(reader)
	notice = documents.of(message)
	return _notice(notice) if notice else _news(message, reader)


def _notice(notice: documents.Notice) -> tuple[str, str]:
	context = {"lead": notice.subject, "lines": notice.lines, "address": get_url(notice.address)}
	return notice.subject, _rendered(context)


def _digest(reader: Reader) -> tuple[str, str]:
	day = digest.of(reader)
	context = {"lead": day.subject, "lines": day.lines, "address": get_url("/process")}
	return day.subject, _rendered(context)


def _news(message: Row, reader: Reader) -> tuple[str, str]:
	news = words.news(message)
	subject = words.subject(news)
	lines = [line for line in (words.due(news, now_datetime()), news.comment) if line]
	context = {
		"lead": subject,
		"lines": lines,
		"address": get_url(news.address),
		"facts": facts(message["instance"], reader.user),
		"decisions": decisions(news.task, reader.user) if news.event in FOR_DECISION else [],
	}
	return subject, _rendered(context)


def _rendered(context: Row) -> str:
	return environment.render("mail.html", {"facts": [], "decisions": [], **context})


def facts(instance: str, user: str) -> list[tuple[str, str]]:
	"""(label, value) of the form's first fields that this person may see."""
	run = frappe.db.get_value("Process Instance", instance, "*", as_dict=True)
	definition = get_definition(run.process_version)
	view = run_form(definition, run, hidden_from(user, run, definition))
	return short(view)


def short(view: forms.View) -> list[tuple[str, str]]:
	found = [(item.label, item.text) for _heading, items in view.facts for item in items if item.text]
	return found[:MOST_FACTS]


def decisions(task: str, user: str) -> list[dict[str, str]]:
	"""Links for the actions of an open task of this person: `title`, `address`, `decision`. None where that is off."""
	if not settings.setting("mail_decisions"):
		return []
	row = frappe.db.get_value("Process Task", task, ["assignee", "status"], as_dict=True)
	if row is None or row.assignee != user or row.status != "Open":
		return []
	return [
		{"title": _(action), "decision": decision, "address": links.make(task, user, action)}
		for action, decision in answerable(history.task_page(task)).items()
	]


def answerable(page: Row) -> dict[str, str]:
	"""Action -> decision of what can be decided without the form: nothing that first asks for fields."""
	empty = [name for name in page["required"] if page["form"].get(name) in (None, "", [])]
	return {
		action: decision
		for action, decision in acts.offered(page["definition"], page["task"].step).items()
		if decision == "refuse" or not empty
	}
