"""The way past the groups: publishing and retiring directly, which is the rule on a small site and an emergency elsewhere."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.engine import people
from liuwan_process.process_library.governance import levels
from liuwan_process.telling import notices

FLOW_FORM = "Process Release"
# Whom the flow asks beside the head of the responsible unit.
GROUPS = ("Process Promotion Group", "Process Office", "Process Leading Group")
BEGINNERS = ("Department Process Manager", "Process Office")


def is_on() -> bool:
	"""Whether processes are released by the groups."""
	return bool(frappe.get_cached_doc("Process Settings").released_by_groups)


def flow() -> str | None:
	"""The published process that runs releases."""
	return frappe.db.get_value("Process", {"document_type": FLOW_FORM, "status": "Published"})


def require_direct(process: Document, action: str, emergency: str = "") -> str:
	"""What to note of a direct publication or retirement; "" when that is the rule here.

	`emergency`: why it cannot wait for the groups; only a System Manager may give it. Raises PermissionError.
	"""
	levels.require(process.level, action)
	if not is_on():
		_require_free(process)
		return ""
	if not emergency.strip():
		message = _("Processes are released by the groups here: please send “{0}” for release")
		frappe.throw(message.format(_(process.title)), frappe.PermissionError)
	if "System Manager" not in frappe.get_roles():
		frappe.throw(
			_("Only a System Manager may go past the groups, in an emergency"), frappe.PermissionError
		)
	_require_free(process)
	return _("Emergency, past the groups: {0}").format(emergency.strip())


def _require_free(process: Document) -> None:
	if process.release:
		message = _("“{0}” is in the release {1}; it can be published when that has ended")
		frappe.throw(message.format(_(process.title), process.release))


def record_emergency(process: Document, note: str) -> None:
	"""The process keeps who went past the groups and why; the office is told."""
	process.add_comment("Info", frappe.utils.escape_html(note))
	title, person = process.title, frappe.utils.get_fullname(frappe.session.user)

	def words() -> str:
		return _("{0} went past the groups with “{1}”: {2}").format(person, _(title), note)

	notices.tell(people.administrators(), words, process)
	frappe.db.commit()  # what it is about has been committed already


def require_ready() -> None:
	"""Raises ValidationError when nobody could release anything once the groups have to."""
	if not flow():
		frappe.throw(_("The flow of releases is not published yet: press “Set Up the Release Flow” first"))
	if empty := [role for role in GROUPS if not people.holders(role)]:
		message = _("Nobody fills these process roles yet, so that no release could pass: {0}")
		frappe.throw(message.format(", ".join(map(_, empty))))
	if not any(people.holders(role) for role in BEGINNERS):
		message = _("Nobody fills the process role {0}, who sends processes for release")
		frappe.throw(message.format(_(BEGINNERS[0])))


def offer(process: Document) -> dict[str, Any]:
	"""What the Process form offers: {"direct", "release", "emergency"}."""
	action = levels.SET_UP if process.status != "Published" else levels.CHANGE
	allowed = process.has_permission("write") and levels.may_begin(process.level, action)
	on, free = is_on(), not process.release
	return {
		"direct": bool(allowed and free and not on),
		"release": bool(allowed and free and flow()),
		"emergency": bool(allowed and free and on and "System Manager" in frappe.get_roles()),
	}
