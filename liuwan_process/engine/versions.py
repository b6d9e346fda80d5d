"""Published definitions, parsed once per worker: a version never changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition import insertion
from liuwan_process.definition.model import Definition
from liuwan_process.definition.parse import parse
from liuwan_process.engine.errors import EngineError
from liuwan_process.kept import Kept

KEPT = 1_000
FORMS = Kept("forms")
CLOSED = Kept("closed_fields")  # what requests may not ask about: see permissions/requests.py
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


def definition_of(instance: dict[str, Any]) -> Definition:
	"""The definition that one run follows: its version's, with the steps that were put into this run alone.

	`instance`: a row with `process_version` and `state`.
	"""
	definition = get_definition(instance["process_version"])
	if '"inserted"' not in (instance["state"] or ""):
		return definition
	return insertion.insert(definition, json.loads(instance["state"])["inserted"])


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
	return FORMS.get("all", _read_forms)


def _read_forms() -> dict[str, str]:
	rows = frappe.get_all("Process Version", fields=["document_type", "process_code"], order_by="creation")
	return {row.document_type: row.process_code for row in rows if row.document_type}


def clear_forms(*_args) -> None:
	"""To be called when a version is made or removed."""
	FORMS.forget()
	CLOSED.forget()


def _read(versions: list[str]) -> dict[str, Definition]:
	rows = frappe.get_all("Process Version", {"name": ("in", versions)}, ["name", "definition"])
	texts = {row.name: row.definition for row in rows}
	for version in versions:
		if not texts.get(version):
			frappe.throw(_("There is no version {0}").format(version), EngineError)
	return {v: parse(json.loads(text) if isinstance(text, str) else text) for v, text in texts.items()}
