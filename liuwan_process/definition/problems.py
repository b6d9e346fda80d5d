"""What soundness has to say of a definition. Messages are English templates, translated where they are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
	"""`where` is the id of the step or field (or ""), `table` the part of the process form to mend it in."""

	message: str
	where: str = ""
	args: tuple[str, ...] = ()
	level: str = "error"
	table: str = "steps"

	def text(self, translate=str) -> str:
		return translate(self.message).format(*self.args)


def _(text: str) -> str:
	"""Marks a text for translation; it is translated by who shows it."""
	return text
