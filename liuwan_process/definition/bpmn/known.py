"""What exports of ours noted, and whether a condition is one of ours."""

from __future__ import annotations

from collections.abc import Mapping

from liuwan_process.definition import conditions
from liuwan_process.definition.bpmn.names import words
from liuwan_process.definition.bpmn.source import Node, Way, own_note

NOWHERE = 10**9


def note_of(way: Way) -> Mapping[str, str]:
	note = own_note(way.element, "transition") if way.element is not None else None
	return note.attrib if note is not None else {}


def note_of_part(way: Way) -> Mapping[str, str]:
	note = own_note(way.element, "part") if way.element is not None else None
	return note.attrib if note is not None else {}


def is_ours(way: Way) -> bool:
	"""Whether the flow was exported, be it a transition or what leads to a gateway."""
	return way.own is not None or (way.element is not None and own_note(way.element, "part") is not None)


def note_of_step(node: Node) -> Mapping[str, str]:
	note = own_note(node.element, "step")
	return note.attrib if note is not None else {}


def part_of(node: Node) -> str:
	"""The id of the step that a gateway, a timer or a start event belongs to."""
	note = own_note(node.element, "part")
	return (note.get("of") or "") if note is not None else ""


def number(note: Mapping[str, str]) -> int:
	"""The place that something had in its definition; far behind where nobody knows."""
	text = note.get("number") or ""
	return int(text) if text.isdecimal() else NOWHERE


def plain(text: str | None) -> str:
	"""As a name is read from a file."""
	return " ".join(words(text or "").split())


def is_condition(text: str, names: set[str]) -> bool:
	"""Whether it can be read and uses nothing but these names."""
	try:
		return conditions.names(text) <= names
	except conditions.ConditionError:
		return False
