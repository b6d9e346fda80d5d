"""An old version back as the working copy. What stood there before is set aside, so that there is a way back."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from liuwan_process.compiler.plan import document_of, prepare
from liuwan_process.definition.diff import compare, nothing
from liuwan_process.engine.versions import get_definition
from liuwan_process.process_library import working_copy, written
from liuwan_process.process_library.versions import words

Row = dict[str, Any]
SHOWN = 20


class UnpublishedChanges(frappe.ValidationError):
	"""The working copy holds what no version has."""


def question(process: Document) -> Row:
	"""What has to be known before: `modified`, `unpublished` (whether changes would be set aside), `changes` in words."""
	plan = prepare(process)
	latest = plan.earlier[-1] if plan.earlier else nothing(plan.definition)
	changes = words.summary(compare(latest, plan.definition)) if plan.is_new_version else []
	return {"modified": str(process.modified), "unpublished": plan.is_new_version, "changes": changes}


def version(process: str, name: str, reason: str, modified: str = "", over_changes: bool = False) -> str:
	"""Put a Process Version back as the working copy; the name of the Process Restoration.

	`modified`: of the working copy that the reader saw; one that was saved since then is not touched. Raises
	UnpublishedChanges where changes would be set aside that the reader did not agree to. Nothing is published.
	"""
	if frappe.db.get_value("Process Version", name, "process_code") != process:
		frappe.throw(_("{0} is no version of {1}").format(name, process))
	source = {"version": name, "restoration": None, "what": name}
	return _put_back(process, document_of(get_definition(name)), source, reason, modified, over_changes)


def set_aside(process: str, name: str, reason: str, modified: str = "", over_changes: bool = False) -> str:
	"""Put back what a Process Restoration set aside; see `version`."""
	row = frappe.db.get_value(
		"Process Restoration", name, ["process_code", "set_aside", "restored_on"], as_dict=True
	)
	if row is None or row.process_code != process:
		frappe.throw(_("{0} set nothing of {1} aside").format(name, process))
	what = _("Working copy of {0}").format(frappe.format(row.restored_on, "Datetime"))
	source = {"version": None, "restoration": name, "what": what}
	return _put_back(process, json.loads(row.set_aside), source, reason, modified, over_changes)


def _put_back(
	process: str, document: Row, source: Row, reason: str, modified: str, over_changes: bool
) -> str:
	doc = frappe.get_doc("Process", process, for_update=True)
	asked = question(doc)
	_refuse(asked, reason, modified, over_changes)
	before = working_copy.to_document(doc)
	working_copy.fill(doc, document).save()
	[name] = written.insert("Process Restoration", [_row(process, source, reason, asked, before)])
	text = _("{0} was put back as the working copy: {1}").format(source["what"], reason)
	doc.add_comment("Info", frappe.utils.escape_html(text))
	return name


def _refuse(asked: Row, reason: str, modified: str, over_changes: bool) -> None:
	if not reason.strip():
		frappe.throw(_("Please say why"))
	if modified and modified != asked["modified"]:
		frappe.throw(_("The working copy has been saved meanwhile; please look at it again"))
	if asked["unpublished"] and not over_changes:
		frappe.throw(_("The working copy has changes that were never published"), UnpublishedChanges)


def _row(process: str, source: Row, reason: str, asked: Row, before: Row) -> Row:
	return {
		"process_code": process,
		**source,
		"restored_by": frappe.session.user,
		"restored_on": now_datetime(),
		"unpublished": int(asked["unpublished"]),
		"reason": reason.strip(),
		"set_aside": json.dumps(before, ensure_ascii=False, indent=1),
	}


def history(process: str) -> list[Row]:
	"""What was restored, the newest first: name, what, who, when, why."""
	fields = ["name", "what", "restored_on", "reason", "unpublished", "restored_by.full_name as person"]
	return frappe.get_all(
		"Process Restoration", {"process_code": process}, fields, order_by="restored_on desc", limit=SHOWN
	)
