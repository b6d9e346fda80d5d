"""Processes as BPMN 2.0 files: export, a look at a file, a file as the working copy, and the drawing in the desk."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.bpmn.read import Reading, from_bpmn
from liuwan_process.definition.bpmn.safe_xml import MOST_BYTES
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.model import DefinitionError
from liuwan_process.process_library import bpmn_report, by_hand, working_copy


@frappe.whitelist(methods=["GET"])
def download(process: str) -> None:
	"""The saved working copy as a BPMN 2.0 file. Needs read."""
	doc = _load(process, "read")
	content = to_bpmn(working_copy.to_definition(doc), by_hand.places(doc))
	frappe.response.update(type="binary", filename=f"{doc.name}.bpmn", filecontent=content)


@frappe.whitelist(methods=["POST"])
def preview(process: str, content: str) -> dict[str, Any]:
	"""What a file would make of the working copy: counts, whether it is one of ours, the report as HTML.

	`content` is the file in base64. Needs write. Nothing is changed. Raises ValidationError naming the element.
	"""
	_load(process, "write")
	return _summary(_read(content))


@frappe.whitelist(methods=["POST"])
def fill(process: str, content: str) -> str:
	"""Replace the working copy by a file; the name of the process. Needs write. Nothing is published.

	Of a file that Liuwan Process did not write, steps and transitions are taken: the form and the policies stay.
	Code, title and place in the tree stay in any case.
	"""
	doc = _load(process, "write")
	working_copy.fill(doc, _document(doc, _read(content)))
	doc.drawing_places = None
	doc.save()
	return doc.name


@frappe.whitelist(methods=["POST"])
def preview_new(content: str) -> dict[str, Any]:
	"""What a file would become as a process of its own: `preview`, and its title and a code that is free. Needs create.

	`content` is the file in base64. Raises ValidationError naming the element.
	"""
	_require_create()
	reading = _read(content)
	code, title = reading.document["process"], reading.document["title"]
	taken = {code} if frappe.db.exists("Process", code) else set()
	return _summary(reading) | {"title": title, "code": "" if taken else code}


@frappe.whitelist(methods=["POST"])
def create(content: str, code: str, title: str) -> str:
	"""A new process from a file; its name. Needs create. Nothing is published."""
	_require_create()
	reading = _read(content)
	process = frappe.new_doc("Process")
	working_copy.fill(process, reading.document | {"process": code, "title": title})
	process.insert()
	return process.name


@frappe.whitelist(methods=["GET"])
def drawing(process: str) -> dict[str, Any]:
	"""The saved working copy to draw in: `xml`, `title`, `modified`, `language`, whether one may change it. Needs read."""
	doc = _load(process, "read")
	return {
		"xml": by_hand.to_draw(doc, frappe.local.lang).decode(),
		"title": _(doc.title),
		"language": frappe.local.lang,
		"modified": str(doc.modified),
		"may_change": bool(doc.has_permission("write")),
	}


@frappe.whitelist(methods=["POST"])
def save_drawing(process: str, xml: str, modified: str, language: str) -> dict[str, Any]:
	"""Put a drawing into the working copy: `drawing` as it is now, and the report as HTML. Needs write.

	What a drawing does not show stays as it was. `modified` and `language` are those with which it was opened. Raises
	TimestampMismatchError when somebody has changed it since, ValidationError naming the element.
	"""
	doc = _load(process, "write")
	by_hand.refuse_stale(doc, modified)
	if len(xml) > MOST_BYTES:
		frappe.throw(_("The file is larger than 4 MB"))
	with _told():
		notes = by_hand.take(doc, xml.encode(), language)
	doc.save()
	return drawing(doc.name) | {"report": bpmn_report.html(notes)}


def _summary(reading: Reading) -> dict[str, Any]:
	return {
		"steps": len(reading.document["steps"]),
		"transitions": len(reading.document["transitions"]),
		"ours": reading.ours,
		"report": bpmn_report.html(reading.notes),
	}


def _require_create() -> None:
	if not frappe.has_permission("Process", "create"):
		frappe.throw(_("Not permitted"), frappe.PermissionError)


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
		given = base64.b64decode(content, validate=True)
	except binascii.Error:
		frappe.throw(_("This is not an XML file"))
	with _told():
		return from_bpmn(given)


@contextmanager
def _told() -> Iterator[None]:
	"""Says to whoever asked what is wrong with a file, and where."""
	try:
		yield
	except DefinitionError as error:
		place = f"{error.where}: " if error.where else ""
		frappe.throw(f"{frappe.utils.escape_html(place)}{_(str(error))}", title=_("This file cannot be read"))


def _load(process: str, right: str) -> Any:
	doc = frappe.get_doc("Process", process)
	doc.check_permission(right)
	if doc.is_group:
		frappe.throw(_("{0} is a group and has no flow of its own").format(doc.title))
	return doc
