"""An announcement of a version: for exactly those whom it concerns."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document

from liuwan_process.process_library import impact
from liuwan_process.process_library.announcements import sending
from liuwan_process.telling.identity import acting_as

AT_ONCE, OFFICE_FIRST = "Sent at once", "The office looks at the list first"
Row = dict[str, Any]


def on_released(version: str) -> None:
	"""Make, and where the process says so send, the announcement of a version (hook `liuwan_version_released`)."""
	code = frappe.db.get_value("Process Version", version, "process_code")
	chosen = frappe.db.get_value("Process", code, ["reading", "read_within"], as_dict=True)
	if chosen.reading not in (AT_ONCE, OFFICE_FIRST) or frappe.db.exists(
		"Process Announcement", {"version": version}
	):
		return
	with acting_as("Administrator"):  # whoever released it need not have a right to announcements
		doc = draft(version)
		doc.within = chosen.read_within or doc.within
		doc.insert()
		if chosen.reading == AT_ONCE and doc.readers:
			sending.send(doc)


def draft(version: str) -> Document:
	"""A new Process Announcement with whoever does a step that is new or changed; not saved."""
	doc = frappe.new_doc("Process Announcement")
	doc.version = version
	doc.what_changed = frappe.db.get_value("Process Version", version, "note") or ""
	people = impact.kept(version)["people"]
	known = _known(list(people))
	for member in sorted(people):
		if member in known:
			doc.append(
				"readers", {"origin": "Concerned", "steps": "\n".join(people[member]), **known[member]}
			)
	doc.flags.by_app = True  # the origins were found by the app
	return doc


def _known(members: list[str]) -> dict[str, Row]:
	"""Those who still work here."""
	if not members:
		return {}
	wanted = {"name": ("in", members), "status": "Active"}
	rows = frappe.get_all("Staff Member", wanted, ["name", "staff_name", "org_unit"])
	return {r.name: {"staff": r.name, "staff_name": r.staff_name, "org_unit": r.org_unit} for r in rows}
