"""Tells people, after the act is in the database, what waits for them. Never stands in an act's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run

SUBJECTS = {
	"task": "{0} waits for you: {1}",
	"copy": "{0} was sent to you for information: {1}",
	"urge": "{2} asks you to hurry: {1}",
	"ended": "Your request has ended: {1}",
	"near": "{0} is due soon: {1}",
	"late": "{0} is overdue: {1}",
	"case_near": "The whole run is due soon: {1}",
	"case_late": "The whole run is overdue: {1}",
	"lead": "{2} named you lead person: {1}",
	"make_up_refused": "{0} was not accepted and has to be mended: {1}",
}


def after_commit(run: Run) -> None:
	"""Queue one message for each person and event of an act; those who acted are not told of it."""
	messages = [(user, event, name) for user, event, name in run.told if user != run.user]
	if messages:
		frappe.enqueue(
			"liuwan_process.engine.notify.deliver",
			queue="short",
			enqueue_after_commit=True,
			messages=messages,
			instance=run.name,
			document=(run.instance.document_type, run.instance.document_name),
			title=run.instance.title,
			step=run.instance.current_steps,
			actor=run.user,
		)


def deliver(
	messages: list[tuple[str, str, str]],
	instance: str,
	document: tuple[str, str],
	title: str,
	step: str,
	actor: str,
) -> None:
	"""Write the Notification Logs of one act, each in the language of who reads it."""
	for user, event, _name in messages:
		language = frappe.get_cached_value("User", user, "language") or frappe.local.lang
		subject = _(SUBJECTS[event], language).format(
			_(step, language), title, frappe.utils.get_fullname(actor)
		)
		log = frappe.new_doc("Notification Log")
		log.update(
			{
				"for_user": user,
				"from_user": actor,
				"type": "Alert",
				"subject": subject,
				"document_type": document[0],
				"document_name": document[1],
				"link": f"/process/run/{instance}",
			}
		)
		log.insert(ignore_permissions=True)  # a worker writes it for the person
