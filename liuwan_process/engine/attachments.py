"""Files in forms: nobody puts one there that he may not read, and everybody who sees the form may read it.

Frappe attaches whatever address stands in an Attach field to the document, whoever wrote it there, and where the file
belongs to another document already it makes a copy that everybody can read. So files are checked, and attached before
Frappe looks; it leaves alone what is attached. Files in the rows of a table it does not attach at all.
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
FOLDER = "Home/Attachments"
MOST = 10  # files of one comment


def check(doc: Document, before: Document | None) -> None:
	"""Raises EngineError when a file was put into a form by somebody who may not read it."""
	known = {url for _row, _field, url in _files(before)} if before else set()
	for _row, field, url in _files(doc):
		if url not in known and not _is_readable(url):
			message = _("Please upload the file for “{0}” again").format(_(field.label))
			frappe.throw(message, EngineError, title=_(field.label))


def attach(doc: Document, _method: str | None = None) -> None:
	"""Make the files of a form its own. Hook `after_insert`; for a form that exists the guard calls it before a save."""
	if doc.doctype not in forms():
		return
	for row, field, url in _files(doc):
		place = {
			"attached_to_doctype": doc.doctype,
			"attached_to_name": doc.name,
			"attached_to_field": field.fieldname if row is doc else None,
		}
		if not frappe.db.exists("File", {"file_url": url, **{k: v for k, v in place.items() if v}}):
			_take(url, place)


def give(urls: list[str], doctype: str, name: str) -> None:
	"""Attach files to a record, so that everybody who may read it may read them.

	Raises EngineError for a file that the person may not read, and for more than `MOST`.
	"""
	if len(urls) > MOST:
		frappe.throw(_("At most {0} files can be sent with a comment").format(MOST), EngineError)
	for url in urls:
		if not _is_readable(url):
			frappe.throw(_("Please upload the file again"), EngineError)
		_take(url, {"attached_to_doctype": doctype, "attached_to_name": name, "attached_to_field": None})


def _take(url: str, place: dict[str, str | None]) -> None:
	"""Attach the upload that the person made for this, or else one more record of the same stored file."""
	mine = {"file_url": url, "owner": frappe.session.user, "attached_to_name": ("is", "not set")}
	if upload := frappe.db.get_value("File", mine):
		frappe.db.set_value("File", upload, place, update_modified=False)
		return
	private = int(url.startswith(PLACES[0]))
	file = frappe.get_doc(
		{"doctype": "File", "file_url": url, "is_private": private, "folder": FOLDER, **place}
	)
	file.insert(ignore_permissions=True)  # check() has made sure that whoever wrote it may read it
	if file.file_url != url:  # another file with the same content: Frappe keeps one of them
		file.db_set("file_url", url, update_modified=False)


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


def hidden_urls(doctype: str, name: str, hidden: set[str]) -> set[str]:
	"""Addresses of the files that stand in hidden fields and columns of a form, and nowhere else in it."""
	doc = frappe.get_doc(doctype, name)
	found: dict[bool, set[str]] = {True: set(), False: set()}
	for row, field, url in _files(doc):
		path = field.fieldname if row is doc else f"{row.parentfield}.{field.fieldname}"
		found[path in hidden or (row is not doc and row.parentfield in hidden)].add(url)
	return found[True] - found[False]
