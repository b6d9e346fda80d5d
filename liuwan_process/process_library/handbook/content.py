"""What each handbook says now. Words are kept as they were written; whoever shows them translates them.

A part of a handbook is one process:
{"process", "number", "title", "starts": whether the handbook's person may start it,
"steps": [{"id", "title", "kind", "lane", "limit", "actions", "knowledge"}]}, all of it plain JSON.
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
from liuwan_process.process_library.doers import Registry

POSITION, PERSON, EVERYBODY = "Position", "Staff Member", "Everybody"
SHOWN = ("start", "task", "approval", "notice")
Part = dict[str, Any]
Content = dict[str, Any]
Subject = tuple[str, str]  # kind, name of the Position or Staff Member; "" for everybody


@dataclass
class Handbooks:
	"""`contents` by subject. Read with ten statements, however many processes and people there are."""

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
	registry = Registry()
	found: dict[Subject, list[Part]] = defaultdict(list)
	for process, definition in _current():
		for subject, steps in _doers_of(registry, definition).items():
			found[subject].append(_part(process, definition, steps))
	return Handbooks(_contents(registry, found))


def _current() -> list[tuple[frappe._dict, Definition]]:
	"""Published processes in the order of their numbers, with the version that new runs follow."""
	filters = {"status": "Published", "is_group": 0, "current_version": ("is", "set")}
	rows = frappe.get_all("Process", filters, ["name", "title", "number", "current_version"], limit=0)
	definitions = get_definitions(row.current_version for row in rows)
	rows.sort(key=lambda row: (hierarchy.order(row.number), row.name))
	return [(row, definitions[row.current_version]) for row in rows]


def _doers_of(registry: Registry, definition: Definition) -> dict[Subject, list[Step]]:
	"""Whose handbook each step belongs to: positions; everybody; people whom no position of theirs stands for."""
	found: dict[Subject, list[Step]] = defaultdict(list)
	people = registry.organisation.people
	for step in definition.steps:
		if step.kind not in SHOWN:
			continue
		doers = registry.doers(definition, step)
		if doers.everybody or (step.kind == "start" and not step.participants):
			found[EVERYBODY, ""].append(step)
		for post in doers.posts:
			found[POSITION, post].append(step)
		for member in doers.staff:
			if not doers.posts & set(people[member].positions):
				found[PERSON, member].append(step)
	return found


def _part(process: frappe._dict, definition: Definition, steps: list[Step]) -> Part:
	return {
		"process": process.name,
		"number": process.number or "",
		"title": process.title,
		"starts": any(step.kind == "start" for step in steps),
		"steps": [_step(definition, step) for step in steps],
	}


def _step(definition: Definition, step: Step) -> dict[str, Any]:
	limit = step.limit
	return {
		"id": step.id,
		"title": step.title,
		"kind": step.kind,
		"lane": step.lane,
		"limit": [limit.amount, limit.unit] if limit else None,
		"actions": list(definition.actions(step.id)),
		"knowledge": dict(step.knowledge),
	}


def _contents(registry: Registry, found: dict[Subject, list[Part]]) -> dict[Subject, Content]:
	organisation = registry.organisation
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
