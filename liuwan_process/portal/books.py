"""Released editions of the compendium as pages: which there are, contents by part, each process as it was then."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import frappe
from frappe import _

from liuwan_process.engine.versions import get_definition, get_definitions
from liuwan_process.portal import drawing, times
from liuwan_process.portal.answer import Page
from liuwan_process.process_library import library
from liuwan_process.process_library.compendium import changes, scope, words
from liuwan_process.process_library.compendium.changes import REMOVED
from liuwan_process.process_library.ties import Reader

ROOM = "library"
DOCTYPE = "Process Compendium"
FIELDS = ["name", "title", "year", "status", "language", "released_on", "made_on", "previous_edition"]
FIELDS += ["process_count", "page_count", "new_count", "changed_count", "removed_count", "foreword"]
FIELDS += ["arranged_by"]
ENTRY = ["process_code", "number", "title", "version", "previous_version", "chapter", "level", "org_unit"]
ENTRY += ["owner_name", "description", "change", "changes", "page"]
Row = frappe._dict


def page() -> Page:
	"""All released editions, the newest first."""
	rows = frappe.get_all(DOCTYPE, {"status": "Released"}, FIELDS, order_by="year desc, released_on desc")
	return Page("books.html", _("Compendiums"), {"rows": [_edition(row) for row in rows]}, room=ROOM)


def _released(name: str) -> Row:
	row = frappe.db.get_value(DOCTYPE, {"name": name, "status": "Released"}, FIELDS, as_dict=True)
	if not row:
		raise frappe.DoesNotExistError
	return row


def _edition(row: Row) -> dict[str, Any]:
	return {
		"name": row.name,
		"title": f"{_(row.title)} {row.year}",
		"released": _("Released on {0}").format(times.day(row.released_on.date())),
		"counts": _("{0} processes, {1} pages").format(row.process_count, row.page_count),
		"language": row.language,
	}


def edition(name: str) -> Page:
	"""Contents by part; with words to search for (`q`), what they find in it."""
	row = _released(name)
	asked = str(frappe.form_dict.get("q") or "").strip()[:100]
	entries = frappe.get_all("Process Compendium Entry", {"parent": name}, ENTRY, order_by="idx", limit=0)
	shown = [entry for entry in entries if _is_found(entry, asked)]
	context = {
		"edition": _edition(row),
		"foreword": row.foreword,
		"search": asked,
		"chapters": _chapters([e for e in shown if e.change != REMOVED], row.arranged_by == scope.BY_DOMAIN),
		"removed": [_line(entry) for entry in shown if entry.change == REMOVED],
		"counts": [
			(word, count)
			for word, count in (
				(_("New"), row.new_count),
				(_("Changed"), row.changed_count),
				(_("Removed"), row.removed_count),
			)
			if row.previous_edition
		],
	}
	return Page("book.html", context["edition"]["title"], context, room=ROOM)


def _is_found(entry: Row, asked: str) -> bool:
	key = library.key(entry.title, entry.process_code, entry.number)
	return all(word in key for word in asked.lower().split())


def _chapters(entries: list[Row], by_domain: bool) -> list[dict[str, Any]]:
	return [
		{"title": scope.chapter_title(chapter or "", by_domain), "rows": [_line(entry) for entry in group]}
		for chapter, group in groupby(entries, lambda entry: entry.chapter)
	]


def _line(entry: Row) -> dict[str, Any]:
	return {
		"code": entry.process_code,
		"number": entry.number,
		"title": _(entry.title),
		"change": entry.change or "",
		"page": entry.page,
	}


def process(name: str, code: str) -> Page:
	"""A process in the version that the edition holds."""
	row = _released(name)
	filters = {"parent": name, "process_code": code, "change": ("!=", REMOVED)}
	entry = frappe.db.get_value("Process Compendium Entry", filters, ENTRY, as_dict=True)
	if not entry:
		raise frappe.DoesNotExistError
	definition = get_definition(entry.version)
	found = _changes(entry)
	context = {
		"edition": _edition(row),
		"entry": _line(entry) | {"description": _(entry.description) if entry.description else ""},
		"facts": _facts(entry),
		"drawing": drawing.drawings(entry.version),
		"changes": words.said(definition, found) if found else "",
		"steps": words.step_rows(definition, found, Reader(definition.steps)),
		"is_current": frappe.db.get_value("Process", code, "current_version") == entry.version,
	}
	return Page("book_process.html", f"{entry.number} {_(entry.title)}", context, room=ROOM)


def _changes(entry: Row) -> changes.Changes:
	if not entry.change or not entry.previous_version or entry.previous_version == entry.version:
		return changes.Changes()
	both = get_definitions([entry.previous_version, entry.version])
	return changes.between(both[entry.previous_version], both[entry.version])


def _facts(entry: Row) -> list[tuple[str, str]]:
	version = frappe.db.get_value("Process Version", entry.version, ["version", "published_on"])
	rows = [
		(_("Level"), _(entry.level)),
		(_("Responsible Unit"), _(entry.org_unit) if entry.org_unit else ""),
		(_("Process Owner"), entry.owner_name),
		(_("Version"), _("V{0}, since {1}").format(version[0], times.day(version[1].date()))),
		(_("Page in the book"), str(entry.page)),
	]
	return [(label, text) for label, text in rows if text]
