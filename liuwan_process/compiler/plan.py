"""What a publication is about to do: everything is read and decided here, nothing is written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import frappe

from liuwan_process.compiler import naming
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import Definition
from liuwan_process.definition.parse import parse
from liuwan_process.process_library.working_copy import to_definition

if TYPE_CHECKING:
	from frappe.model.document import Document

OPEN = ("Running", "Suspended")


@dataclass(frozen=True)
class Plan:
	"""One publication. `in_use` holds the new definition and then those of runs that are still open;
	`earlier` every published definition."""

	process: Document
	definition: Definition
	in_use: tuple[Definition, ...]
	earlier: tuple[Definition, ...]
	latest: frappe._dict | None

	@property
	def form(self) -> str:
		return self.definition.doctype

	@property
	def checksum(self) -> str:
		return checksum(self.definition)

	@property
	def is_new_version(self) -> bool:
		return not self.latest or self.latest.checksum != self.checksum


def prepare(process: Document, frozen: Definition | None = None) -> Plan:
	"""Read everything that a publication needs: of the working copy, or of what was `frozen` of it before."""
	versions = _versions(process.name)
	earlier = {v.name: parse(json.loads(v.definition)) for v in versions}
	latest = versions[-1] if versions else None
	definition = _numbered(_with_form(process, frozen), latest)
	open_runs = [d for name, d in earlier.items() if name in _open_versions(process.name)]
	return Plan(
		process=process,
		definition=definition,
		in_use=(definition, *reversed([d for d in open_runs if d.version != definition.version])),
		earlier=tuple(earlier.values()),
		latest=latest,
	)


def document_of(definition: Definition) -> dict[str, Any]:
	return dump(definition)


def checksum(definition: Definition) -> str:
	"""The same for two definitions that differ in nothing but the number of their version."""
	text = json.dumps(dump(replace(definition, version=0)), sort_keys=True, ensure_ascii=False)
	return hashlib.sha256(text.encode()).hexdigest()


def _with_form(process: Document, frozen: Definition | None) -> Definition:
	definition = frozen or to_definition(process)
	if definition.doctype or definition.linked:
		return definition
	return replace(definition, doctype=naming.form_name(process.code, process.title))


def _numbered(definition: Definition, latest: frappe._dict | None) -> Definition:
	if not latest:
		return replace(definition, version=1)
	same = latest.checksum == checksum(definition)
	return replace(definition, version=latest.version if same else latest.version + 1)


def _versions(process: str) -> list[frappe._dict]:
	return frappe.get_all(
		"Process Version",
		filters={"process_code": process},
		fields=["name", "version", "status", "checksum", "definition"],
		order_by="version",
	)


def _open_versions(process: str) -> set[str]:
	"""Names of the versions that runs still follow."""
	if not frappe.db.table_exists("Process Instance"):
		return set()
	filters = {"process_version": ("like", f"{process}-v%"), "status": ("in", OPEN)}
	return set(frappe.get_all("Process Instance", filters, pluck="process_version", distinct=True))
