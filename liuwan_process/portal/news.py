"""What somebody was told of and how the person chooses to be told, for the own page."""

from __future__ import annotations

import html
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from liuwan_process.portal import times
from liuwan_process.telling import events, readers

Row = dict[str, Any]
SHOWN = 5
# Pages of what people are told of besides runs.
PAGES = {
	"Process Acknowledgement": "/process/reading/{0}",
	"Job Handbook Issue": "/process/handbook?issue={0}",
}
# Pages of processes on which people say something.
SAID = ("Process Comment", "Process Change Request")


def latest(user: str, now: datetime) -> list[Row]:
	"""The newest notifications of the app: `words`, `address`, `when`, `exact`."""
	fields = ["subject", "creation", "document_type", "document_name"]
	filters = {"for_user": user, "type": "Alert", "document_name": ("is", "set")}
	found = frappe.get_all(
		"Notification Log", filters, fields, order_by="creation desc", limit_page_length=SHOWN
	)
	addresses = _addresses(found)
	return [
		{
			"words": html.unescape(row.subject),
			"address": addresses[key],
			"when": times.when(row.creation, now),
			"exact": times.exact(row.creation),
		}
		for row in found
		if (key := (row.document_type, row.document_name)) in addresses
	]


def _addresses(found: list[Row]) -> dict[tuple[str, str], str]:
	"""Where to read on, by what notifications name: the run of a form, or a page of its own."""
	names = [row.document_name for row in found]
	fields = ["name", "document_type", "document_name"]
	rows = frappe.get_all("Process Instance", {"document_name": ("in", names)}, fields) if names else []
	runs = {(row.document_type, row.document_name): f"/process/run/{row.name}" for row in rows}
	own = {(row.document_type, row.document_name) for row in found if row.document_type in PAGES}
	said = {key: address for kind in SAID for key, address in _said(kind, found).items()}
	return runs | said | {(kind, name): PAGES[kind].format(name) for kind, name in own}


def _said(kind: str, found: list[Row]) -> dict[tuple[str, str], str]:
	"""Pages of the processes that something was said of; a statement where there is any."""
	names = [row.document_name for row in found if row.document_type == kind]
	rows = frappe.get_all(kind, {"name": ("in", names)}, ["name", "process_code"]) if names else []
	return {(kind, row.name): f"/process/library/{row.process_code}" for row in rows}


def choices(user: str) -> list[Row]:
	"""One line for each event: `title`, and `app` and `email` as (field, whether it is chosen)."""
	reader = readers.one(user)
	chosen = reader.chosen if reader else frozenset()
	return [
		{"title": title, "app": _choice(event, "desk", chosen), "email": _choice(event, "email", chosen)}
		for event, title in _titles().items()
	]


def _choice(event: str, channel: str, chosen: frozenset[str]) -> tuple[str, bool]:
	field = f"{event}_{channel}"
	return field, field in chosen


def _titles() -> dict[str, str]:
	return {
		"task": _("Tasks"),
		"copy": _("Copies"),
		"urge": _("Being Asked to Hurry"),
		"ended": _("Own Requests That Ended"),
		"near": _("Tasks Due Soon"),
		"late": _("Overdue Tasks"),
		"comment": _("Comments and Mentions"),
		events.DIGEST: _("Daily Digest"),
	}
