"""What BPMN has no word for, as JSON in elements of our own: a step's row as packs have it, and what is left of the rest."""

from __future__ import annotations

import json
from typing import Any

from liuwan_process.definition.bpmn.names import NO_XML
from liuwan_process.definition.bpmn.notes import _
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import DefinitionError

IN_THE_DRAWING = ("steps", "transitions")


def rest_of(document: dict[str, Any]) -> dict[str, Any]:
	"""A definition's document without what the drawing holds."""
	return {key: value for key, value in document.items() if key not in IN_THE_DRAWING}


def rows_of(definition) -> tuple[dict[str, Any], dict[str, dict[str, Any]], list[dict[str, Any]]]:
	"""The rest of the document, the rows of the steps by id, the rows of the transitions in order."""
	document = dump(definition)
	return rest_of(document), {row["id"]: row for row in document["steps"]}, document["transitions"]


def pack(value: Any) -> str:
	"""JSON that XML can hold."""
	text = json.dumps(value, ensure_ascii=False, sort_keys=True)
	return NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def unpack(text: str | None, where: str) -> dict[str, Any]:
	"""What `pack` wrote. Raises DefinitionError that names the element."""
	try:
		value = json.loads(text or "")
	except ValueError:
		value = None
	if not isinstance(value, dict):
		raise DefinitionError(_("What Liuwan Process noted here cannot be read"), where)
	return value
