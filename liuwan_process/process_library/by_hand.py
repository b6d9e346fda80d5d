"""A drawing that somebody makes in the desk: what was drawn goes into the rows of the working copy, all else stays there.

A row stays the same row: of a step that remains, only those columns change that say something that was drawn.
Titles, lanes and actions are drawn in the reader's language; what was not drawn anew stays in its own.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import format_datetime, get_fullname

from liuwan_process.definition.bpmn.graph import build
from liuwan_process.definition.bpmn.names import Ids
from liuwan_process.definition.bpmn.notes import LEFT_OUT, TAKEN, Note
from liuwan_process.definition.bpmn.places import taken
from liuwan_process.definition.bpmn.read import Reading, from_bpmn
from liuwan_process.definition.bpmn.safe_xml import root_of
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.model import Definition, DefinitionError, Step, Transition
from liuwan_process.definition.parse import parse
from liuwan_process.process_library import rows, slugs, working_copy
from liuwan_process.process_library.drawing_words import in_words, meant, own_words, said

if TYPE_CHECKING:
	from frappe.model.document import Document

FLOW = ("steps", "transitions")


def to_draw(process: Document, language: str = "en") -> bytes:
	"""The working copy as a BPMN file, things where somebody put them; a start and an end where there is nothing yet."""
	definition = working_copy.to_definition(process)
	if not definition.steps:
		definition = replace(definition, **_beginning())
	kept = places(process)
	if kept:
		kept["lanes"] = {in_words(lane, language): place for lane, place in kept["lanes"].items()}
	return to_bpmn(said(definition, language), kept, lambda text: in_words(text, language))


def _beginning() -> dict[str, tuple]:
	steps = (Step("start", _("Start"), "start"), Step("end", _("End"), "end"))
	return {"steps": steps, "transitions": (Transition("start", "end", "Submit"),)}


def places(process: Document) -> dict[str, Any] | None:
	"""Where things were put by hand, if they were."""
	return json.loads(process.drawing_places) if process.drawing_places else None


def refuse_stale(process: Document, modified: str) -> None:
	"""Raises TimestampMismatchError when the working copy is not the one that was opened."""
	if str(process.modified) == modified:
		return
	who, when = get_fullname(process.modified_by), format_datetime(process.modified)
	message = _(
		"{0} changed {1} after you opened the drawing ({2}). Nothing was saved. Keep your drawing as a file, "
		"open the process anew and draw your change again."
	)
	title = _("Changed in the Meantime")
	frappe.throw(message.format(who, process.title, when), frappe.TimestampMismatchError, title)


def take(process: Document, content: bytes, language: str = "en") -> tuple[Note, ...]:
	"""Put what was drawn into the rows; what did not get there as it was drawn. Nothing is saved.

	`language` is that in which the drawing was opened.

	Raises DefinitionError for what is no drawing of ours.
	"""
	reading = from_bpmn(content)
	if not reading.ours:
		raise DefinitionError(_("This is not a drawing of the process"))
	names = _names(process, reading)
	own, drawn = working_copy.to_definition(process), _named(parse(reading.document), names)
	base, words = said(own, language), own_words(own, language)
	_set_flow(process, base, drawn, reading.origins, words)
	lost = _set_others(process, base, drawn)
	nodes = {names.get(step, step): node for step, node in reading.nodes.items()}
	graph = build(working_copy.to_definition(process), Ids())
	kept = taken(root_of(content), graph, nodes)
	kept["lanes"] = {words["lane"].get(lane, lane): place for lane, place in kept["lanes"].items()}
	process.drawing_places = json.dumps(kept, separators=(",", ":"))
	return (*(note for note in reading.notes if note.fate != TAKEN), *lost)


def _names(process: Document, reading: Reading) -> dict[str, str]:
	"""The names of new steps, as those get them that are typed into the table."""
	known = {row.step_id for row in process.steps}
	used, names = set(known), {}
	for row in reading.document["steps"]:
		if row["id"] not in known:
			names[row["id"]] = slugs.step_id(row["title"], used)
			used.add(names[row["id"]])
	return names


def _named(definition: Definition, names: dict[str, str]) -> Definition:
	def name(step: str) -> str:
		return names.get(step, step)

	ways = [replace(way, source=name(way.source), target=name(way.target)) for way in definition.transitions]
	steps = [replace(step, id=name(step.id)) for step in definition.steps]
	return replace(definition, steps=tuple(steps), transitions=tuple(ways))


def _set_flow(
	process: Document, base: Definition, drawn: Definition, origins: tuple[int | None, ...], words: dict
) -> None:
	"""Rows of steps and transitions in the order of the drawing, each with what is different there."""
	before, after = working_copy.tables(base), working_copy.tables(drawn)
	place = {row["step_id"]: number for number, row in enumerate(before["steps"])}
	of = {"steps": [place.get(row["step_id"]) for row in after["steps"]], "transitions": list(origins)}
	for table in FLOW:
		kept = [
			_row(process.get(table), before[table], words, *each)
			for each in zip(of[table], after[table], strict=True)
		]
		_set(process, table, kept)


def _row(
	there: list[Any], before: list[dict], words: dict, number: int | None, values: dict[str, Any]
) -> Any:
	if number is None or number >= len(there):
		return meant(values, words)
	changed = {key: value for key, value in values.items() if value != before[number].get(key)}
	there[number].update(meant(changed, words))
	return there[number]


def _set(process: Document, table: str, kept: list[Any]) -> None:
	process.set(table, kept)
	for number, row in enumerate(process.get(table), 1):
		row.idx = number


def _set_others(process: Document, base: Definition, drawn: Definition) -> list[Note]:
	"""Rows about a step go with it; copies of a step bring theirs."""
	gone = base.by_id.keys() - drawn.by_id.keys()
	new = drawn.by_id.keys() - base.by_id.keys()
	brought, lost = working_copy.tables(drawn), []
	for table, columns in rows.STEP_REFERENCES.items():
		if table in FLOW:
			continue
		kept = [row for row in process.get(table) if row.get(columns[0]) not in gone]
		lost += [
			_forgotten(base, drawn, row, column)
			for column in columns[1:]
			for row in kept
			if row.get(column) in gone
		]
		_set(process, table, kept + [row for row in brought.get(table, []) if row.get(columns[0]) in new])
	return lost


def _forgotten(base: Definition, drawn: Definition, row: Any, column: str) -> Note:
	step, other = drawn.by_id[row.step], base.by_id[row.get(column)]
	row.set(column, None)
	message = _("It named “{0}”, which was taken out: say anew who does it")
	return Note(step.id, step.title, "userTask", LEFT_OUT, message, (other.title,))
