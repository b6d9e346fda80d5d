"""What I was asked to read, and that I have read it."""

import frappe
from frappe import _

from liuwan_process.api.tasks import require_user
from liuwan_process.engine.transaction import repeated
from liuwan_process.process_library.announcements import reading


@frappe.whitelist(methods=["POST"])
def opened(acknowledgement: str) -> None:
	"""Note that I opened it; the first time counts."""
	require_user()
	reading.opened(acknowledgement, frappe.session.user)


@frappe.whitelist(methods=["POST"])
def acknowledge(acknowledgement: str, answers: dict | str | None = None, key: str = "") -> dict:
	"""Say that I have read it, with my answers to its quiz: question -> numbers of the choices.

	{"read", "score", "wrong", "left", "passed"}; a repeated call answers alike and counts once.
	"""
	require_user()
	given = _answers(answers)
	return repeated(lambda: reading.acknowledge(acknowledgement, frappe.session.user, given, key))


def _answers(answers: dict | str | None) -> dict:
	try:
		given = frappe.parse_json(answers or "{}") or {}
	except ValueError:
		given = None
	if not isinstance(given, dict):
		frappe.throw(_("The answers cannot be read"))
	return given
