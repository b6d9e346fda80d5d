"""Everybody reads and changes the own Process Notification Choice; the process office everybody's."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

OFFICE = {"Process Administrator", "System Manager"}


def _is_office(user: str) -> bool:
	return user == "Administrator" or bool(OFFICE & set(frappe.get_roles(user)))


def query(user: str | None = None) -> str:
	user = user or frappe.session.user
	return "" if _is_office(user) else f"`tabProcess Notification Choice`.`user` = {frappe.db.escape(user)}"


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	return _is_office(user) or doc.user == user
