"""Deciding from an e-mail, without signing in: the pages behind the links of `telling.links` (hook `page_renderer`).

Scanners of mail open every link, so opening shows the request and asks; only the button decides.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint
from frappe.website.page_renderers.base_renderer import BaseRenderer

from liuwan_process.engine import acts, history, store
from liuwan_process.engine.errors import NotYours, StaleTask
from liuwan_process.engine.reading import hidden_from
from liuwan_process.engine.transaction import repeated
from liuwan_process.portal import environment, frame, rows, times
from liuwan_process.portal.answer import Page
from liuwan_process.portal.renderer import HEADERS
from liuwan_process.portal.run import form as run_form
from liuwan_process.telling import links, mail, settings
from liuwan_process.telling.identity import acting_as, speaking
from liuwan_process.telling.links import BadLink, Link
from liuwan_process.telling.readers import Reader, one

PER_MINUTE = 120  # requests of one address, behind which a whole company may stand
PER_LINK = 20  # decisions tried with one link in an hour
MOST_COMMENT = 2_000
Row = dict[str, Any]


class Unusable(Exception):
	"""A link with which nothing can be decided: title, explanation, status."""

	def __init__(self, title: str, explanation: str = "", status: int = 410) -> None:
		super().__init__(title)
		self.page = Page("mail_page.html", title, {"explanation": explanation}, status=status)


class MailPage(BaseRenderer):
	"""The page of one link."""

	def can_render(self) -> bool:
		self.path = self.path.strip("/ ")
		return self.path.startswith(links.PATH)

	def render(self):
		try:
			_slow_down(f"address {frappe.local.request_ip}", PER_MINUTE, 60)
			link = links.read(self.path.removeprefix(links.PATH))
		except (BadLink, ValueError):
			page = Unusable(
				_("This link is not valid"),
				_("It may have been cut off. Open the whole link of the e-mail, or sign in."),
				403,
			).page
			return self._answer(page)
		except Unusable as unusable:
			return self._answer(unusable.page)
		return self._of(link)

	def _of(self, link: Link):
		reader = one(link.user)
		with speaking(reader.language if reader else None):
			try:
				page = _decide(link, reader) if frappe.request.method == "POST" else _ask(link, reader)
			except Unusable as unusable:
				page = unusable.page
			return self._answer(page)

	def _answer(self, page: Page):
		context = {
			"page_title": page.title,
			"language": frame.language(),
			"csrf_token": frappe.session.data.get("csrf_token") or "",
		}
		html = environment.render(page.template, {**EMPTY, **context, **page.context})
		headers = HEADERS | {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
		return self.build_response(html, page.status, headers)


EMPTY: Row = {"explanation": "", "question": None, "done": "", "error": "", "comment": ""}


def _ask(link: Link, reader: Reader | None, error: str = "", comment: str = "") -> Page:
	"""The request in short and one button. `error` says why a decision was not taken."""
	page = _usable(link, reader)
	decision = mail.answerable(page).get(link.action)
	if decision is None:
		raise Unusable(
			_("This cannot be decided from an e-mail"),
			_("The step asks for fields to be filled in. Please sign in and open the task."),
			409,
		)
	run, definition = page["run"], page["definition"]
	view = run_form(definition, run, hidden_from(link.user, run, definition))
	question = {
		"title": run.title,
		"process": _(definition.title),
		"step": _(page["task"].step_title),
		"initiator": run.initiator_name,
		"person": reader.name,
		"action": _(link.action),
		"refuses": decision == "refuse",
		"facts": mail.short(view),
		"address": f"/process/task/{link.task}",
	}
	context = {"question": question, "error": error, "comment": comment}
	return Page("mail_page.html", run.title, context, status=409 if error else 200)


def _usable(link: Link, reader: Reader | None) -> Row:
	"""The page of the link's task. Raises Unusable when it cannot be decided any more."""
	if not settings.setting("mail_decisions"):
		raise Unusable(_("Deciding by e-mail is switched off"), _("Please sign in and open the task."))
	if reader is None:
		raise Unusable(_("This account is not in use"), status=403)
	fields = ["name", "assignee", "status", "acted_by", "closed_on", "instance"]
	task = frappe.db.get_value("Process Task", link.task, fields, as_dict=True)
	if task is None or task.assignee != link.user:
		raise Unusable(_("This task is not yours"), status=403)
	if task.status != "Open":
		raise Unusable(*_closed(task))
	if link.expired:
		raise Unusable(_("This link has expired"), _("Please sign in and open the task."))
	return history.task_page(link.task)


def _closed(task: Row) -> tuple[str, str]:
	"""Who closed a task and when, in words."""
	when = times.when(task.closed_on, frappe.utils.now_datetime())
	if task.status == "Transferred":
		return _("This task was given to somebody else"), when
	if task.status == "Cancelled" or not task.acted_by:
		return _("This task is no longer needed"), when
	return _("This task has been dealt with"), f"{store.full_name(task.acted_by)} · {when}"


def _decide(link: Link, reader: Reader | None) -> Page:
	"""Decide as the person of the link. The same link sent twice at once decides once and answers twice."""
	_slow_down(f"link {link.nonce}", PER_LINK, 3600)
	comment = str(frappe.form_dict.get("comment") or "").strip()[:MOST_COMMENT]
	_usable(link, reader)
	try:
		with acting_as(link.user), speaking(reader.language):
			answer = repeated(lambda: acts.decide(link.task, link.action, comment, key=link.key))
	except (StaleTask, NotYours):
		frappe.db.rollback()
		_usable(link, reader)
		raise Unusable(_("This task has been dealt with")) from None
	except frappe.ValidationError as error:
		frappe.db.rollback()
		frappe.clear_messages()
		return _ask(link, reader, str(error), comment)
	return Page("mail_page.html", _("Thank you"), {"done": _done(link, answer)})


def _done(link: Link, answer: Row) -> str:
	decided = _("Your decision was recorded: {0}").format(_(link.action))
	if not answer["next"]:
		return f"{decided}. {_('The request has ended')}."
	return f"{decided}. {_('Now with {0}').format(rows.joined(answer['with']))}."


def _slow_down(what: str, most: int, seconds: int) -> None:
	"""Refuse more than so many requests in a time. Without a cache nothing is counted: the signature protects."""
	key = f"liuwan_process:mail:{what}"
	try:
		count = cint(frappe.cache.incrby(frappe.cache.make_key(key), 1))
		if count == 1:
			frappe.cache.expire(frappe.cache.make_key(key), seconds)
	except Exception:
		return
	if count > most:
		raise Unusable(_("Too many attempts"), _("Please wait a little and open the link again."), 429)
