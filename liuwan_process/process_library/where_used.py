"""Where current versions of processes name an object, a risk or a regulation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.query_builder import DocType

from liuwan_process.definition.model import Definition, Step
from liuwan_process.engine.versions import get_definitions

if TYPE_CHECKING:
	from frappe.model.document import Document

TEMPLATE = "liuwan_process/process_library/views/where_used.html"


@dataclass(frozen=True)
class Use:
	"""One step of a published process. `how`: Input, Output, Risk, Clause; `clause`: its number."""

	process: str
	process_title: str
	step: str
	step_title: str
	how: str
	clause: str = ""


def of(doctype: str, name: str) -> list[Use]:
	"""In the order of the processes' titles and their steps; titles as the author wrote them. Two statements."""
	versions = _versions(name)
	definitions = get_definitions(versions.values())
	found = [
		use
		for process, version in versions.items()
		for use in _uses(process, definitions[version], doctype, name)
	]
	return sorted(found, key=lambda use: use.process_title)


def html(doc: Document) -> str:
	"""For the record's form in the desk."""
	uses = [] if doc.is_new() else of(doc.doctype, doc.name)
	return frappe.render_template(TEMPLATE, {"uses": uses, "translated": _}) if not doc.is_new() else ""


def _versions(name: str) -> dict[str, str]:
	"""Process -> current version, of those whose definition holds the name at all."""
	process, version = DocType("Process"), DocType("Process Version")
	query = frappe.qb.from_(process).join(version).on(version.name == process.current_version)
	query = query.select(process.name, version.name).where(process.status == "Published")
	spelt = json.dumps(name, ensure_ascii=False).replace("\\", "\\\\")
	return dict(query.where(version.definition.like(f"%{spelt}%")).run())


def _uses(process: str, definition: Definition, doctype: str, name: str) -> Iterator[Use]:
	for step in definition.steps:
		for how, clause in named(step, doctype, name):
			yield Use(process, definition.title, step.id, step.title, how, clause)


def named(step: Step, doctype: str, name: str) -> Iterator[tuple[str, str]]:
	"""(how, clause) of each place at which a step names a record."""
	if doctype == "Regulation":
		yield from (("Clause", row.clause) for row in step.clauses if row.regulation == name)
	elif doctype == "Process Risk":
		yield from (("Risk", "") for risk in step.risks if risk == name)
	elif doctype == "Process Object":
		yield from (("Input", "") for thing in step.inputs if thing == name)
		yield from (("Output", "") for thing in step.outputs if thing == name)
