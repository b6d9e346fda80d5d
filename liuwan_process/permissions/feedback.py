"""Who sees and answers what readers say of processes.

Suggestions: whoever filed it, whoever answers for the process, and the desk's readers; a process manager those of
processes that he or she may change or answers for. Comments: in lists the own ones; the library's page shows the others.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from liuwan_process.permissions.runs import SEES_ALL
from liuwan_process.process_library.feedback import answering
from liuwan_process.setup.role_permissions import ANALYST, LEADER, PROMOTER

ALL = {*SEES_ALL, LEADER, PROMOTER, ANALYST}
OFFICE = {"Process Administrator", "System Manager"}


def _has(user: str, roles: set[str]) -> bool:
	return user == "Administrator" or bool(roles & set(frappe.get_roles(user)))


def suggestions_query(user: str | None = None) -> str:
	"""SQL: suggestions that a user sees; empty when all are."""
	user = user or frappe.session.user
	if _has(user, ALL):
		return ""
	own = f"`tabProcess Change Request`.`filed_by` = {frappe.db.escape(user)}"
	codes = ", ".join(frappe.db.escape(code) for code in answering.processes_of(user))
	return f"({own} or `tabProcess Change Request`.`process_code` in ({codes}))" if codes else own


def may_use_suggestion(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	if ptype == "create":
		return True
	answers = answering.may_answer(doc.process_code, user)
	if ptype in ("write", "share", "delete"):
		return answers
	return answers or doc.filed_by == user or _has(user, ALL)


def comments_query(user: str | None = None) -> str:
	"""SQL: comments that a user sees in lists."""
	user = user or frappe.session.user
	return "" if _has(user, ALL) else f"`tabProcess Comment`.`author` = {frappe.db.escape(user)}"


def may_use_comment(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	if ptype == "create":
		return True
	if ptype in ("write", "share", "delete"):
		return _has(user, OFFICE)
	return doc.author == user or _has(user, ALL)
