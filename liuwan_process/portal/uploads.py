"""Files that people put into forms: kept private, theirs until the form is submitted, then the form's."""

from __future__ import annotations

from mimetypes import guess_type

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.handler import ALLOWED_MIMETYPES
from frappe.utils import cint
from werkzeug.datastructures import FileStorage

PICTURES = ("image/webp", "image/heic", "image/heif", "image/gif")
MEGABYTE = 1024 * 1024


def keep(upload: FileStorage) -> File:
	"""Store an upload of the session's user. Raises ValidationError for a file that is too large or of another kind."""
	content = upload.stream.read()
	name = (upload.filename or "").replace("\\", "/").rsplit("/", 1)[-1][:120]
	_check(name, content)
	file = frappe.get_doc(
		{"doctype": "File", "file_name": name, "is_private": 1, "content": content, "folder": "Home"}
	)
	return file.insert()


def most_megabytes() -> int:
	return (cint(frappe.conf.get("max_file_size")) or 10 * MEGABYTE) // MEGABYTE


def _check(name: str, content: bytes) -> None:
	if not name or not content:
		frappe.throw(_("This file is empty; please choose another one"))
	if len(content) > most_megabytes() * MEGABYTE:
		frappe.throw(_("This file is too large; at most {0} MB").format(most_megabytes()))
	if guess_type(name)[0] not in (*ALLOWED_MIMETYPES, *PICTURES):
		frappe.throw(_("Only pictures, PDF, text and office documents can be uploaded"))
