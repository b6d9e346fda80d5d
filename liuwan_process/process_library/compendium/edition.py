"""An edition before it is printed: its processes with their pinned versions, and what has changed since the last one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import frappe

from liuwan_process.definition.model import Definition
from liuwan_process.engine.versions import get_definitions
from liuwan_process.process_library.compendium import scope
from liuwan_process.process_library.compendium.changes import CHANGED, NEW, REMOVED, Changes, between

Row = frappe._dict


@dataclass
class Entry:
	"""One process of the edition. `row`: the fields of a Process Compendium Entry, words as they were written."""

	row: Row
	definition: Definition | None = None
	changes: Changes = field(default_factory=Changes)
	facts: Row = field(default_factory=Row)


@dataclass
class Edition:
	"""`entries` in the order of the book, `removed` after them; `by_domain`: what its parts are."""

	entries: list[Entry]
	removed: list[Entry]
	by_domain: bool
	previous: Any = None


def read(compendium: Any) -> Edition:
	"""What a Process Compendium takes up now; six statements, however many processes."""
	chosen = scope.chosen(compendium)
	before = _previous(compendium)
	versions = {row.current_version for row in chosen} | {old.version for old in before.values()}
	definitions = get_definitions(versions)
	facts = _versions([row.current_version for row in chosen])
	entries = [_entry(row, before, definitions, facts, bool(compendium.previous_edition)) for row in chosen]
	taken = {entry.row.process_code for entry in entries}
	removed = [_removed(old) for code, old in before.items() if code not in taken]
	return Edition(
		entries,
		removed,
		compendium.arranged_by == scope.BY_DOMAIN,
		frappe.get_cached_doc("Process Compendium", compendium.previous_edition)
		if compendium.previous_edition
		else None,
	)


def _previous(compendium: Any) -> dict[str, Row]:
	"""What the last edition held, by process."""
	if not compendium.previous_edition:
		return {}
	return held_by(compendium.previous_edition)


def held_by(edition: str) -> dict[str, Row]:
	"""The entries of an edition that was made, by process; those that it calls removed are left out."""
	filters = {"parent": edition, "parenttype": "Process Compendium", "change": ("!=", REMOVED)}
	fields = [
		"process_code",
		"number",
		"title",
		"version",
		"chapter",
		"level",
		"org_unit",
		"owner_name",
		"page",
	]
	rows = frappe.get_all("Process Compendium Entry", filters, fields, order_by="idx", limit=0)
	return {row.process_code: row for row in rows}


def _versions(names: list[str]) -> dict[str, Row]:
	rows = frappe.get_all(
		"Process Version", {"name": ("in", names)}, ["name", "version", "published_on", "note"], limit=0
	)
	return {row.name: row for row in rows}


def _entry(
	process: Row,
	before: dict[str, Row],
	definitions: dict[str, Definition],
	facts: dict[str, Row],
	marked: bool,
) -> Entry:
	old = before.get(process.name)
	definition = definitions[process.current_version]
	changes = Changes()
	if old and old.version != process.current_version:
		changes = between(definitions[old.version], definition)
	change = (NEW if not old else CHANGED if changes else "") if marked else ""
	row = Row(
		process_code=process.name,
		number=process.number or process.name,
		title=process.title,
		version=process.current_version,
		previous_version=old.version if old else None,
		chapter=process.chapter,
		level=process.level,
		org_unit=process.org_unit,
		owner_name=process.owner_name or "",
		description=process.description or "",
		change=change,
	)
	return Entry(row, definition, changes, facts[process.current_version])


def _removed(old: Row) -> Entry:
	row = Row(old, previous_version=old.version, version=None, change=REMOVED, page=0)
	return Entry(row)
