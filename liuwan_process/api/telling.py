"""Of what I am told and how, what could not be delivered."""

import frappe
from frappe import _

from liuwan_process.api.tasks import given_names, require_user
from liuwan_process.telling import events, outbox, readers

OFFICE = {"Process Administrator", "System Manager"}


@frappe.whitelist(methods=["GET", "POST"])
def my_choices() -> dict:
	"""Of what I am told: `task_desk`, `task_email` and so on, 1 or 0."""
	require_user()
	reader = readers.one(frappe.session.user)
	return {field: int(field in reader.chosen) for field in events.FIELDS}


@frappe.whitelist(methods=["POST"])
def choose(choices: dict | str) -> dict:
	"""Be told of something, or no longer: `{"late_email": 1}`. What is not named stays. Answers like `my_choices`."""
	require_user()
	given = frappe.parse_json(choices)
	if not isinstance(given, dict) or not set(given) <= set(events.FIELDS):
		frappe.throw(_("This cannot be chosen"))
	user = frappe.session.user
	name = frappe.db.exists("Process Notification Choice", user)
	doc = (
		frappe.get_doc("Process Notification Choice", name)
		if name
		else frappe.new_doc("Process Notification Choice", user=user)
	)
	doc.update({field: int(frappe.utils.cint(value) > 0) for field, value in given.items()})
	doc.save()
	return my_choices()


@frappe.whitelist(methods=["POST"])
def send_again(names: list | str) -> int:
	"""Try messages that were given up once more (process office); how many. They are sent within a minute."""
	if not OFFICE & set(frappe.get_roles()):
		frappe.throw(_("Only the process office may send messages again"), frappe.PermissionError)
	return outbox.send_again(given_names(names))
