"""Processes: check, publish, retire, export, import."""

import json
from typing import Any

import frappe
from frappe import _

from liuwan_process.compiler import publish as publication
from liuwan_process.compiler import retire as retirement
from liuwan_process.definition.model import DefinitionError
from liuwan_process.definition.parse import parse
from liuwan_process.process_library import tied_records, view, working_copy
from liuwan_process.process_library.governance import gate, levels


@frappe.whitelist()
def check(process: str) -> dict[str, Any]:
	"""What the Process form shows of a saved process: problems, drawing, overview. Needs read."""
	return view.of(_load(process, "read"))


@frappe.whitelist(methods=["POST"])
def publish(process: str, note: str = "", emergency: str = "") -> str:
	"""Publish a process; the name of the version. Needs write. Raises ValidationError listing what stands in the way.

	Where the groups release processes, `emergency` says why this cannot wait for them.
	"""
	doc = _load(process, "write")
	action = levels.CHANGE if doc.status == "Published" else levels.SET_UP
	said = gate.require_direct(doc, action, emergency)
	version = publication.publish(process, "\n".join(filter(None, (said, note))))
	if said:
		gate.record_emergency(doc, said)
	return version


@frappe.whitelist(methods=["POST"])
def retire(process: str, emergency: str = "") -> None:
	"""Nobody can start the process any more. Needs write; `emergency` as for `publish`."""
	doc = _load(process, "write")
	said = gate.require_direct(doc, levels.RETIRE, emergency)
	retirement.retire(process)
	if said:
		gate.record_emergency(doc, said)


@frappe.whitelist()
def export_definition(process: str) -> dict[str, Any]:
	"""The working copy as a pack's JSON document, with the records that its steps name. Needs read."""
	doc = _load(process, "read")
	document = working_copy.to_document(doc)
	if not document["form"]["linked"]:
		document["form"]["doctype"] = ""
	records = tied_records.of(parse(document))
	return document | working_copy.outline(doc) | ({"records": records} if records else {})


@frappe.whitelist(methods=["POST"])
def import_definition(document: str | dict) -> str:
	"""Create a process from a pack's JSON document, or replace its working copy; the name of the process.

	Needs create, or write on the one that is replaced. Objects, risks and regulations that come with it and are not here
	yet are made, which needs create on them. Nothing is published.
	"""
	_require("create")
	content = _read(document)
	code = content.get("process")
	process = (
		_load(code, "write") if code and frappe.db.exists("Process", code) else frappe.new_doc("Process")
	)
	try:
		working_copy.fill(process, content)
	except DefinitionError as error:
		frappe.throw(f"{error.where}: {_(str(error))}", title=_("This is not a process"))
	tied_records.make(content.get("records") or {})
	process.save()
	return process.name


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def forms_query(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict | None = None
) -> list[list[str]]:
	"""DocTypes that a process can run on, for the field that links one. Needs write on processes."""
	_require("write")
	return frappe.get_all(
		"DocType",
		filters={"istable": 0, "issingle": 0, "is_virtual": 0, "name": ("like", f"%{txt}%")},
		or_filters=[["custom", "=", 1], ["module", "not in", ("Core", "Custom", "Email", "Website")]],
		start=start,
		limit=page_len,
		order_by="name",
		as_list=True,
	)


def _require(right: str) -> None:
	if not frappe.has_permission("Process", right):
		frappe.throw(_("Not permitted"), frappe.PermissionError)


def _load(process: str, right: str) -> Any:
	doc = frappe.get_doc("Process", process)
	doc.check_permission(right)
	return doc


def _read(document: str | dict) -> dict[str, Any]:
	try:
		content = json.loads(document) if isinstance(document, str) else document
	except ValueError:
		content = None
	if not isinstance(content, dict):
		frappe.throw(_("This file does not hold a process"))
	return content
