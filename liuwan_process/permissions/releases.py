"""Who may write a release: who began it, the office, and whoever the engine has given it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from liuwan_process.process_library.governance import levels

if TYPE_CHECKING:
	from frappe.model.document import Document

READING = ("read", "select", "report", "export", "print", "email")


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Narrows what the roles give; reading is left to them."""
	user = user or frappe.session.user
	if ptype in (*READING, "create") or not doc.get("owner") or doc.owner == user or levels.is_office(user):
		return True
	shared = {"share_doctype": doc.doctype, "share_name": doc.name, "user": user, "write": 1}
	return ptype == "write" and bool(frappe.db.exists("DocShare", shared))
