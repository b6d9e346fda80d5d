"""Processes as BPMN 2.0 files: export, a look at a file, and a file as the working copy."""

import base64
import binascii
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.bpmn.read import Reading, from_bpmn
from liuwan_process.definition.bpmn.safe_xml import MOST_BYTES
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.model import DefinitionError
from liuwan_process.process_library import bpmn_report, working_copy


@frappe.whitelist(methods=["GET"])
def download(process: str) -> None:
	"""The saved working copy as a BPMN 2.0 file. Needs read."""
	doc = _load(process, "read")
	content = to_bpmn(working_copy.to_definition(doc))
	frappe.response.update(type="binary", filename=f"{doc.name}.bpmn", filecontent=content)


@frappe.whitelist(methods=["POST"])
def preview(process: str, content: str) -> dict[str, Any]:
	"""What a file would make of the working copy: counts, whether it is one of ours, the report as HTML.

	`content` is the file in base64. Needs write. Nothing is changed. Raises ValidationError naming the element.
	"""
	_load(process, "write")
	reading = _read(content)
	return {
		"steps": len(reading.document["steps"]),
		"transitions": len(reading.document["transitions"]),
		"ours": reading.ours,
		"report": bpmn_report.html(reading),
	}


@frappe.whitelist(methods=["POST"])
def fill(process: str, content: str) -> str:
	"""Replace the working copy by a file; the name of the process. Needs write. Nothing is published.

	Of a file that Liuwan Process did not write, steps and transitions are taken: the form and the policies stay.
	Code, title and place in the tree stay in any case.
	"""
	doc = _load(process, "write")
	working_copy.fill(doc, _document(doc, _read(content)))
	doc.save()
	return doc.name


def _document(doc: Any, reading: Reading) -> dict[str, Any]:
	kept = {"process": doc.code, "title": doc.title}
	if reading.ours:
		return {**reading.document, **kept}
	flow = {key: reading.document[key] for key in ("steps", "transitions")}
	return {**working_copy.to_document(doc), **flow}


def _read(content: str) -> Reading:
	if len(content) > MOST_BYTES * 4 // 3 + 4:
		frappe.throw(_("The file is larger than 4 MB"))
	try:
		return from_bpmn(base64.b64decode(content, validate=True))
	except binascii.Error:
		frappe.throw(_("This is not an XML file"))
	except DefinitionError as error:
		place = f"{error.where}: " if error.where else ""
		frappe.throw(f"{frappe.utils.escape_html(place)}{_(str(error))}", title=_("This file cannot be read"))


def _load(process: str, right: str) -> Any:
	doc = frappe.get_doc("Process", process)
	doc.check_permission(right)
	if doc.is_group:
		frappe.throw(_("{0} is a group and has no flow of its own").format(doc.title))
	return doc
