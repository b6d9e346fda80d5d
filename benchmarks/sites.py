"""The two sites: one with the app and the demo enterprise, one with stock Frappe alone. Both hold the same flow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import frappe

from benchmarks import flow

OURS, STOCK, LARGE = "speed.liuwan", "stock.speed.liuwan", "large.speed.liuwan"
PASSWORD = "Liuwan-2026-demo"


@contextmanager
def connected(site: str) -> Iterator[None]:
	"""Connect to a site as Administrator; whatever is left open at the end is committed."""
	frappe.init(site=site, sites_path=".", force=True)
	frappe.connect()
	frappe.flags.mute_emails = True
	try:
		yield
		frappe.db.commit()
	finally:
		frappe.destroy()


def prepare_ours(site: str = OURS) -> None:
	"""The demo enterprise and the flow as a published process. Can be repeated."""
	from liuwan_process.setup import demo

	with connected(site):
		frappe.clear_cache()  # hooks and forms of code that has changed since
		demo.install()
		publish(flow.document(position_of("deputy.production")))
		frappe.db.set_single_value("System Settings", "deny_multiple_sessions", 0)


def position_of(login: str) -> str:
	staff = frappe.db.get_value("Staff Member", {"user": flow.email(login)}, "name")
	return frappe.get_all("Staff Position", {"parent": staff}, pluck="position", order_by="idx")[0]


def publish(document: dict) -> None:
	from liuwan_process.compiler.publish import publish as publish_process
	from liuwan_process.process_library.working_copy import fill

	code = document["process"]
	exists = frappe.db.exists("Process", code)
	process = frappe.get_doc("Process", code) if exists else frappe.new_doc("Process")
	fill(process, {"level": "Process", **document})
	process.save()
	publish_process(code)


def prepare_stock() -> None:
	"""Roles, people, the same form and a Workflow, all of stock Frappe. Can be repeated."""
	with connected(STOCK):
		frappe.clear_cache()
		if not frappe.db.exists("DocType", flow.STOCK):
			make_stock()


def make_stock() -> None:
	for number in range(len(flow.STEPS)):
		frappe.get_doc(doctype="Role", role_name=flow.role(number), desk_access=1).insert()
	frappe.get_doc(doctype="Role", role_name="Speed Starter", desk_access=1).insert()
	make_people()
	for state in flow.states():
		frappe.get_doc(doctype="Workflow State", workflow_state_name=state).insert()
	make_form()
	make_workflow()


def make_people() -> None:
	from frappe.utils.password import update_password

	for login in flow.people():
		roles = [flow.role(n) for n, (*_step, logins) in enumerate(flow.STEPS) if login in logins]
		user = frappe.get_doc(doctype="User", email=flow.email(login), first_name=login, send_welcome_email=0)
		user.set("roles", [{"role": name} for name in roles or ["Speed Starter"]])
		user.insert()
		update_password(user.name, PASSWORD)


def make_form() -> None:
	fields = [
		{"fieldname": f["name"], "label": f["label"], "fieldtype": f["type"], "options": f["options"]}
		for f in flow.form_fields()
	]
	rights = {"read": 1, "write": 1, "create": 1, "submit": 1}
	roles = ["Speed Starter", *(flow.role(n) for n in range(len(flow.STEPS)))]
	frappe.get_doc(
		doctype="DocType",
		name=flow.STOCK,
		module="Custom",
		custom=1,
		is_submittable=1,
		track_changes=1,
		autoname="SPEED-.#####",
		fields=fields,
		permissions=[{"role": name, **rights} for name in roles],
	).insert()


def make_workflow() -> None:
	states = flow.states()
	if not frappe.db.exists("Workflow Action Master", flow.ACTION):
		frappe.get_doc(doctype="Workflow Action Master", workflow_action_name=flow.ACTION).insert()
	frappe.get_doc(
		doctype="Workflow",
		workflow_name=flow.STOCK,
		document_type=flow.STOCK,
		is_active=1,
		send_email_alert=0,
		workflow_state_field="workflow_state",
		states=[
			{"state": s, "doc_status": str(int(s == states[-1])), "allow_edit": flow.role(min(n, 4))}
			for n, s in enumerate(states)
		],
		transitions=[
			{"state": a, "action": flow.ACTION, "next_state": b, "allowed": flow.role(n)}
			for n, (a, b) in enumerate(pairwise(states))
		],
	).insert()
