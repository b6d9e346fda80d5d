"""My tasks, and what I do with them. Every function acts for the session's user and checks what that user may."""

import frappe
from frappe import _

from liuwan_process.engine import acts, batch, inbox, signers, waiting
from liuwan_process.engine.take_back import take_back as undo
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
def decide_many(tasks: list | str, action: str, comment: str = "", key: str = "") -> list[dict]:
	"""Take one action on several of my tasks, with one comment: for each {"task", "answer"} or {"task", "error"}.

	Each is an act of its own: one that is refused keeps the others from nothing.
	"""
	require_user()
	return batch.decide(given_list(tasks), action, comment, key)


@frappe.whitelist(methods=["POST"])
def send_back(task: str, step: str, comment: str, key: str = "", then: str = acts.AGAIN) -> dict:
	"""Return the run to an earlier step; `then` it goes "again" through all steps, or comes straight "back" to me."""
	require_user()
	return repeated(lambda: acts.send_back(task, step, comment, key, then))


@frappe.whitelist(methods=["POST"])
def take_back(task: str, comment: str = "", key: str = "") -> dict:
	"""Undo my last act on a task, as long as nobody has opened what came next."""
	require_user()
	return repeated(lambda: undo(task, comment, key))


@frappe.whitelist(methods=["POST"])
def add_signer(
	task: str,
	users: list | str,
	how: str,
	comment: str = "",
	action: str = "",
	key: str = "",
	values: dict | str | None = None,
) -> dict:
	"""Ask more people about my task: "Before", "Beside" or "After" I decide (by `action`).

	`values` are the form's fields that I changed.
	"""
	require_user()
	asked, given = given_list(users), given_values(values)
	return repeated(lambda: signers.add(task, asked, how, comment, action, key, given))


@frappe.whitelist(methods=["POST"])
def remove_signer(task: str, comment: str = "", key: str = "") -> dict:
	"""Take out a signer whom I added and who has not decided yet."""
	require_user()
	return repeated(lambda: signers.remove(task, comment, key))


@frappe.whitelist(methods=["POST"])
def pause(task: str, comment: str, key: str = "") -> dict:
	"""Stop the clock of my task while it waits for the applicant."""
	require_user()
	return repeated(lambda: waiting.pause(task, comment, key))


@frappe.whitelist(methods=["POST"])
def go_on(task: str, comment: str = "", key: str = "") -> dict:
	"""Let the clock of my paused task go on."""
	require_user()
	return repeated(lambda: waiting.go_on(task, comment, key))


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


def given_list(value: list | str) -> list[str]:
	"""Names as they were sent: a JSON list, or one name."""
	try:
		given = frappe.parse_json(value) if not isinstance(value, str) or value.startswith("[") else [value]
	except ValueError:
		given = None
	if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
		frappe.throw(_("This list cannot be read"))
	return list(dict.fromkeys(each for each in given if each))


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
