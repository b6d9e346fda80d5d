"""What became of the parts of a file that a definition cannot hold as they are. Messages are English templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

APPROXIMATED, LEFT_OUT, NOT_UNDERSTOOD = "approximated", "left out", "not understood"
TAKEN = "taken over"  # what somebody drew or typed, as it was meant


@dataclass(frozen=True, slots=True)
class Note:
	"""`kind` is the name of the BPMN element, `fate` one of the four words above."""

	id: str
	name: str
	kind: str
	fate: str
	message: str
	args: tuple[str, ...] = ()

	def text(self, translate: Callable[[str], str] = str) -> str:
		return translate(self.message).format(*self.args)


class Report(list):
	"""Notes in the order in which they came up, each once."""

	def add(self, element: Any, fate: str, message: str, *args: str) -> None:
		name = " ".join((element.get("name") or "").split())
		note = Note(element.get("id") or "", name, etree.QName(element).localname, fate, message, args)
		if note not in self:
			self.append(note)


def _(text: str) -> str:
	"""Marks a text for translation; it is translated by who shows it."""
	return text
