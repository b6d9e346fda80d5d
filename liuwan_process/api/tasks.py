"""My tasks, and what I do with them. Every function acts for the session's user and checks what that user may."""

import frappe
from frappe import _

from liuwan_process.engine import acts, inbox
from liuwan_process.engine.transaction import repeated


@frappe.whitelist(methods=["GET", "POST"])
def mine(start: int = 0, length: int = 20, search: str = "") -> dict:
	"""My open tasks, overdue and urgent first: {"tasks": [...], "more": bool}."""
	require_user()
	return inbox.open_tasks(
		frappe.session.user, start=int(start), length=min(int(length), 100), search=search
	)


@frappe.whitelist(methods=["POST"])
def decide(
	task: str, action: str, comment: str = "", values: dict | str | None = None, key: str = ""
) -> dict:
	"""Take an action of the step on my task; `values` are the form's fields that I changed."""
	require_user()
	return repeated(lambda: acts.decide(task, action, comment, given_values(values), key))


@frappe.whitelist(methods=["POST"])
def send_back(task: str, step: str, comment: str, key: str = "") -> dict:
	"""Return the run to an earlier step."""
	require_user()
	return repeated(lambda: acts.send_back(task, step, comment, key))


@frappe.whitelist(methods=["POST"])
def transfer(task: str, user: str, comment: str = "", key: str = "") -> dict:
	"""Give my task to somebody else."""
	require_user()
	return repeated(lambda: acts.transfer(task, user, comment, key))


@frappe.whitelist(methods=["POST"])
def seen(task: str) -> None:
	"""Note that I opened my task; the first time counts."""
	require_user()
	inbox.mark_seen(task, frappe.session.user)


def require_user() -> None:
	if frappe.session.user == "Guest":
		frappe.throw(_("Please sign in"), frappe.PermissionError)


def given_values(values: dict | str | None) -> dict:
	"""The form's values as they were sent: a JSON object, or nothing."""
	try:
		given = frappe.parse_json(values) or {}
	except ValueError:
		given = None
	if not isinstance(given, dict):
		frappe.throw(_("The form's values cannot be read"))
	return given


def given_names(names: list | str | None) -> list[str]:
	"""A JSON list of names as it was sent, or nothing."""
	try:
		given = frappe.parse_json(names) or []
	except ValueError:
		given = None
	if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
		frappe.throw(_("This list cannot be read"))
	return given
