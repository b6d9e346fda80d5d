"""Files in forms: nobody puts one there that he may not read, and everybody who sees the form may read it.

Frappe attaches whatever address stands in an Attach field to the document, whoever wrote it there; without the check
one could read any private file by naming its address in a form of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.versions import forms

TYPES = ("Attach", "Attach Image")
PLACES = ("/private/files/", "/files/")


def check(doc: Document, before: Document | None) -> None:
	"""Raises EngineError when a file was put into a form by somebody who may not read it."""
	known = {url for _row, _field, url in _files(before)} if before else set()
	for _row, field, url in _files(doc):
		if url not in known and not _is_readable(url):
			message = _("Please upload the file for “{0}” again").format(_(field.label))
			frappe.throw(message, EngineError, title=_(field.label))


def attach_rows(doc: Document, _method: str | None = None) -> None:
	"""Hook `on_update`: what stands in a form's tables belongs to the form too. Frappe does this for its own fields."""
	if doc.doctype not in forms():
		return
	urls = {url for row, _field, url in _files(doc) if row is not doc}
	place = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	for url in urls - _attached(urls, place):
		file = frappe.get_doc({"doctype": "File", "file_url": url, "folder": "Home/Attachments", **place})
		file.insert(ignore_permissions=True)  # check() has made sure that whoever wrote it may read it


def _attached(urls: set[str], place: dict[str, str]) -> set[str]:
	if not urls:
		return set()
	return set(frappe.get_all("File", {"file_url": ("in", list(urls)), **place}, pluck="file_url"))


def _files(doc: Document) -> Iterator[tuple[Document, Any, str]]:
	"""(document or row, field, address) of everything that is attached."""
	for row in (doc, *_rows(doc)):
		for field in row.meta.get("fields", {"fieldtype": ("in", TYPES)}):
			if url := row.get(field.fieldname):
				yield row, field, url


def _rows(doc: Document) -> Iterator[Document]:
	for table in doc.meta.get_table_fields():
		yield from doc.get(table.fieldname) or []


def _is_readable(url: str) -> bool:
	if not isinstance(url, str) or not url.startswith(PLACES):
		return False
	names = frappe.get_all("File", {"file_url": url}, pluck="name", limit=50)
	return any(frappe.get_doc("File", name).is_downloadable() for name in names)
