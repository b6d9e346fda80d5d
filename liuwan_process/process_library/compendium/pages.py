"""What stands on the pages of a book: values for the templates `print/book_*.html`, in the language of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import frappe
from frappe import _
from frappe.utils import format_date, now_datetime

from liuwan_process.portal import times
from liuwan_process.process_library.compendium import scope, words
from liuwan_process.process_library.compendium.changes import CHANGED, NEW, REMOVED
from liuwan_process.process_library.compendium.edition import Edition, Entry
from liuwan_process.process_library.ties import Reader

Item = dict[str, Any]
CHUNK = 420  # steps that one press is given at a time


def heading(compendium: Any) -> str:
	"""At the foot of every page: the house, the book, its year."""
	return f"{enterprise()} {_(compendium.title)} {_('Edition of {0}').format(compendium.year)}".strip()


def enterprise() -> str:
	top = frappe.get_all(
		"Org Unit", {"parent_org_unit": ("is", "not set")}, pluck="name", order_by="lft", limit=1
	)
	return _(top[0]) if top else ""


def chapters(edition: Edition) -> list[Item]:
	"""The parts of the book: `number`, `title`, `entries`, and counts."""
	found = []
	for number, (chapter, group) in enumerate(groupby(edition.entries, lambda e: e.row.chapter), 1):
		entries = list(group)
		found.append(
			{
				"anchor": f"part-{number}",
				"number": number,
				"title": scope.chapter_title(chapter, edition.by_domain),
				"entries": entries,
				**counts(entries),
			}
		)
	return found


def counts(entries: list[Entry]) -> Item:
	return {
		"count": len(entries),
		"steps": sum(len(words.shown(entry.definition)) for entry in entries),
		"new": sum(entry.row.change == NEW for entry in entries),
		"changed": sum(entry.row.change == CHANGED for entry in entries),
	}


def body(edition: Edition, book: str) -> Iterator[Item]:
	"""Contexts of `book_body.html`, each as much as a press takes at a time."""
	items, steps = [], 0
	reader = Reader(step for entry in edition.entries for step in entry.definition.steps)
	for chapter in chapters(edition):
		items.append(_chapter(chapter))
		for entry in chapter["entries"]:
			if steps and steps + len(entry.definition.steps) > CHUNK:
				yield {"book": book, "items": items}
				items, steps = [], 0
			items.append(process(entry, chapter["title"], reader))
			steps += len(entry.definition.steps)
	if items:
		yield {"book": book, "items": items}


def _chapter(chapter: Item) -> Item:
	summary = _("1 process") if chapter["count"] == 1 else _("{0} processes").format(chapter["count"])
	return {
		"sort": "chapter",
		"anchor": chapter["anchor"],
		"number": chapter["number"],
		"title": chapter["title"],
		"summary": summary,
		"rows": [line(entry) for entry in chapter["entries"]],
		"drawing": None,
	}


def line(entry: Entry) -> Item:
	"""A process as lists name it."""
	row = entry.row
	return {"anchor": row.process_code, "number": row.number, "title": _(row.title), "change": row.change}


def process(entry: Entry, chapter: str, reader: Reader) -> Item:
	"""The page of a process; its drawing is made by the press."""
	row, definition = entry.row, entry.definition
	return {
		"sort": "process",
		"chapter": chapter,
		"running": f"{row.number} {_(row.title)}",
		**line(entry),
		"facts": facts(entry),
		"description": _(row.description) if row.description else "",
		"changes": words.said(definition, entry.changes) if entry.changes else "",
		"steps": words.step_rows(definition, entry.changes, reader),
		"definition": definition.raw,
		"drawing": None,
	}


def facts(entry: Entry) -> list[tuple[str, str]]:
	row, version, whole = entry.row, entry.facts, entry.definition.limit
	since = _("V{0}, since {1}").format(version.version, format_date(version.published_on))
	rows = [
		(_("Code"), row.process_code),
		(_("Level"), _(row.level)),
		(_("Responsible Unit"), _(row.org_unit) if row.org_unit else ""),
		(_("Process Owner"), row.owner_name),
		(_("Version"), since),
		(_("Limit of the whole"), times.limit(whole.amount, whole.unit) if whole else ""),
	]
	return [(label, text) for label, text in rows if text]


def front(compendium: Any, edition: Edition, book: str, page_of: Callable[[str], str]) -> Item:
	"""Cover, about the edition, changes, contents. `page_of`: the printed page of an anchor."""
	parts = chapters(edition)
	previous = edition.previous
	return {
		"book": book,
		"enterprise": enterprise(),
		"title": _(compendium.title),
		"edition": _("Edition of {0}").format(compendium.year),
		"count": _("{0} processes in {1} parts").format(len(edition.entries), len(parts)),
		"office": _("Process Management Office"),
		"made": times.day(now_datetime().date()),
		"foreword": compendium.foreword or "",
		"chapters": [{key: value for key, value in part.items() if key != "entries"} for part in parts],
		"totals": counts(edition.entries),
		"reading": reading(),
		"previous": _("Compared with {0}").format(heading(previous)) if previous else "",
		"changed": _changed(edition, page_of) if previous else [],
		"contents": list(_contents(parts, page_of)),
	}


def reading() -> str:
	"""How to read a page."""
	return "\n".join(
		(
			_("Each process begins on a page of its own: facts, drawing, then its steps one by one."),
			_(
				"In the drawing a column is a unit. Red dashed arrows lead back. Where a drawing goes on over the page, both ends of an arrow bear the same letter."
			),
			_(
				"What is new or has changed since the last edition is marked: New, Changed, and ▲ at the step."
			),
			_("At the end stand indexes by position and by form."),
		)
	)


def _changed(edition: Edition, page_of: Callable[[str], str]) -> list[Item]:
	groups = []
	titles = {NEW: _("New processes"), CHANGED: _("Changed processes"), REMOVED: _("Removed processes")}
	for change, title in titles.items():
		entries = [entry for entry in (*edition.entries, *edition.removed) if entry.row.change == change]
		rows = [
			line(entry)
			| {
				"page": page_of(entry.row.process_code) if entry.definition else "",
				"changes": words.said(entry.definition, entry.changes) if entry.changes else "",
			}
			for entry in entries
		]
		if rows:
			groups.append({"title": title, "rows": rows})
	return groups


def _contents(parts: list[Item], page_of: Callable[[str], str]) -> Iterator[Item]:
	for part in parts:
		anchor = part["anchor"]
		yield {
			"chapter": True,
			"anchor": anchor,
			"number": part["number"],
			"title": part["title"],
			"page": page_of(anchor),
		}
		for entry in part["entries"]:
			yield line(entry) | {"chapter": False, "page": page_of(entry.row.process_code)}
