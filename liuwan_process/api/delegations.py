"""Who stands in for me. The DocType checks who may give whose tasks to whom; its messages name the field."""

import frappe

from liuwan_process.api.tasks import given_list, require_user
from liuwan_process.engine import clock


@frappe.whitelist(methods=["POST"])
def give(
	delegate: str,
	from_time: str,
	to_time: str,
	processes: list | str = "",
	open_tasks_too: bool = False,
	reason: str = "",
) -> str:
	"""Give my tasks to somebody for a time, those of some `processes` or of all; the name of the Delegation."""
	require_user()
	document = frappe.get_doc(
		doctype="Delegation",
		delegator=frappe.session.user,
		delegate=delegate,
		from_time=from_time,
		to_time=to_time,
		processes=[{"process_code": code} for code in given_list(processes)] if processes else [],
		open_tasks_too=int(bool(frappe.utils.cint(open_tasks_too))),
		reason=reason,
	)
	return document.insert().name


@frappe.whitelist(methods=["POST"])
def end(name: str) -> None:
	"""Have my tasks again from now on. What has gone to whoever stood in stays there."""
	require_user()
	document = frappe.get_doc("Delegation", name)
	document.check_permission("write")
	document.end(clock.now())
