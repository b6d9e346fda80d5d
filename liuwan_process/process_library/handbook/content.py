"""What each handbook says now. Words are kept as they were written; whoever shows them translates them.

A part of a handbook is one process:
{"process", "number", "title", "starts": whether the handbook's person may start it,
"steps": [{"id", "title", "kind", "lane", "letters" of RACI, "limit", "actions", "knowledge", "inputs", "outputs",
"rules", "risks", "indicators"}]}, all of it plain JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import frappe

from liuwan_process.definition.model import Definition, Step
from liuwan_process.engine.versions import get_definitions
from liuwan_process.process_library import hierarchy
from liuwan_process.process_library import raci as raci_of
from liuwan_process.process_library.organisation import Organisation
from liuwan_process.process_library.raci import Entity, Raci
from liuwan_process.process_library.ties import Reader
from liuwan_process.telling.identity import speaking

POSITION, PERSON, EVERYBODY = "Position", "Staff Member", "Everybody"
SHOWN = ("start", "task", "approval", "notice")
Part = dict[str, Any]
Content = dict[str, Any]
Subject = tuple[str, str]  # kind, name of the Position or Staff Member; "" for everybody


@dataclass
class Handbooks:
	"""`contents` by subject. Read with some fifteen statements, however many processes and people there are."""

	contents: dict[Subject, Content] = field(default_factory=dict)

	def checksum(self, subject: Subject) -> str:
		"""Of what a handbook says; a person's holds those of the positions."""
		content = self.contents[subject]
		below = [self.checksum((POSITION, name)) for name in content.get("positions", ())]
		return digest([content, below])

	def is_empty(self, subject: Subject) -> bool:
		content = self.contents[subject]
		held = content.get("positions", ())
		return not content["parts"] and all(self.is_empty((POSITION, name)) for name in held)


def digest(value: Any) -> str:
	text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def read() -> Handbooks:
	"""All handbooks as the organisation and the current versions are now."""
	with speaking("en"):  # words as they were written
		raci = Raci()
		processes = _current()
		reader = Reader(step for _process, definition in processes for step in definition.steps)
		found: dict[Subject, list[Part]] = defaultdict(list)
		for process, definition in processes:
			for subject, letters in _letters(raci, definition).items():
				steps = [
					_step(definition, step, letters[step.id], reader)
					for step in definition.steps
					if step.id in letters
				]
				found[subject].append(_part(process, steps))
		return Handbooks(_contents(raci.registry.organisation, found))


def _current() -> list[tuple[frappe._dict, Definition]]:
	"""Published processes in the order of their numbers, with the version that new runs follow."""
	filters = {"status": "Published", "is_group": 0, "current_version": ("is", "set")}
	rows = frappe.get_all("Process", filters, ["name", "title", "number", "current_version"], limit=0)
	definitions = get_definitions(row.current_version for row in rows)
	rows.sort(key=lambda row: (hierarchy.order(row.number), row.name))
	return [(row, definitions[row.current_version]) for row in rows]


def _letters(raci: Raci, definition: Definition) -> dict[Subject, dict[str, str]]:
	"""Whose handbook each step belongs to, and with which letters of RACI: `RA`."""
	found: dict[Subject, dict[str, str]] = defaultdict(dict)
	for step in definition.steps:
		if step.kind not in SHOWN:
			continue
		for letter, entities in raci.of_step(definition, step).items():
			for subject in {subject for entity in entities for subject in _subjects(raci, entity)}:
				found[subject][step.id] = found[subject].get(step.id, "") + letter
	return found


def _subjects(raci: Raci, entity: Entity) -> list[Subject]:
	"""A unit's part is in the handbook of the position of its head."""
	if entity.kind == raci_of.UNIT:
		organisation = raci.registry.organisation
		heads = {organisation.units[entity.name].head} & organisation.people.keys()
		return [(POSITION, post) for post in organisation.main_posts(heads, entity.name)]
	return [
		{raci_of.POST: (POSITION, entity.name), raci_of.PERSON: (PERSON, entity.name)}.get(
			entity.kind, (EVERYBODY, "")
		)
	]


def _part(process: frappe._dict, steps: list[dict[str, Any]]) -> Part:
	return {
		"process": process.name,
		"number": process.number or "",
		"title": process.title,
		"starts": any(step["kind"] == "start" and "R" in step["letters"] for step in steps),
		"steps": steps,
	}


def _step(definition: Definition, step: Step, letters: str, reader: Reader) -> dict[str, Any]:
	limit, tied = step.limit, reader.of(step)
	return {
		"id": step.id,
		"title": step.title,
		"kind": step.kind,
		"lane": step.lane,
		"letters": letters,
		"limit": [limit.amount, limit.unit] if limit else None,
		"actions": list(definition.actions(step.id)),
		"knowledge": dict(step.knowledge),
		"inputs": [row.title for row in tied.inputs],
		"outputs": [row.title for row in tied.outputs],
		"rules": [[rule.number, rule.title, rule.clause, rule.clause_title] for rule in tied.rules],
		"risks": [[row.title, row.control or ""] for row in tied.risks],
		"indicators": [[row.title, f"{row.target} {row.unit}".strip()] for row in tied.indicators],
	}


def _contents(organisation: Organisation, found: dict[Subject, list[Part]]) -> dict[Subject, Content]:
	contents: dict[Subject, Content] = {
		(EVERYBODY, ""): {"title": "", "unit": "", "parts": found[EVERYBODY, ""]}
	}
	for name, post in organisation.posts.items():
		contents[POSITION, name] = {"title": post.title, "unit": post.unit, "parts": found[POSITION, name]}
	for name, person in organisation.people.items():
		contents[PERSON, name] = {
			"title": person.title,
			"unit": person.unit,
			"positions": [post for post in person.positions if post in organisation.posts],
			"parts": found[PERSON, name],
		}
	return contents
