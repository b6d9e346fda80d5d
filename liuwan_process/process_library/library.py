"""The library of processes as people read it: the map of domains, what lies below each, and what is found by a word."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _

from liuwan_process.process_library import hierarchy
from liuwan_process.process_library.governance import states
from liuwan_process.process_organization.pinyin import search_key

CATEGORIES = ("Management", "Core", "Support")
FIELDS = [
	"name",
	"title",
	"number",
	"place",
	"level",
	"category",
	"is_group",
	"parent_process",
	"status",
	"org_unit",
	"description",
	"current_version",
	"release_state",
	"in_force_from",
]
Row = frappe._dict


class Tree:
	"""All processes in tree order: one statement.

	Each row has FIELDS, with `title` and `description` in the reader's language, `below` (rows) and `flows`: how many
	published processes lie in it. With `drafts` the ones that nobody can run yet are there as well; `past` is the code
	of a process that is there even if it is retired.
	"""

	def __init__(self, drafts: bool = False, past: str = "") -> None:
		rows = frappe.get_all("Process", fields=FIELDS, order_by="place, name")
		shown = [row for row in rows if drafts or row.is_group or _is_open_to_readers(row, past)]
		self.rows: dict[str, Row] = {row.name: row for row in shown}
		for row in shown:
			row.update(
				below=[],
				state=states.of(row)[0],
				key=key(row.title, row.name, row.number),
				title=_(row.title),
				description=_(row.description or ""),
			)
		self.roots = [row for row in shown if not self._above(row)]
		for row in shown:
			if above := self._above(row):
				above.below.append(row)
		for row in self.roots:
			_count(row)

	def _above(self, row: Row) -> Row | None:
		return self.rows.get(row.parent_process)

	def line(self, name: str) -> list[Row]:
		"""From the domain down to what a process is part of."""
		line: list[Row] = []
		above = self._above(self.rows[name])
		while above is not None and above not in line:
			line.insert(0, above)
			above = self._above(above)
		return line

	def found(self, words: str) -> list[Row]:
		"""Processes and groups in whose title (in both languages), spelling, initials, code or number every word is."""
		wanted = words.lower().split()
		hits = [row for row in self.rows.values() if all(word in row.key for word in wanted)]
		return sorted(hits, key=lambda row: (hierarchy.order(row.number), row.title))


def _is_open_to_readers(row: Row, past: str) -> bool:
	return row.status == "Published" or (row.status == "Retired" and row.name == past)


def _count(row: Row) -> int:
	row.flows = int(not row.is_group) + sum(map(_count, row.below))
	return row.flows


def key(title: str, code: str, number: str | None = None) -> str:
	"""What a process is found by: its title in both languages, its spelling, its code and number."""
	chinese = _(title, "zh")
	words = [title.lower(), chinese.lower(), search_key(chinese), code.lower(), number or ""]
	return " ".join(dict.fromkeys(filter(None, words)))


def bands(roots: list[Row]) -> list[dict[str, Any]]:
	"""The map: [{"title", "tiles"}] by category, in the order of the classical value chain; empty bands are left out."""
	by_category: dict[str, list[Row]] = defaultdict(list)
	for row in roots:
		by_category[row.category or ""].append(row)
	titles = {"Management": _("Management"), "Core": _("Core"), "Support": _("Support"), "": ""}
	if len(by_category) == 1 and "" in by_category:
		return [{"title": "", "tiles": roots}]
	titles[""] = _("Other processes")
	return [{"title": titles[c], "tiles": by_category[c]} for c in (*CATEGORIES, "") if c in by_category]
