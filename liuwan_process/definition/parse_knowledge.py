"""JSON -> the things, clauses, risks, indicators and responsibilities of a step (see `knowledge.py`)."""

from __future__ import annotations

from typing import Any

from liuwan_process.definition import knowledge
from liuwan_process.definition.knowledge import Clause, Indicator, Responsibility
from liuwan_process.definition.model import DefinitionError
from liuwan_process.definition.reading import choice, text

Row = dict[str, Any]


def of_step(row: Row, where: str) -> dict[str, Any]:
	"""The six parts of a step's JSON, each of which may be missing. Raises DefinitionError."""
	return {
		"inputs": _names(row, "inputs", where),
		"outputs": _names(row, "outputs", where),
		"clauses": tuple(_clause(each, where) for each in _rows(row, "clauses", where)),
		"risks": _names(row, "risks", where),
		"indicators": tuple(_indicator(each, where) for each in _rows(row, "indicators", where)),
		"responsibilities": tuple(
			_responsibility(each, where) for each in _rows(row, "responsibilities", where)
		),
	}


def _names(row: Row, key: str, where: str) -> tuple[str, ...]:
	names = row.get(key) or []
	if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
		raise DefinitionError(f"{key} must be a list of names", where)
	return tuple(name.strip() for name in names)


def _rows(row: Row, key: str, where: str) -> list[Row]:
	rows = row.get(key) or []
	if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
		raise DefinitionError(f"{key} must be a list", where)
	return rows


def _clause(row: Row, where: str) -> Clause:
	return Clause(text(row, "regulation", where), str(row.get("clause") or "").strip())


def _indicator(row: Row, where: str) -> Indicator:
	return Indicator(
		text(row, "title", where), str(row.get("target") or "").strip(), str(row.get("unit") or "").strip()
	)


def _responsibility(row: Row, where: str) -> Responsibility:
	party = choice(row, "party", knowledge.PARTIES, where)
	name = str(row.get("name") or "").strip() if party in knowledge.NAMED_PARTIES else ""
	return Responsibility(choice(row, "letter", knowledge.LETTERS, where), party, name)
