"""Chains of processes with the titles of their objects, from the database; see `chains.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from liuwan_process.process_library import basis
from liuwan_process.process_library.basis import Subject
from liuwan_process.process_library.chains import Boundary, Chains


@dataclass(frozen=True)
class Interfaces:
	"""`things`: objects by name with `title` (in the reader's language) and `kind`."""

	subjects: dict[str, Subject]
	things: dict[str, dict[str, Any]]
	chains: Chains

	def title(self, process: str) -> str:
		return self.subjects[process].title

	def step(self, process: str, step: str) -> str:
		return _(self.subjects[process].definition.by_id[step].title)

	def thing(self, name: str) -> str:
		"""Title of an object; of a link without one, that a process starts the other."""
		return self.things[name]["title"] if name in self.things else name or _("starts")


def read(which: str = basis.CURRENT) -> Interfaces:
	"""Of all processes: a chain leads out of any part of them."""
	subjects = {subject.code: subject for subject in basis.read({"basis": which})}
	fields = ["name", "title", "kind", "from_outside", "to_outside"]
	things = {row.name: row for row in frappe.get_all("Process Object", fields=fields, limit=0)}
	boundaries = {
		name: Boundary(bool(row.from_outside), bool(row.to_outside)) for name, row in things.items()
	}
	for row in things.values():
		row.title = _(row.title)
	definitions = {code: subject.definition for code, subject in subjects.items()}
	return Interfaces(subjects, things, Chains(definitions, boundaries))
