"""What went wrong, as other applications are told: a status and {"error": {"code", "message", "field"}}."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import strip_html
from werkzeug.wrappers import Response

from liuwan_process.engine.errors import EngineError, NotYours, StaleTask
from liuwan_process.engine.versions import get_definition

CODES = {
	400: "bad_request",
	401: "not_signed_in",
	403: "forbidden",
	404: "not_found",
	405: "method_not_allowed",
	409: "conflict",
	413: "too_large",
	415: "unsupported_media_type",
	422: "refused",
	429: "too_many_requests",
	500: "server_error",
	503: "unavailable",
}
# What Frappe answers where our interface has another number.
FOREIGN = {417: 422, 508: 503}


class Problem(Exception):
	"""Ends a request with this status; the message is in the caller's language."""

	def __init__(self, status: int, message: str, field: str | None = None, **headers: str) -> None:
		super().__init__(message)
		self.status, self.message, self.field = status, message, field
		self.more = {name.replace("_", "-"): value for name, value in headers.items()}

	def body(self) -> str:
		error = {"code": CODES[self.status], "message": self.message, "field": self.field}
		return json.dumps({"error": error}, ensure_ascii=False)

	def headers(self) -> dict[str, str]:
		asks = {"WWW-Authenticate": 'Bearer realm="Liuwan Process"'} if self.status == 401 else {}
		return asks | self.more


def not_found() -> Problem:
	"""The same words for what is not there and for what the caller may not see."""
	return Problem(404, _("There is no such thing, or you may not see it"))


def of(error: Exception, version: str | None = None) -> Problem | None:
	"""The problem that an error of the engine or of Frappe stands for; None for a fault of our own.

	`version`: whose form the request was about, so that the problem can name the field.
	"""
	for kinds, status in STATUSES:
		if isinstance(error, kinds):
			title, message = _words(error)
			return Problem(status, message, _field(version, title, message))
	return None


STATUSES = (
	(StaleTask, 409),
	((NotYours, frappe.PermissionError), 403),
	(frappe.DoesNotExistError, 404),
	(frappe.AuthenticationError, 401),
	((EngineError, frappe.ValidationError), 422),
)


def _words(error: Exception) -> tuple[str, str]:
	"""Title and text of an error, as a person would see them; Frappe keeps them beside the error."""
	shown = [entry for entry in map(_entry, frappe.local.message_log or []) if entry.get("raise_exception")]
	last = shown[-1] if shown else {}
	text = last.get("message") or str(error) or _("This cannot be done")
	return str(last.get("title") or ""), strip_html(str(text).replace("<br>", "; "))


def _entry(entry: Any) -> dict[str, Any]:
	return json.loads(entry) if isinstance(entry, str) else entry


def _field(version: str | None, title: str, message: str) -> str | None:
	"""Name of the form's field that an error is about: its title is the field's label, or it lists empty ones."""
	if not version or not title:
		return None
	definition = get_definition(version)
	fields = definition.fields_by_name.values()
	exact = (f.name for f in definition.fields if _(f.label) == title)
	listed = (f.name for f in fields if title == _("Something is missing") and _(f.label) in message)
	return next(exact, None) or next(listed, None)


def of_foreign(response: Response, unreadable: bool) -> Problem:
	"""The problem that Frappe itself answered, before or beside us."""
	if unreadable and response.status_code in (400, 417, 500):
		return Problem(400, _("The body of the request is not a JSON object"))
	status = FOREIGN.get(response.status_code, response.status_code)
	if status not in CODES:
		status = 500 if status >= 500 else 400
	return Problem(status, _foreign_words(response, status))


def _foreign_words(response: Response, status: int) -> str:
	if status >= 500:
		return _("Something went wrong on the server; nothing has been changed")
	if status == 401:
		return _("Please sign in: this key or token is not valid")
	try:
		said = json.loads(json.loads(json.loads(response.get_data())["_server_messages"])[-1])
		return strip_html(str(said["message"]))
	except (ValueError, KeyError, IndexError, TypeError):
		return _("This request cannot be answered")
