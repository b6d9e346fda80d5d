"""Versions of a process: compared, and put back as the working copy. For the desk."""

from typing import Any

import frappe
from frappe import _

from liuwan_process.engine.transaction import repeated
from liuwan_process.portal import environment
from liuwan_process.process_library.versions import restore, sides, view


@frappe.whitelist()
def comparison(process: str, before: str = "", after: str = "") -> dict[str, Any]:
	"""Two versions side by side: `html`, and what can be chosen: `sides` of {value, label}, `before`, `after`.

	Without a choice: the newest version with the one before it. Needs read.
	"""
	_load(process, "read")
	published = sides.versions(process)
	if not published:
		return {"sides": [], "before": "", "after": "", "html": ""}
	usual_before, after = sides.usual(process, published, after)
	before = before or usual_before
	shown = view.of(sides.side(process, before), sides.side(process, after), desk=True)
	html = environment.render("comparison_desk.html", {"comparison": shown})
	return {"sides": _sides(published), "before": before, "after": after, "html": html}


def _sides(published: list) -> list[dict[str, str]]:
	versions = [
		{"value": str(row.version), "label": _("Version {0}").format(row.version)} for row in published
	]
	return [{"value": sides.WORKING, "label": _("Working copy")}, *versions]


@frappe.whitelist()
def before_restoring(process: str) -> dict[str, Any]:
	"""Whether the working copy holds what no version has, and what that is. Needs write."""
	return restore.question(_load(process, "write"))


@frappe.whitelist(methods=["POST"])
def put_back(
	process: str,
	reason: str,
	version: str = "",
	restoration: str = "",
	modified: str = "",
	over_changes: bool = False,
) -> str:
	"""Make a version, or what an earlier restoring set aside, the working copy; the name of the Process Restoration.

	Needs write. Raises UnpublishedChanges unless `over_changes` says that what is there may be set aside.
	"""
	_load(process, "write")
	act, name = (restore.set_aside, restoration) if restoration else (restore.version, version)
	agreed = bool(frappe.utils.cint(over_changes))
	return repeated(lambda: act(process, name, reason, modified, agreed))


def _load(process: str, right: str) -> Any:
	doc = frappe.get_doc("Process", process)
	doc.check_permission(right)
	return doc
