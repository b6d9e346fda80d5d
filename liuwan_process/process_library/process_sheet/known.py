"""What the site holds of what a file names."""

from __future__ import annotations

from dataclasses import dataclass, field

import frappe

from liuwan_process.process_library.process_sheet import references
from liuwan_process.process_library.process_sheet.columns import LAYOUT, STEP_NO, of
from liuwan_process.process_library.process_sheet.read import Line


@dataclass
class Known:
	"""`links`: DocType -> folded name -> name; `steps`: process -> title -> step ID; `groups`: codes of processes that
	have others below them.
	"""

	links: dict[str, dict[str, str]] = field(default_factory=dict)
	steps: dict[str, dict[str, str]] = field(default_factory=dict)
	groups: set[str] = field(default_factory=set)

	def name(self, doctype: str, text: str) -> str | None:
		return self.links.get(doctype, {}).get(text.casefold())


def look_up(lines: dict[str, list[Line]]) -> Known:
	"""One statement for each DocType that the file names, one for steps, one for groups."""
	wanted = _wanted(lines)
	links = {doctype: _names(doctype, texts) for doctype, texts in wanted.items()}
	processes = list(links.get("Process", {}).values())
	groups = (
		frappe.get_all("Process", {"name": ("in", processes), "is_group": 1}, pluck="name")
		if processes
		else []
	)
	return Known(links, _steps(processes), set(groups))


def _wanted(lines: dict[str, list[Line]]) -> dict[str, set[str]]:
	found: dict[str, set[str]] = {"Process": set()}
	for sheet in LAYOUT:
		columns = {column.key: column for column in of(sheet)}
		links = {key: column.link for key, column in columns.items() if column.link and key != STEP_NO}
		for line in lines.get(sheet, []):
			found["Process"].add(line.texts.get("code", ""))
			for key in links.keys() & line.texts.keys():
				found.setdefault(links[key], set()).add(line.texts[key])
			if named := references.wanted(line, columns):
				found.setdefault(named[0], set()).add(named[1])
	return found


def _names(doctype: str, texts: set[str]) -> dict[str, str]:
	"""The database compares without case. What has a title is found by it too."""
	if not texts:
		return {}
	if doctype not in references.TITLED:
		names = frappe.get_all(doctype, {"name": ("in", sorted(texts))}, pluck="name", limit=0)
		return {str(name).casefold(): str(name) for name in names}
	either = {"name": ("in", sorted(texts)), "title": ("in", sorted(texts))}
	rows = frappe.get_all(doctype, or_filters=either, fields=["name", "title"], limit=0)
	return {row.title.casefold(): row.name for row in rows} | {row.name.casefold(): row.name for row in rows}


def _steps(processes: list[str]) -> dict[str, dict[str, str]]:
	found: dict[str, dict[str, str]] = {}
	if processes:
		filters = {"parenttype": "Process", "parent": ("in", processes)}
		for row in frappe.get_all(
			"Process Step", filters, ["parent", "title", "step_id"], order_by="idx desc"
		):
			found.setdefault(row.parent, {})[row.title] = row.step_id
	return found
