"""Speaking somebody's language and acting in somebody's place for a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
	before = frappe.local.lang
	frappe.local.lang = language or before
	try:
		yield
	finally:
		frappe.local.lang = before


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Be `user` for a moment.

	Frappe's `set_user` writes the user's name over the id of the session of the request, under which the session
	would be kept at its end: so all of it is put back.
	"""
	session, form, language = dict(frappe.local.session), frappe.local.form_dict, frappe.local.lang
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(session["user"])
		frappe.local.session.update(session)
		frappe.local.form_dict, frappe.local.lang = form, language
