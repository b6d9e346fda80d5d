"""What the process office does with runs that cannot go their ordinary way. The engine checks the role and the reason."""

import frappe

from liuwan_process.api.tasks import given_list, require_user
from liuwan_process.engine import acts, handing_over, office
from liuwan_process.engine.transaction import repeated


@frappe.whitelist(methods=["POST"])
def suspend(instance: str, comment: str, key: str = "") -> dict:
	"""Stop a run and its clocks."""
	require_user()
	return repeated(lambda: office.suspend(instance, comment, key))


@frappe.whitelist(methods=["POST"])
def resume(instance: str, comment: str = "", key: str = "") -> dict:
	"""Let a suspended run go on."""
	require_user()
	return repeated(lambda: office.resume(instance, comment, key))


@frappe.whitelist(methods=["GET", "POST"])
def situation(instance: str) -> dict:
	"""Open steps with those into which each may be put, steps still to come, and who has a task; titles in my language."""
	acts.require_administrator(frappe.session.user)
	fields = ["name", "process_version", "state"]
	run = frappe.db.get_value("Process Instance", instance, fields, as_dict=True)
	if run is None:
		raise frappe.DoesNotExistError
	return office.situation(run)


@frappe.whitelist(methods=["POST"])
def jump(instance: str, to_step: str, comment: str, from_step: str = "", key: str = "") -> dict:
	"""Put a run into another step."""
	require_user()
	return repeated(lambda: office.jump(instance, to_step, comment, from_step, key))


@frappe.whitelist(methods=["POST"])
def leave_out(instance: str, step: str, comment: str, key: str = "") -> dict:
	"""Go on from an open step as if it had been approved."""
	require_user()
	return repeated(lambda: office.leave_out(instance, step, comment, key))


@frappe.whitelist(methods=["POST"])
def insert(
	instance: str,
	before: str,
	title: str,
	users: list | str,
	comment: str,
	kind: str = "approval",
	key: str = "",
) -> dict:
	"""Put one more step into this run alone."""
	require_user()
	return repeated(lambda: office.insert(instance, before, title, given_list(users), comment, kind, key))


@frappe.whitelist(methods=["POST"])
def hand_over(user: str, to_user: str, comment: str = "") -> dict:
	"""Give all open tasks of a leaver to somebody else: {"handed_over": runs, "refused": {run: why}}."""
	acts.require_administrator(frappe.session.user)
	return handing_over.hand_over_everything(user, to_user, comment)


@frappe.whitelist(methods=["POST"])
def hand_over_here(instance: str, user: str, to_user: str, comment: str = "", key: str = "") -> dict:
	"""Give what one person has in one run to somebody else."""
	require_user()
	return repeated(lambda: office.hand_over(instance, user, to_user, comment, key))
