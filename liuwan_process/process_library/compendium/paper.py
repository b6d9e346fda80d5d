"""What a press needs to know of the site, and where a finished book is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.translate import get_all_translations

import liuwan_process
from liuwan_process.printing import fonts

TEMPLATES = Path(liuwan_process.__file__).parent / "templates" / "print"
ASCII = "".join(map(chr, range(32, 127)))
DOCTYPE = "Process Compendium"
DRAWN = "≥≤≠×·…—"


def language() -> str:
	return "zh-CN" if (frappe.local.lang or "").startswith("zh") else "en"


def setup(contexts: list[dict]) -> dict[str, Any]:
	"""What `press.Press` takes: style, translations, and fonts with the characters of these contexts."""
	words = get_all_translations(frappe.local.lang)
	written = {text for context in contexts for text in _texts(context)}
	labels = _labels()
	printed = [words[text] for text in written if text in words]
	printed += [said for source, said in words.items() if source in labels]
	characters = "".join({*"".join(written), *"".join(printed), *ASCII, *DRAWN})
	return {
		"css": style(),
		"fonts": fonts.style(characters),
		"words": words,
		"language": language(),
	}


def style() -> str:
	sheets = ("book.css", "handbook.css")
	return "\n".join((TEMPLATES / sheet).read_text(encoding="utf-8") for sheet in sheets)


def _texts(value: Any) -> Iterator[str]:
	"""All strings in a context."""
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		yield from (text for each in value.values() for text in _texts(each))
	elif isinstance(value, Iterable):
		yield from (text for each in value for text in _texts(each))


def _labels() -> str:
	"""The text of everything that writes words of its own into a book."""
	sources = [*TEMPLATES.glob("book_*.html"), *TEMPLATES.glob("handbook*.html")]
	package = Path(liuwan_process.__file__).parent
	sources += [package / "definition" / "svg.py", package / "definition" / "drawing" / "wording.py"]
	sources += (package / "process_library" / "compendium").glob("*.py")
	return "\n".join(source.read_text(encoding="utf-8") for source in sources)


def keep(doc: Any, content: bytes) -> str:
	"""Keep the book as a private file of its document, in place of the one made before; its address.

	Only this writes it, and it may be larger than what people may upload.
	"""
	forget(doc)
	name = f"{doc.name}-{frappe.generate_hash(length=8)}.pdf"
	path = Path(frappe.get_site_path("private", "files", name))
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_bytes(content)
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": name,
			"file_url": f"/private/files/{name}",
			"is_private": 1,
			"file_size": len(content),
			"folder": "Home/Attachments",
			"attached_to_doctype": doc.doctype,
			"attached_to_name": doc.name,
			"attached_to_field": "edition_file",
		}
	)
	file.db_insert()  # Frappe would read it again and hold it to the size of uploads
	return file.file_url


def forget(doc: Any) -> None:
	"""Remove the book that was made before."""
	filters = {
		"attached_to_doctype": doc.doctype,
		"attached_to_name": doc.name,
		"attached_to_field": "edition_file",
	}
	for name in frappe.get_all("File", filters, pluck="name"):
		frappe.delete_doc("File", name, ignore_permissions=True, force=True)  # of a book not released


def content(doc: Any) -> bytes:
	"""The book of a document. Raises ValidationError when the file is not the one that was made."""
	name = Path(doc.edition_file or "").name
	path = Path(frappe.get_site_path("private", "files", name))
	found = path.read_bytes() if name and path.exists() else b""
	if hashlib.sha256(found).hexdigest() != doc.checksum:
		frappe.throw(
			_("The file of {0} is not the one that was made: it is missing or has been altered.").format(
				doc.name
			)
		)
	return found


def guard(file: Any, *_event: Any) -> None:
	"""Hook: the book of a released edition is neither changed nor removed. Raises ValidationError."""
	if file.attached_to_doctype != DOCTYPE or file.is_new():
		return
	if frappe.db.get_value(DOCTYPE, file.attached_to_name, "status") == "Released":
		frappe.throw(_("This is the book of a released edition: it stays as it is"))
