"""The indexes at the end of a book: by position and by form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from frappe import _

from liuwan_process.definition.model import Step
from liuwan_process.process_library.compendium.edition import Edition, Entry
from liuwan_process.process_library.doers import Registry
from liuwan_process.process_library.ties import Reader, Ties
from liuwan_process.process_organization.pinyin import search_key

Item = dict[str, Any]
Named = dict[str, list[Entry]]
LISTED = re.compile(r"[\n;；、]")


@dataclass(frozen=True)
class Indexes:
	"""Entries by the words under which they stand."""

	positions: Named
	forms: Named


def read(edition: Edition) -> Indexes:
	return Indexes(by_position(edition), by_form(edition))


def page(found: Indexes, book: str, page_of: Callable[[str], str]) -> Item:
	"""The context of `book_back.html`."""
	return {
		"book": book,
		"indexes": [
			{
				"anchor": "index-positions",
				"title": _("Index of positions"),
				"words": _(
					"In which processes a position has steps of its own, as the organisation was on the day of printing."
				),
				"rows": _rows(found.positions, page_of),
			},
			{
				"anchor": "index-forms",
				"title": _("Index of forms"),
				"words": _("In which processes a form is filled in or kept as a record."),
				"rows": _rows(found.forms, page_of),
			},
		],
	}


def by_position(edition: Edition) -> Named:
	registry = Registry()
	posts = registry.organisation.posts
	found: Named = defaultdict(list)
	for entry in edition.entries:
		names = {
			post for step in entry.definition.steps for post in registry.positions(entry.definition, step)
		}
		for name in names:
			post = posts[name]
			found[_("{who} of {unit}").format(who=_(post.title), unit=_(post.unit))].append(entry)
	return found


def by_form(edition: Edition) -> Named:
	"""Record forms that steps tell of, and the forms and records that they take and give."""
	found: Named = defaultdict(list)
	reader = Reader(step for entry in edition.entries for step in entry.definition.steps)
	for entry in edition.entries:
		for form in {form for step in entry.definition.steps for form in _forms(step, reader.of(step))}:
			found[form].append(entry)
	return found


def _forms(step: Step, tied: Ties) -> Iterator[str]:
	told = LISTED.split(_(step.knowledge.get("record_form") or ""))
	yield from filter(None, (name.strip() for name in told))
	kinds = {_("Form"), _("Record")}
	yield from (thing.title for thing in (*tied.inputs, *tied.outputs) if thing.kind in kinds)


def _rows(named: Named, page_of: Callable[[str], str]) -> list[Item]:
	return [
		{
			"title": title,
			"places": [
				{
					"anchor": entry.row.process_code,
					"title": f"{entry.row.number} {_(entry.row.title)}",
					"page": page_of(entry.row.process_code),
				}
				for entry in entries
			],
		}
		for title, entries in sorted(
			named.items(), key=lambda item: (search_key(item[0]) or item[0], item[0])
		)
	]
