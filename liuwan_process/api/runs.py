"""Runs: start, look at, withdraw, urge, comment."""

import frappe

from liuwan_process.api.tasks import given_names, given_values, require_user
from liuwan_process.engine import acts, history, lead
from liuwan_process.engine import mentions as people_named
from liuwan_process.engine.reading import hidden_from
from liuwan_process.engine.start import start as start_run
from liuwan_process.engine.transaction import repeated
from liuwan_process.engine.versions import definition_of
from liuwan_process.permissions import runs


@frappe.whitelist(methods=["POST"])
def start(
	process: str,
	values: dict | str | None = None,
	key: str = "",
	document: str | None = None,
	lead_person: str | None = None,
	urgent: bool = False,
	urgent_reason: str = "",
) -> dict:
	"""Start a run with a filled-in form, or with one saved before; `urgent`: by the green channel, with a reason."""
	require_user()
	more = {"lead_person": lead_person or None, "urgent": urgent, "urgent_reason": urgent_reason}
	return repeated(lambda: start_run(process, given_values(values), key, document, **more))


@frappe.whitelist(methods=["GET", "POST"])
def progress(instance: str) -> dict:
	"""Where a run stands, who has it, since when, until when, and everything that happened.

	Changes of fields that the caller may not see are left out.
	"""
	require_user()
	runs.require(instance)
	found = history.progress(instance)
	hidden = hidden_from(frappe.session.user, found["run"], definition_of(found["run"]))
	for row in found["log"]:
		changes = frappe.parse_json(row.changes) or {}
		row.changes = {name: change for name, change in changes.items() if name not in hidden}
	return found


@frappe.whitelist(methods=["POST"])
def withdraw(instance: str, comment: str = "", key: str = "") -> dict:
	"""Take my request back."""
	require_user()
	return repeated(lambda: acts.withdraw(instance, comment, key))


@frappe.whitelist(methods=["POST"])
def urge(instance: str, text: str = "", key: str = "") -> dict:
	"""Ask whoever has my request to hurry."""
	require_user()
	return repeated(lambda: acts.urge(instance, text, key))


@frappe.whitelist(methods=["POST"])
def name_lead(instance: str, user: str, comment: str = "", key: str = "") -> dict:
	"""Make somebody answer for a run as its lead person."""
	require_user()
	return repeated(lambda: lead.name_lead(instance, user, comment, key))


@frappe.whitelist(methods=["POST"])
def comment(
	instance: str,
	text: str,
	key: str = "",
	mentions: list | str | None = None,
	files: list | str | None = None,
) -> dict:
	"""Say something about a run that I see. `mentions`: users who are told, `files`: addresses of my uploads."""
	require_user()
	runs.require(instance)
	return repeated(lambda: acts.comment(instance, text, given_names(files), key, given_names(mentions)))


@frappe.whitelist(methods=["GET", "POST"])
def mentionable(instance: str, txt: str = "") -> list[dict]:
	"""People whom a comment on this run can name: `value` (user), `title`, `more`."""
	require_user()
	runs.require(instance)
	return people_named.offered(instance, txt)


@frappe.whitelist(methods=["POST"])
def terminate(instance: str, comment: str, key: str = "") -> dict:
	"""End a run that cannot go on (process office)."""
	require_user()
	return repeated(lambda: acts.terminate(instance, comment, key))
