"""What this site says to automatic steps: documents that can be made, and with whose rights, and hosts that may be called."""

from __future__ import annotations

from collections.abc import Iterator

import frappe

from liuwan_process.compiler import allowed, child_checks
from liuwan_process.compiler.plan import Plan
from liuwan_process.definition import expressions, soundness_of_work
from liuwan_process.definition.model import Step
from liuwan_process.definition.problems import Problem, _
from liuwan_process.process_library import linked_fields

# Documents of these modules change what people may do or what the server runs.
CLOSED_MODULES = ("Core", "Custom", "Email", "Integrations", "Automation", "Workflow", "Website", "Social")


def problems(plan: Plan) -> Iterator[Problem]:
	"""Problems of the steps that people do not do, in their order."""
	for step in plan.definition.steps:
		if step.kind == "automatic" and step.creation:
			yield from _creation(plan, step)
		if step.kind == "automatic" and step.call and not _may_call(step.call.url):
			message = _("“{0}”: the site's configuration does not allow calls of {1}")
			yield Problem(message, step.id, (step.title, step.call.url))
		if step.kind == "subprocess" and step.subprocess:
			yield from child_checks.problems(plan, step)


def makes_documents(doctype: str) -> bool:
	"""Whether steps may make documents of a DocType at all."""
	found = frappe.db.get_value(
		"DocType", doctype, ["istable", "issingle", "is_virtual", "in_create", "module"], as_dict=True
	)
	if not found or found.module in CLOSED_MODULES:
		return False
	return not (found.istable or found.issingle or found.is_virtual or found.in_create)


def owner_of(process: str) -> str | None:
	"""The user of a process's owner."""
	owner = frappe.db.get_value("Process", process, "process_owner")
	return frappe.db.get_value("Staff Member", {"name": owner, "status": "Active"}, "user") if owner else None


def _may_call(url: str) -> bool:
	try:
		return allowed.host(url)
	except ValueError:  # not an address at all; soundness says so
		return True


def _creation(plan: Plan, step: Step) -> Iterator[Problem]:
	creation = step.creation
	if not makes_documents(creation.doctype):
		message = _("“{0}”: no step may make a document of {1}")
		yield Problem(message, step.id, (step.title, creation.doctype))
		return
	fields = {f.name: f for f in linked_fields.of(creation.doctype) if not f.table}
	kinds = expressions.kinds_of(plan.definition)
	yield from soundness_of_work.filled(step, fields, creation.fields, kinds)
	yield from _missing(step)
	yield from _rights(plan, step)


def _missing(step: Step) -> Iterator[Problem]:
	given = {row.target for row in step.creation.fields}
	for field in frappe.get_meta(step.creation.doctype).fields:
		if field.reqd and not field.default and field.fieldname not in given:
			message = _("“{0}”: {1} needs “{2}”, which nothing fills in")
			args = (step.title, step.creation.doctype, field.label or field.fieldname)
			yield Problem(message, step.id, args, table=soundness_of_work.TABLE)


def _rights(plan: Plan, step: Step) -> Iterator[Problem]:
	"""Nobody gets by publishing what neither they themselves nor the administrator of the server may give."""
	creation = step.creation
	if creation.rights == "service_user":
		user = creation.user
		if user and not allowed.service_user(user):
			message = _("“{0}”: the site's configuration does not name {1} as a service account")
			yield Problem(message, step.id, (step.title, user))
	else:
		user = owner_of(plan.process.name)
		if not user:
			message = _("“{0}”: the process has no owner with an account whose rights it could use")
			yield Problem(message, step.id, (step.title,), table="process_owner")
		elif plan.process.has_permission("write") and not frappe.has_permission(creation.doctype, "create"):
			message = _("“{0}”: only somebody who may make a document of {1} can publish this")
			yield Problem(message, step.id, (step.title, creation.doctype))
	if user and not frappe.has_permission(creation.doctype, "create", user=user):
		message = _("“{0}”: {1} may not make a document of {2}")
		yield Problem(message, step.id, (step.title, user, creation.doctype))
