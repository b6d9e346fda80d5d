"""A handbook as it is shown, on a page and on paper, in the reader's language."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.model import Step
from liuwan_process.portal import knowledge, rows, times
from liuwan_process.process_library import labels
from liuwan_process.process_library.compendium.words import semicolons
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
	"""Everything that is shown of an issue: `title`, `unit`, `sections`, `everybody`, `regulations`, `forms`,
	`indicators`, `issue`."""
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
		"indicators": _listed(parts, "indicators"),
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
	found = frappe.get_all(
		issues.DOCTYPE, filters, fields, order_by="issue_no desc", limit_page_length=EARLIER
	)
	return [issue_line(row) for row in found]


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
	last = frappe.get_all(issues.DOCTYPE, filters, ["name"], order_by="issue_no desc", limit_page_length=1)
	common = issues.contents([row.name for row in last])
	return [part(each) for row in common.values() for each in row["content"]["parts"]]


def part(row: Row) -> Row:
	"""A process in a handbook: `steps` that are one's own work, `others` that one answers for or is asked or told about."""
	own = [step for step in row["steps"] if "R" in step["letters"] or step["kind"] == "notice"]
	return {
		"process": row["process"],
		"number": row["number"],
		"title": _(row["title"]),
		"starts": row["starts"],
		"steps": [_step(step) for step in own],
		"others": [_other(step) for step in row["steps"] if step not in own],
	}


def _other(row: Row) -> Row:
	return {"title": _(row["title"]), "letters": _said_of(row["letters"])}


def _said_of(letters: str) -> str:
	"""`Accountable, Informed`."""
	words = {letter: word for word, letter in labels.LETTERS.items()}
	return rows.joined(_(words[letter]) for letter in letters)


def _step(row: Row) -> Row:
	step = Step(row["id"], row["title"], row["kind"], knowledge=row["knowledge"])
	return {
		"title": _(row["title"]),
		"kind": _(label_of(labels.KINDS, row["kind"])),
		"limit": times.limit(*row["limit"]) if row["limit"] else "",
		"actions": [_(action) for action in row["actions"] if action],
		"letters": "" if row["letters"] in ("R", "I") else _said_of(row["letters"]),
		"knowledge": [*knowledge.of(step), *_tied(row)],
		"clauses": [*_lines(row, "clauses"), *map(_rule, row["rules"])],
		"record_form": _lines(row, "record_form"),
		"indicators": [_measured(*indicator) for indicator in row["indicators"]],
	}


def _lines(row: Row, key: str) -> list[str]:
	return [line.strip() for line in _(row["knowledge"].get(key) or "").splitlines()]


def _tied(row: Row) -> list[tuple[str, str]]:
	"""(heading, text) of the records that the step named when the issue was made."""
	risks = [
		_("{0}: {1}").format(_(title), _(control)) if control else _(title) for title, control in row["risks"]
	]
	found = [
		(_("Regulation"), map(_rule, row["rules"])),
		(_("Risks and controls"), risks),
		(_("Input"), map(_, row["inputs"])),
		(_("Output"), map(_, row["outputs"])),
		(_("Measured by"), (_measured(*indicator) for indicator in row["indicators"])),
	]
	told = ((heading, semicolons(list(texts))) for heading, texts in found)
	return [(heading, text) for heading, text in told if text]


def _rule(row: list[str]) -> str:
	number, title, clause, clause_title = row
	return " ".join(filter(None, (number, _(title), clause, _(clause_title))))


def _measured(title: str, target: str) -> str:
	return _("{0} ({1})").format(_(title), _(target)) if target else _(title)


def _listed(parts: list[Row], key: str) -> list[str]:
	"""Everything that steps name, each once, in the order of the handbook."""
	lines = (line for each in parts for step in each["steps"] for line in step[key])
	return list(dict.fromkeys(filter(None, lines)))
