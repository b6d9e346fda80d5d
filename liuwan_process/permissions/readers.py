"""Who sees that somebody was asked to read something, and who asks.

A person sees the own acknowledgements; who reads reports, those of the units that the reports show. An announcement is
changed by whoever may change its process; it holds the answers of the quiz, so that nobody else but the desk reads it.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from liuwan_process.analytics.scope import reader_units

WATCHING = ("read", "select", "print", "export", "report", "email")
CHANGES = ("write", "create", "delete", "share")


def acknowledgements_query(user: str | None = None) -> str:
	"""SQL: acknowledgements that a user sees; empty when all are."""
	user = user or frappe.session.user
	units = reader_units(user)
	if units is None:
		return ""
	own = f"`tabProcess Acknowledgement`.`user` = {frappe.db.escape(user)}"
	if not units:
		return own
	names = ", ".join(frappe.db.escape(unit) for unit in units)
	return f"({own} or `tabProcess Acknowledgement`.`org_unit` in ({names}))"


def may_see_acknowledgement(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Nobody writes; the reader and those who see the reader's unit in reports read."""
	user = user or frappe.session.user
	if ptype not in WATCHING:
		return False
	units = reader_units(user)
	return units is None or doc.user == user or doc.org_unit in units


def may_use_announcement(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Narrows what the roles give."""
	if ptype not in CHANGES or not doc.get("process_code"):
		return True
	return frappe.has_permission("Process", "write", doc.process_code, user=user or frappe.session.user)
