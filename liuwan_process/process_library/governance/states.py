"""Where a process stands, in words and colour: draft, in release, approved, published, retired."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, formatdate, get_link_to_form

from liuwan_process.process_library.governance import candidates

# Fields of Process that nobody writes by hand.
FACTS = (
	"release",
	"release_state",
	"in_force_from",
	"review_due",
	"reviewed_on",
	"reviewed_by",
	"review_told",
	"review_told_on",
)
COLOURS = {"Draft": "gray", "Published": "green", "Retired": "orange"}


def of(row: dict[str, Any]) -> tuple[str, str]:
	"""(words, colour of Frappe's indicators) of a row with status, release_state and in_force_from."""
	if row.get("release_state") == "Approved" and row.get("in_force_from"):
		return _("Approved, in force from {0}").format(formatdate(row["in_force_from"])), "purple"
	if row.get("release_state") == "Approved":
		return _("Approved"), "purple"
	if row.get("release_state") == "In Release":
		return _("In release"), "blue"
	return _(row.get("status") or "Draft"), COLOURS[row.get("status") or "Draft"]


def note(process: Any) -> dict[str, Any]:
	"""What the Process form says of the release that the process is in: {"state", "colour", "note" as HTML}."""
	words, colour = of(process.as_dict())
	if not process.release:
		return {"state": words, "colour": colour, "note": ""}
	link = get_link_to_form("Process Release", process.release)
	said = [_("{0} in {1}").format(escape_html(words), link)]
	frozen = frappe.db.get_value(
		"Process Release Item",
		{"parent": process.release, "process_code": process.name},
		["candidate", "action"],
	)
	candidate, action = frozen or (None, None)
	if action == "Retire":
		said.append(_("The process is to be retired."))
	elif candidate and candidates.has_moved_on(candidate):
		said.append(
			_(
				"The working copy has changed since it was sent. What was sent is what is approved and published."
			)
		)
	else:
		said.append(_("The working copy is what was sent."))
	return {"state": words, "colour": colour, "note": " · ".join(said)}
