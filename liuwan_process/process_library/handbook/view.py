"""A handbook as it is shown, on a page and on paper, in the reader's language."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.model import Step
from liuwan_process.portal import knowledge, times
from liuwan_process.process_library import labels
from liuwan_process.process_library.handbook import issues, telling
from liuwan_process.process_library.handbook.content import EVERYBODY, PERSON, POSITION
from liuwan_process.process_library.labels import label_of

Row = dict[str, Any]
EARLIER = 20


def issue_of(kind: str, name: str) -> str | None:
	"""The issue that counts of a handbook."""
	field = {POSITION: "position", PERSON: "staff_member"}.get(kind)
	filters = {"kind": kind, "is_current": 1} | ({field: name} if field else {})
	return frappe.db.get_value(issues.DOCTYPE, filters, "name")


def of(issue: str) -> Row:
	"""Everything that is shown of an issue: `title`, `unit`, `sections`, `everybody`, `regulations`, `forms`, `issue`."""
	found = issues.contents([issue])[issue]
	said = found["content"]
	sections = [*_positions(said), *_own(found["kind"], said)]
	parts = [part for section in sections for part in section["parts"]]
	return {
		"kind": found["kind"],
		"subject": found["subject"],
		"title": _(said["title"]) if said["title"] else _("What everybody does"),
		"unit": _(said["unit"]) if said["unit"] else "",
		"sections": [section for section in sections if section["parts"]],
		"everybody": _everybody(found) if found["kind"] == PERSON else [],
		"processes": len({part["process"] for part in parts}),
		"steps": sum(len(part["steps"]) for part in parts),
		"regulations": _listed(parts, "clauses"),
		"forms": _listed(parts, "record_form"),
		"issue": issue_line(found),
	}


def issue_line(row: Row) -> Row:
	return {
		"name": row["name"],
		"number": row["issue_no"],
		"words": _("Issue {0}, {1}").format(row["issue_no"], times.day(row["made_on"].date())),
		"why": telling.sentence(json.loads(row["changes"] or "[]"), row["issue_no"]),
		"is_current": bool(row["is_current"]),
	}


def earlier(kind: str, name: str) -> list[Row]:
	"""All issues of a handbook, the newest first."""
	field = {POSITION: "position", PERSON: "staff_member"}.get(kind)
	filters = {"kind": kind} | ({field: name} if field else {})
	fields = ["name", "issue_no", "made_on", "changes", "is_current"]
	rows = frappe.get_all(
		issues.DOCTYPE, filters, fields, order_by="issue_no desc", limit_page_length=EARLIER
	)
	return [issue_line(row) for row in rows]


def _positions(said: Row) -> list[Row]:
	"""A section for each position that a person's issue names."""
	held = said.get("positions") or {}
	known = issues.contents([name for name in held.values() if name])
	return [
		{
			"title": _("As {0} of {1}").format(_(row["title"]), _(row["content"]["unit"])),
			"parts": [part(each) for each in row["content"]["parts"]],
		}
		for name in held.values()
		if (row := known.get(name))
	]


def _own(kind: str, said: Row) -> list[Row]:
	title = _("By name") if kind == PERSON else ""
	return [{"title": title, "parts": [part(each) for each in said["parts"]]}]


def _everybody(found: Row) -> list[Row]:
	"""What everybody may do, as it was when the issue was made."""
	filters = {"kind": EVERYBODY}
	filters |= {"is_current": 1} if found["is_current"] else {"made_on": ("<=", found["made_on"])}
	rows = frappe.get_all(issues.DOCTYPE, filters, ["name"], order_by="issue_no desc", limit_page_length=1)
	common = issues.contents([row.name for row in rows])
	return [part(each) for row in common.values() for each in row["content"]["parts"]]


def part(row: Row) -> Row:
	"""A process in a handbook."""
	return {
		"process": row["process"],
		"number": row["number"],
		"title": _(row["title"]),
		"starts": row["starts"],
		"steps": [_step(step) for step in row["steps"]],
	}


def _step(row: Row) -> Row:
	step = Step(row["id"], row["title"], row["kind"], knowledge=row["knowledge"])
	return {
		"title": _(row["title"]),
		"kind": _(label_of(labels.KINDS, row["kind"])),
		"limit": times.limit(*row["limit"]) if row["limit"] else "",
		"actions": [_(action) for action in row["actions"] if action],
		"knowledge": knowledge.of(step),
		"clauses": _(row["knowledge"].get("clauses") or ""),
		"record_form": _(row["knowledge"].get("record_form") or ""),
	}


def _listed(parts: list[Row], key: str) -> list[str]:
	"""Everything that steps name, each once, in the order of the handbook."""
	lines = (line.strip() for part_ in parts for step in part_["steps"] for line in step[key].splitlines())
	return list(dict.fromkeys(filter(None, lines)))
