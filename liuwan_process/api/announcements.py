"""Announcements of new versions: what publication touches, whom it concerns, who is asked. For the desk."""

from typing import Any

import frappe
from frappe import _

from liuwan_process.api.tasks import given_list
from liuwan_process.permissions.office import require_office
from liuwan_process.process_library import impact_view
from liuwan_process.process_library.announcements import making, progress, reading, sending


@frappe.whitelist()
def touches(process: str) -> str:
	"""What publishing the working copy would touch, as HTML. Needs read."""
	doc = frappe.get_doc("Process", process)
	doc.check_permission("read")
	return impact_view.of_working_copy(doc)


@frappe.whitelist()
def touched(version: str) -> str:
	"""What a version touched when it came into force, as HTML. Needs read."""
	frappe.get_doc("Process Version", version).check_permission("read")
	return impact_view.of_version(version)


@frappe.whitelist(methods=["POST"])
def prepare(version: str) -> str:
	"""A draft that asks those whom a version concerns to read it; its name. Needs write on the process.

	One that is there already is named again.
	"""
	_process_of(version).check_permission("write")
	existing = frappe.db.exists("Process Announcement", {"version": version})
	return existing or making.draft(version).insert().name


@frappe.whitelist(methods=["POST"])
def send(announcement: str) -> None:
	"""Ask everybody on the list. Needs write."""
	sending.send(_load(announcement))


@frappe.whitelist(methods=["POST"])
def close(announcement: str) -> None:
	"""Ask and remind nobody any more. Needs write."""
	sending.close(_load(announcement))


@frappe.whitelist()
def standing(announcement: str) -> str:
	"""How many have read it, as HTML. Needs read."""
	frappe.get_doc("Process Announcement", announcement).check_permission("read")
	return progress.html(announcement)


@frappe.whitelist(methods=["POST"])
def record_on_paper(acknowledgements: list | str, reason: str) -> int:
	"""Note that people have read it on paper (process office); how many. Those who have read it already are left out."""
	require_office()
	return reading.record_on_paper(given_list(acknowledgements), reason)


def _load(announcement: str) -> Any:
	doc = frappe.get_doc("Process Announcement", announcement, for_update=True)
	doc.check_permission("write")
	return doc


def _process_of(version: str) -> Any:
	code = frappe.db.get_value("Process Version", version, "process_code")
	if not code:
		frappe.throw(_("There is no version {0}").format(version), frappe.DoesNotExistError)
	return frappe.get_doc("Process", code)
