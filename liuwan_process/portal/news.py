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
HANDBOOK = "Job Handbook Issue"


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
	"""Where what a notification is about is read, by its document."""
	addresses = {key: f"/process/run/{run}" for key, run in _runs(found).items()}
	issues = [(row.document_type, row.document_name) for row in found if row.document_type == HANDBOOK]
	return addresses | {key: f"/process/handbook?issue={key[1]}" for key in issues}


def _runs(found: list[Row]) -> dict[tuple[str, str], str]:
	"""Runs of the forms that notifications name; one statement."""
	names = [row.document_name for row in found]
	fields = ["name", "document_type", "document_name"]
	rows = frappe.get_all("Process Instance", {"document_name": ("in", names)}, fields) if names else []
	return {(row.document_type, row.document_name): row.name for row in rows}


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
