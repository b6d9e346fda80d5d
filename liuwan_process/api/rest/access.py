"""Who calls, and in which language. Frappe has found out who it is; here is checked that the person may use the interface."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.oauth import get_url_delimiter
from werkzeug.wrappers import Request

from liuwan_process.api.rest.problems import Problem
from liuwan_process.permissions import runs
from liuwan_process.setup.role_permissions import ROLES

LANGUAGES = ["en", "zh"]
SCOPE = "all"


def require_person(request: Request) -> None:
	"""Raises a problem unless the caller is an enabled person with a role of the app, by a token that may act."""
	user = frappe.session.user
	if user == "Guest" or not frappe.get_cached_value("User", user, "enabled"):
		raise Problem(401, _("Please sign in"))
	_require_scope(request)
	if not (set(ROLES) & set(frappe.get_roles(user)) or runs.sees_all(user)):
		raise Problem(403, _("Only employees who take part in processes may use this interface"))


def _require_scope(request: Request) -> None:
	"""Frappe takes any token for any request. One that was given for signing in only must not decide on anything."""
	kind, _space, token = request.headers.get("Authorization", "").partition(" ")
	if kind.lower() != "bearer":
		return
	scopes = frappe.db.get_value("OAuth Bearer Token", token, "scopes") or ""
	if SCOPE not in scopes.split(get_url_delimiter()):
		raise Problem(403, _("This token has not been given the scope “{0}”").format(SCOPE))


def set_language(request: Request) -> None:
	"""The language that the request asks for, else the person's own: a token's person is known after Frappe has chosen."""
	asked = (
		request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en"]) if _names_one(request) else None
	)
	own = frappe.get_cached_value("User", frappe.session.user, "language") or frappe.local.lang
	frappe.local.lang = "zh" if (asked or own or "en").startswith("zh") else "en"


def _names_one(request: Request) -> bool:
	"""`*`, or languages that we do not speak, are no wish."""
	return any(tag[:2].lower() in LANGUAGES for tag in request.accept_languages.values())
