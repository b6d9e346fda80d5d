"""Publication: a working copy becomes the version that new runs follow.

MariaDB commits before it changes a table and cannot take that back. Therefore everything is checked first, the form
is only added to, and the version, its Workflow and the process change hands in one commit at the end. Whatever
fails on the way leaves the version before running, and publishing can be repeated.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.synchronization import filelock

from liuwan_process.compiler import act_script, checks, form, linked, register, workflow
from liuwan_process.compiler.plan import Plan, document_of, prepare
from liuwan_process.definition.model import Definition, DefinitionError
from liuwan_process.process_library import drawing, labels, released

if TYPE_CHECKING:
	from frappe.model.document import Document


def publish(
	process_name: str,
	note: str = "",
	frozen: Definition | None = None,
	by: str | None = None,
	release: str | None = None,
) -> str:
	"""Publish a process; the name of its version.

	Unchanged since the last time: the same version, and nothing is written. Commits. The caller has checked that
	the user may publish. Raises ValidationError naming every step or field that stands in the way.
	`frozen`: what was approved, instead of the working copy; `by` and `release` say who released it, and with what.
	"""
	with filelock(f"publish_{frappe.scrub(process_name)}"):
		frappe.db.commit()  # another publication may have ended while this one waited: read what it wrote
		plan = checked(frappe.get_doc("Process", process_name), frozen)
		make_form(plan)
		version = switch(plan, {"note": note, "published_by": by or frappe.session.user, "release": release})
	after_commit(plan.process)
	if not frappe.db.get_value("Process Version", version, "announced"):
		released.on_released(version)
	return version


def after_commit(process: Document) -> None:
	"""Forget what other workers may have cached between the first statement and the commit."""
	frappe.clear_cache(doctype=process.document_type)
	frappe.clear_document_cache("Process", process.name)
	frappe.cache.delete_value("bootinfo")  # who may read which form is part of it
	for method in frappe.get_hooks("on_process_published"):
		frappe.get_attr(method)(process.name)


def checked(process: Document, frozen: Definition | None = None) -> Plan:
	"""The plan of a publication that nothing stands in the way of. Raises ValidationError."""
	title = _("{0} cannot be published").format(_(process.title))
	try:
		plan = prepare(process, frozen)
	except DefinitionError as error:
		frappe.throw(f"{error.where}: {_(str(error))}", title=title)
	errors = [problem for problem in checks.problems(plan) if problem.level == "error"]
	if errors:
		frappe.throw([p.text(_) for p in errors], title=title, as_list=True)
	return plan


def make_form(plan: Plan) -> None:
	if plan.definition.linked:
		linked.apply(plan)
	else:
		form.apply(plan)


def switch(plan: Plan, who_and_why: dict[str, Any]) -> str:
	"""Make the new version the current one, with its Workflow, in one commit."""
	map_name = workflow.apply(plan)
	register.apply(plan)
	act_script.apply(plan)
	form.hide_removed(plan)
	version = _new_version(plan, who_and_why) if plan.is_new_version else plan.latest.name
	_replace(plan, version)
	facts = {
		"status": "Published",
		"current_version": version,
		"document_type": plan.form,
		"form_source": labels.LINKED if plan.definition.linked else labels.OWN_FIELDS,
		"workflow": map_name,
	}
	if any(plan.process.get(key) != value for key, value in facts.items()):
		plan.process.db_set(facts)
	frappe.db.commit()  # the switch: before it the old version runs, after it the new one
	return version


def _new_version(plan: Plan, who_and_why: dict[str, Any]) -> str:
	definition = plan.definition
	version = frappe.get_doc(
		{
			"doctype": "Process Version",
			"process_code": plan.process.name,
			"version": definition.version,
			"title": definition.title,
			"status": "Current",
			"document_type": plan.form,
			"definition": json.dumps(document_of(definition), ensure_ascii=False, indent=1),
			"drawing": drawing.svg(definition),
			"checksum": plan.checksum,
			"published_on": now_datetime(),
			"announced": 0,
			**who_and_why,
		}
	)
	version.flags.by_compiler = True
	version.insert(ignore_permissions=True)  # versions are written by publication alone
	return version.name


def _replace(plan: Plan, version: str) -> None:
	"""The version before is superseded; a version that was retired is current again."""
	for matching, facts in (
		(("!=", version), {"status": "Superseded"}),
		(version, {"status": "Current", "announced": 0}),
	):
		wrong = {"process_code": plan.process.name, "name": matching, "status": ("!=", facts["status"])}
		for name in frappe.get_all("Process Version", wrong, pluck="name"):
			frappe.db.set_value("Process Version", name, facts)
