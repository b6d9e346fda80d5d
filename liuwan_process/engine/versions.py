"""Published definitions, parsed once per worker: a version never changes."""

from __future__ import annotations

import json
from collections.abc import Iterable

import frappe
from frappe import _

from liuwan_process.definition.model import Definition
from liuwan_process.definition.parse import parse
from liuwan_process.engine.errors import EngineError

KEPT = 1_000
_parsed: dict[tuple[str, str], Definition] = {}


def get_definition(version: str) -> Definition:
	"""The definition of a Process Version by its name."""
	return get_definitions([version])[version]


def get_definitions(versions: Iterable[str]) -> dict[str, Definition]:
	"""Definitions of many Process Versions by their names; one statement for those not read before."""
	site, wanted = frappe.local.site, list(dict.fromkeys(versions))
	found = {version: _parsed.get((site, version)) for version in wanted}
	missing = [version for version, definition in found.items() if definition is None]
	if missing:
		found |= _read(missing)
		if len(_parsed) + len(missing) > KEPT:
			_parsed.clear()
		_parsed.update({(site, version): found[version] for version in missing})
	return found


def current_version(process: str) -> str:
	"""Name of the version that new runs of a process take. Raises EngineError when there is none."""
	status, version = frappe.get_cached_value("Process", process, ["status", "current_version"]) or (
		None,
		None,
	)
	if status != "Published" or not version:
		frappe.throw(_("Process {0} is not published").format(_(process)), EngineError)
	return version


def process_of(doctype: str) -> str | None:
	"""The process whose form is this DocType, or None."""
	return forms().get(doctype)


def forms() -> dict[str, str]:
	"""DocType -> process, of every form that a version was published for, retired ones too."""
	if frappe.flags.in_uninstall:  # the table may be gone, and nothing is to be guarded any more
		return {}
	found = frappe.cache.get_value("liuwan_process_forms")
	if not found:
		rows = frappe.get_all(
			"Process Version", fields=["document_type", "process_code"], order_by="creation"
		)
		found = {row.document_type: row.process_code for row in rows if row.document_type}
		frappe.cache.set_value("liuwan_process_forms", found)
	return found


def clear_forms(*_args) -> None:
	"""To be called when a version is made or removed."""
	frappe.cache.delete_value("liuwan_process_forms")


def _read(versions: list[str]) -> dict[str, Definition]:
	rows = frappe.get_all("Process Version", {"name": ("in", versions)}, ["name", "definition"])
	texts = {row.name: row.definition for row in rows}
	for version in versions:
		if not texts.get(version):
			frappe.throw(_("There is no version {0}").format(version), EngineError)
	return {v: parse(json.loads(text) if isinstance(text, str) else text) for v, text in texts.items()}
