"""The library: the map of processes, what lies below each domain, and the page of a process."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import format_date

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, Step
from liuwan_process.engine.start import may_start
from liuwan_process.engine.versions import get_definition
from liuwan_process.portal import drawing, feedback, knowledge, reviewing, ties, times, usual, who
from liuwan_process.portal.answer import Page
from liuwan_process.process_library import library

ROOM = "library"
MOST_FOUND = 50
Row = frappe._dict


def page() -> Page:
	"""The map; with words to search for (`q`), what they find."""
	tree, words = library.Tree(), str(frappe.form_dict.get("q") or "")[:100].strip()
	found = tree.found(words) if words else []
	context = {
		"bands": library.bands([row for row in tree.roots if row.flows]),
		"search": words,
		"found": [_entry(tree, row) for row in found[:MOST_FOUND]],
		"more": len(found) - MOST_FOUND,
	}
	return Page("library.html", _("Process library"), context, room=ROOM)


def entry(code: str) -> Page:
	"""A group with what lies below it, or a process."""
	tree = library.Tree(past=code)  # old runs and books lead to it
	row = tree.rows.get(code)
	if row is None:
		raise frappe.DoesNotExistError
	context = {"line": tree.line(code), "row": row, "level": _(row.level), "unit": _(row.org_unit or "")}
	if row.is_group:
		return Page("library_group.html", row.title, context, room=ROOM)
	return Page("library_process.html", row.title, context | _process(row), room=ROOM)


def _entry(tree: library.Tree, row: Row) -> dict[str, Any]:
	"""A hit: where it lies, so that two of one name are told apart."""
	return {"row": row, "place": " › ".join(above.title for above in tree.line(row.name))}


def _process(row: Row) -> dict[str, Any]:
	definition = get_definition(row.current_version)
	tied = ties.of_steps(definition.steps)
	version = frappe.db.get_value(
		"Process Version", row.current_version, ["version", "published_on"], as_dict=True
	)
	return {
		"owner": _owner(row.name),
		"version": version.version,
		"since": format_date(version.published_on),
		"takes": usual.times_of([row.name]).get(row.name, ""),
		"retired": row.status == "Retired",
		"may_start": row.status == "Published" and may_start(definition, frappe.session.user),
		"drawing": drawing.drawings(row.current_version),
		"steps": [_step(definition, step, tied[step.id]) for step in definition.steps if step.kind != "end"],
		"fields": _fields(definition),
		"review": reviewing.of(row.name),
		**feedback.context(row.name, row.current_version, [s.title for s in definition.steps]),
	}


def _owner(process: str) -> str:
	owner = frappe.db.get_value("Process", process, "process_owner.staff_name")
	return owner or ""


def _step(definition: Definition, step: Step, tied: list[dict[str, Any]]) -> dict[str, Any]:
	"""What a step says to whoever reads about it."""
	return {
		"title": _(step.title),
		"lane": _(step.lane) if step.lane else "",
		"who": who.described(definition, step),
		"limit": times.limit(step.limit.amount, step.limit.unit) if step.limit else "",
		"knowledge": knowledge.of(step),
		"ties": tied,
		"ways": [] if step.kind == "start" else _ways(definition, step),
	}


def _ways(definition: Definition, step: Step) -> list[dict[str, str]]:
	"""Where each decision leads; of several on conditions, each."""
	return [
		{"action": _(way.action), "to": _(definition.by_id[way.target].title)}
		for way in definition.leaving[step.id]
		if way.action
	]


def _fields(definition: Definition) -> list[dict[str, Any]]:
	"""What the first step asks for."""
	asked = access.editable(definition, definition.start)
	required = access.required(definition, definition.start)
	return [
		{"label": _(f.label), "required": f.name in required}
		for f in definition.fields
		if f.name in asked and not f.table
	]
