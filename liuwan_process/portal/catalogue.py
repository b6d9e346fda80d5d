"""What a person may start, by domain, with words to search by and how long it usually takes."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType

from liuwan_process.definition.model import Definition, Participant
from liuwan_process.engine import people
from liuwan_process.engine.versions import get_definitions
from liuwan_process.portal import usual
from liuwan_process.portal.answer import Page
from liuwan_process.process_library.library import key

Row = dict[str, Any]
FIELDS = ("name", "title", "current_version", "parent_process", "description")


def page() -> Page:
	found = startable(frappe.session.user)
	context = {"groups": grouped(found), "count": len(found)}
	return Page("catalogue.html", _("Start a request"), context, room="catalogue")


def startable(user: str) -> list[Row]:
	"""Published processes that a person may start; the number of statements does not grow with theirs."""
	process = DocType("Process")
	query = frappe.qb.from_(process).select(*FIELDS).orderby(process.lft)
	query = query.where((process.status == "Published") & process.current_version.isnotnull())
	found = [row for row in query.run(as_dict=True) if row.current_version]
	definitions = get_definitions(row.current_version for row in found)
	may = MayStart(user)
	return [row for row in found if may(definitions[row.current_version])]


class MayStart:
	"""engine.start.may_start for many processes: each rule is asked once."""

	def __init__(self, user: str) -> None:
		self.user = user
		self.unit = people.unit_of(user)
		self.known: dict[tuple[Participant, str], bool] = {}

	def __call__(self, definition: Definition) -> bool:
		rules = definition.start.participants
		return not rules or any(self._finds(rule, definition.process) for rule in rules)

	def _finds(self, rule: Participant, process: str) -> bool:
		key = (rule, process if rule.rule == "process_owner" else "")
		if key not in self.known:
			asking = people.Asking(initiator=self.user, unit=self.unit, process=process)
			self.known[key] = self.user in people.RULES[rule.rule](rule, asking)
		return self.known[key]


def grouped(found: list[Row]) -> list[Row]:
	"""[{"title", "processes": [...]}] by domain, in the order of the tree."""
	parents = _parents()
	takes = usual.times_of([row.name for row in found])
	groups: dict[str, list[Row]] = {}
	for row in found:
		line = _line(row.parent_process, parents)
		groups.setdefault(line[0] if line else "", []).append(_entry(row, takes.get(row.name, "")))
	titles = {code: _(parents[code].title) if code else _("Other processes") for code in groups}
	return [{"title": titles[code], "processes": entries} for code, entries in groups.items()]


def _parents() -> dict[str, Row]:
	groups = frappe.get_all("Process", {"is_group": 1}, ["name", "title", "parent_process"])
	return {row.name: row for row in groups}


def _line(parent: str | None, parents: dict[str, Row]) -> list[str]:
	"""Codes of the groups above a process, the domain first."""
	line: list[str] = []
	while parent in parents and parent not in line:
		line.insert(0, parent)
		parent = parents[parent].parent_process
	return line


def _entry(row: Row, takes: str) -> Row:
	return {
		"code": row.name,
		"title": _(row.title),
		"description": _(row.description) if row.description else "",
		"address": f"/process/start/{row.name}",
		"takes": takes,
		"key": key(row.title, row.name),
	}
