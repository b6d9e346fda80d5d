"""How often one person may do something, so that nobody floods a page."""

from __future__ import annotations

import frappe
from frappe import _

HOUR = 3_600


class TooOften(frappe.ValidationError):
	"""Again later."""

	http_status_code = 429


def take(act: str, most: int, seconds: int = HOUR) -> None:
	"""Count one act of the session's user; raises TooOften when there were `most` in this time."""
	key = frappe.cache.make_key(f"liuwan_process_{act}_{frappe.session.user}")
	frappe.cache.set(key, 0, nx=True, ex=seconds)
	if frappe.cache.incr(key) > most:
		frappe.throw(_("You have done this very often; please try again later"), TooOften)


def forget(act: str, user: str) -> None:
	frappe.cache.delete(frappe.cache.make_key(f"liuwan_process_{act}_{user}"))
