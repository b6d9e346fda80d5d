"""Publication: a working copy becomes the version that new runs follow.

MariaDB commits before it changes a table and cannot take that back. Therefore everything is checked first, the form
is only added to, and the version, its Workflow and the process change hands in one commit at the end. Whatever
fails on the way leaves the version before running, and publishing can be repeated.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.synchronization import filelock

from liuwan_process.compiler import act_script, checks, form, linked, register, workflow
from liuwan_process.compiler.plan import Plan, document_of, prepare
from liuwan_process.definition.model import DefinitionError
from liuwan_process.process_library import drawing, released

if TYPE_CHECKING:
	from frappe.model.document import Document


def publish(process_name: str, note: str = "") -> str:
	"""Publish a process; the name of its version.

	Unchanged since the last time: the same version, and nothing is written. Commits. The caller has checked that
	the user may publish. Raises ValidationError naming every step or field that stands in the way.
	"""
	with filelock(f"publish_{frappe.scrub(process_name)}"):
		frappe.db.commit()  # another publication may have ended while this one waited: read what it wrote
		plan = checked(frappe.get_doc("Process", process_name))
		make_form(plan)
		version = switch(plan, note)
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


def checked(process: Document) -> Plan:
	"""The plan of a publication that nothing stands in the way of. Raises ValidationError."""
	try:
		plan = prepare(process)
	except DefinitionError as error:
		frappe.throw(f"{error.where}: {_(str(error))}", title=_("Cannot be published"))
	errors = [problem for problem in checks.problems(plan) if problem.level == "error"]
	if errors:
		frappe.throw([p.text(_) for p in errors], title=_("Cannot be published"), as_list=True)
	return plan


def make_form(plan: Plan) -> None:
	if plan.definition.linked:
		linked.apply(plan)
	else:
		form.apply(plan)


def switch(plan: Plan, note: str) -> str:
	"""Make the new version the current one, with its Workflow, in one commit."""
	map_name = workflow.apply(plan)
	register.apply(plan)
	act_script.apply(plan)
	form.hide_removed(plan)
	version = _new_version(plan, note) if plan.is_new_version else plan.latest.name
	_replace(plan, version)
	facts = {
		"status": "Published",
		"current_version": version,
		"document_type": plan.form,
		"workflow": map_name,
	}
	if any(plan.process.get(key) != value for key, value in facts.items()):
		plan.process.db_set(facts)
	frappe.db.commit()  # the switch: before it the old version runs, after it the new one
	return version


def _new_version(plan: Plan, note: str) -> str:
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
			"published_by": frappe.session.user,
			"published_on": now_datetime(),
			"note": note,
			"announced": 0,
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
