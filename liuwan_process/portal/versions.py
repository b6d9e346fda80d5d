"""Versions of a process in the library: who published them, when and why, and two of them side by side."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import format_date

from liuwan_process.portal.answer import Page
from liuwan_process.process_library import library
from liuwan_process.process_library.versions import sides, view

ROOM = "library"
Row = dict[str, Any]


def page(code: str) -> Page:
	"""All published versions, the newest first."""
	tree, row = _process(code)
	published = sides.versions(code)
	context = {
		"line": [*tree.line(code), row],
		"row": row,
		"versions": [_line(code, published, number) for number in range(len(published))],
	}
	return Page("library_versions.html", _("Versions of {0}").format(row.title), context, room=ROOM)


def compare(code: str) -> Page:
	"""Two published versions (`before`, `after`: their numbers), by default the newest with the one before it."""
	tree, row = _process(code)
	published = sides.versions(code)
	before, after = sides.usual(code, published, _number("after"))
	before = _number("before") or before
	context = {
		"line": [*tree.line(code), row],
		"row": row,
		"choices": [str(version.version) for version in published],
		"before": before,
		"after": after,
		"comparison": view.of(sides.side(code, before), sides.side(code, after)),
	}
	return Page("library_compare.html", _("What changed in {0}").format(row.title), context, room=ROOM)


def _process(code: str) -> tuple[library.Tree, Row]:
	tree = library.Tree(past=code)
	row = tree.rows.get(code)
	if row is None or row.is_group:
		raise frappe.DoesNotExistError
	return tree, row


def _number(name: str) -> str:
	given = str(frappe.form_dict.get(name) or "")
	return given if given.isdigit() else ""


def _line(code: str, published: list[Row], number: int) -> Row:
	version = published[number]
	earlier = published[number + 1].version if number + 1 < len(published) else None
	query = f"before={earlier}&after={version.version}"
	return {
		"title": _("Version {0}").format(version.version),
		"current": version.status == "Current",
		"person": version.person or "",
		"on": format_date(version.published_on),
		"note": version.note or "",
		"address": f"/process/library/{code}/compare?{query}" if earlier else "",
	}
