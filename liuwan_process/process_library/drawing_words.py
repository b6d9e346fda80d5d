"""Titles, lanes and actions of a drawing in its reader's language, and back where they were not written anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from frappe import _

from liuwan_process.definition.model import Definition


def said(definition: Definition, language: str) -> Definition:
	"""The definition in the words of a reader."""

	def say(row: Any, *columns: str) -> Any:
		return replace(row, **{column: in_words(getattr(row, column), language) for column in columns})

	return replace(
		say(definition, "title"),
		fields=tuple(say(field, "label") for field in definition.fields),
		steps=tuple(say(step, "title", "lane") for step in definition.steps),
		transitions=tuple(say(way, "action") for way in definition.transitions),
	)


def in_words(text: str, language: str) -> str:
	return _(text, language) if text else text


def own_words(definition: Definition, language: str) -> dict[str, dict[str, str]]:
	"""Column -> what a reader sees -> what stands in the rows: a step that is moved to a lane gets the lane's own name."""
	return {
		"lane": {in_words(step.lane, language): step.lane for step in definition.steps},
		"action": {in_words(way.action, language): way.action for way in definition.transitions},
	}


def meant(values: dict[str, Any], words: dict[str, dict[str, str]]) -> dict[str, Any]:
	"""Values of a row with the rows' own words in place of those that a reader sees."""
	return {key: words[key].get(value, value) if key in words else value for key, value in values.items()}
