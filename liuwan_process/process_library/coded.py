"""Records that processes name by a code: made from the title once, and kept whatever the title becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import frappe
from frappe import _

from liuwan_process.process_library import slugs, where_used

if TYPE_CHECKING:
	from frappe.model.document import Document

CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def give(doc: Document) -> None:
	"""A code for a new record. Raises ValidationError for one that cannot be used."""
	doc.title = (doc.title or "").strip()
	doc.code = (doc.code or "").strip() or _of_title(doc)
	if not CODE.fullmatch(doc.code):
		frappe.throw(_("The code {0} may hold letters, digits and single hyphens only").format(doc.code))


def refuse_if_used(doc: Document) -> None:
	"""What a published process names stays. Raises LinkExistsError that names the process."""
	used = where_used.of(doc.doctype, doc.name)
	if used:
		message = _("{0} is named by the process {1} and cannot be deleted")
		frappe.throw(message.format(doc.title, used[0].process_title), frappe.LinkExistsError)


def _of_title(doc: Document) -> str:
	wanted = slugs.slug(doc.title).upper().replace("_", "-") or "ITEM"
	like = frappe.get_all(doc.doctype, {"name": ("like", f"{wanted}%")}, pluck="name")
	return slugs.unused(wanted, like).replace("_", "-")
