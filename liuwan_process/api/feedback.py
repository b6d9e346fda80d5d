"""What readers of the library say of a process, and the answers. Every function acts for the session's user."""

import frappe

from liuwan_process.api.tasks import require_user
from liuwan_process.engine.transaction import repeated
from liuwan_process.process_improvement import suggestions
from liuwan_process.process_library.feedback import usefulness


@frappe.whitelist(methods=["POST"])
def suggest(process: str, request: str, step_title: str = "", kind: str = "Suggestion") -> str:
	"""File a suggestion or complaint about a process; the name of its Process Change Request."""
	require_user()
	values = {"process_code": process, "request": request, "step_title": step_title, "kind": kind}
	return repeated(lambda: frappe.get_doc(doctype="Process Change Request", **values).insert().name)


@frappe.whitelist(methods=["POST"])
def answer_suggestion(name: str, status: str, answer: str) -> None:
	"""Answer a suggestion about a process that I answer for: "Answered", "Accepted" or "Declined"."""
	require_user()
	repeated(lambda: suggestions.answer(name, status, answer))


@frappe.whitelist(methods=["POST"])
def comment(process: str, text: str, answer_to: str = "") -> str:
	"""Ask or say something on a process's page, or answer there; the name of the Process Comment."""
	require_user()
	values = {"process_code": process, "text": text, "answer_to": answer_to or None}
	return repeated(lambda: frappe.get_doc(doctype="Process Comment", **values).insert().name)


@frappe.whitelist(methods=["POST"])
def hide(comment: str, reason: str) -> None:
	"""Take a comment off the page (process office)."""
	require_user()
	repeated(lambda: _moderate(comment, 1, reason))


@frappe.whitelist(methods=["POST"])
def show(comment: str) -> None:
	"""Put a comment back on the page (process office)."""
	require_user()
	repeated(lambda: _moderate(comment, 0, ""))


def _moderate(name: str, hidden: int, reason: str) -> None:
	doc = frappe.get_doc("Process Comment", name)
	doc.check_permission("write")
	doc.update({"hidden_by_office": hidden, "why_hidden": reason})
	doc.save()


@frappe.whitelist(methods=["POST"])
def vote(process: str, useful: bool) -> None:
	"""Whether the page of a process was useful to me; I may change my mind."""
	require_user()
	repeated(lambda: usefulness.vote(process, bool(frappe.utils.cint(useful))))
