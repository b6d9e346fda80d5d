"""Single values of a definition's JSON, or a DefinitionError that names the place."""

from __future__ import annotations

from typing import Any

from liuwan_process.definition.model import DefinitionError


def text(row: dict[str, Any], key: str, where: str) -> str:
	"""The words of `key`, which must be there."""
	value = row.get(key)
	if not isinstance(value, str) or not value.strip():
		raise DefinitionError(f"{key} is missing", where)
	return value.strip()


def choice(row: dict[str, Any], key: str, allowed: tuple[str, ...], where: str) -> str:
	"""The value of `key`, the first allowed one when nothing is given."""
	value = row.get(key) or allowed[0]
	if value not in allowed:
		raise DefinitionError(f"{key} cannot be {value!r}", where)
	return value
