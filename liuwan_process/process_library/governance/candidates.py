"""A process as it stood when it was sent for release: what was approved is what is published."""

from __future__ import annotations

import json

import frappe
from frappe.model.document import Document

from liuwan_process.compiler import plan
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import Definition
from liuwan_process.definition.parse import parse
from liuwan_process.process_library.working_copy import to_definition


def take(process: Document, release: str) -> str:
	"""Freeze the working copy; the name of the candidate."""
	definition = to_definition(process)
	candidate = frappe.get_doc(
		{
			"doctype": "Process Candidate",
			"process_code": process.name,
			"title": process.title,
			"release": release,
			"version_before": process.current_version,
			"checksum": plan.checksum(definition),
			"definition": json.dumps(dump(definition), ensure_ascii=False, indent=1),
		}
	)
	candidate.flags.by_release = True
	candidate.insert(ignore_permissions=True)  # written by sending a release alone
	return candidate.name


def definition_of(candidate: str) -> Definition:
	"""The frozen definition; its version is 0, as it gets its number when it is published."""
	return parse(json.loads(frappe.db.get_value("Process Candidate", candidate, "definition")))


def has_moved_on(candidate: str) -> bool:
	"""Whether the working copy is no longer what was frozen."""
	process, checksum = frappe.db.get_value("Process Candidate", candidate, ["process_code", "checksum"])
	return plan.checksum(to_definition(frappe.get_doc("Process", process))) != checksum
