"""Regulations for all staff: those in force, and each with its clauses and where it is applied."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import format_date

from liuwan_process.portal.answer import Page
from liuwan_process.process_library import regulations, where_used
from liuwan_process.process_library.library import key

ROOM = "library"
MOST = 200
Row = dict[str, Any]


def listed() -> Page:
	"""Those in force; with words to search for (`q`), the ones in whose title, number or spelling they all are."""
	words = str(frappe.form_dict.get("q") or "")[:100].strip()
	rows = frappe.get_all(
		"Regulation", {"status": "In Force"}, regulations.FIELDS, order_by="number", limit=0
	)
	rows = [row for row in rows if regulations.is_in_force(row)]
	found = [row for row in rows if all(word in key(row.title, row.number) for word in words.lower().split())]
	context = {
		"search": words,
		"regulations": [_entry(row) for row in found[:MOST]],
		"more": len(found) - MOST,
		"any": bool(rows),
	}
	return Page("regulations.html", _("Regulations"), context, room=ROOM)


def page(name: str) -> Page:
	"""One of them; drafts are not there. Raises DoesNotExistError."""
	found = regulations.read([name])
	row = found.get(name)
	if row is None or row.status == "Draft":
		raise frappe.DoesNotExistError
	current = regulations.binding(found).get(name)
	context = {
		**_entry(row),
		"kind": _(row.kind),
		"in_force": regulations.is_in_force(row),
		"status": _(row.status),
		"since": format_date(row.effective_from) if row.effective_from else "",
		"until": format_date(row.effective_until) if row.effective_until else "",
		"file": row.file or "",
		"description": _(frappe.db.get_value("Regulation", name, "description") or ""),
		"current": _entry(current) if current and current.name != name else None,
		"clauses": _clauses(row),
		"processes": _processes(name),
	}
	return Page("regulation.html", _(row.title), context, room=ROOM)


def _entry(row: Row) -> Row:
	return {
		"address": f"/process/library/regulation/{quote(row.name)}",
		"title": _(row.title),
		"number": row.number,
		"version": row.version,
		"unit": _(row.org_unit) if row.org_unit else "",
	}


def _clauses(row: Row) -> list[Row]:
	return [
		{"number": number, "title": _(clause["title"]), "text": _(clause["text"])}
		for number, clause in row.clauses.items()
	]


def _processes(name: str) -> list[Row]:
	"""{code, title, steps: ["title (clause)"]} of the processes that name it."""
	steps: dict[tuple[str, str], list[str]] = defaultdict(list)
	for use in where_used.of("Regulation", name):
		said = _(use.step_title)
		steps[use.process, use.process_title].append(f"{said} ({use.clause})" if use.clause else said)
	return [{"code": code, "title": _(title), "steps": found} for (code, title), found in steps.items()]
