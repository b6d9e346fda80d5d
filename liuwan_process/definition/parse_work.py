"""JSON -> the work of steps without people (see `work.py`). Refuses what it cannot read, naming the step."""

from __future__ import annotations

from typing import Any

from liuwan_process.definition import work
from liuwan_process.definition.model import DefinitionError
from liuwan_process.definition.reading import choice, text
from liuwan_process.definition.work import Assignment, Call, Creation, Subprocess

Row = dict[str, Any]


def of_step(row: Row, where: str) -> dict[str, Any]:
	"""`sets`, `creation`, `call` and `subprocess` of a step's JSON. Raises DefinitionError."""
	return {
		"sets": assignments(row.get("sets"), where),
		"creation": _creation(row.get("creation"), where),
		"call": _call(row.get("call"), where),
		"subprocess": _subprocess(row.get("subprocess"), where),
	}


def assignments(rows: list[Row] | None, where: str) -> tuple[Assignment, ...]:
	return tuple(Assignment(text(row, "target", where), text(row, "value", where)) for row in rows or [])


def _creation(row: Row | None, where: str) -> Creation | None:
	if not row:
		return None
	return Creation(
		doctype=text(row, "doctype", where),
		rights=choice(row, "rights", work.RIGHTS, where),
		user=row.get("user") or "",
		fields=assignments(row.get("fields"), where),
		into=row.get("into") or "",
	)


def _call(row: Row | None, where: str) -> Call | None:
	if not row:
		return None
	return Call(
		url=text(row, "url", where),
		send=assignments(row.get("send"), where),
		take=assignments(row.get("take"), where),
		timeout=float(row.get("timeout") or work.TIMEOUT),
		attempts=int(row.get("attempts") or work.ATTEMPTS),
	)


def _subprocess(row: Row | None, where: str) -> Subprocess | None:
	if not row:
		return None
	return Subprocess(
		process=text(row, "process", where),
		give=assignments(row.get("give"), where),
		take=assignments(row.get("take"), where),
		wait=bool(row.get("wait", True)),
		starter=choice(row, "starter", work.STARTERS, where),
		outcomes=_outcomes(row.get("outcomes") or {}, where),
	)


def _outcomes(row: Row, where: str) -> dict[str, str]:
	unknown = [outcome for outcome in row if outcome not in work.OUTCOMES]
	if unknown:
		raise DefinitionError(f"outcome cannot be {unknown[0]!r}", where)
	return {outcome: row[outcome] for outcome in work.OUTCOMES if row.get(outcome)}
