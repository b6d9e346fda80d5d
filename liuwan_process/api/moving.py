"""Running cases to the version in force: which can move, which cannot and why, and the move itself (process office)."""

from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.model import WORK_KINDS
from liuwan_process.engine import move_many
from liuwan_process.engine.move_check import check as check_cases
from liuwan_process.engine.versions import current_version, get_definition, get_definitions
from liuwan_process.permissions.office import require_office

LISTED = 200
VIEW = "liuwan_process/process_execution/views/moving.html"
OUTCOME = "liuwan_process/process_execution/views/moved.html"


@frappe.whitelist()
def waiting(process: str) -> dict[str, Any]:
	"""{"count": cases that follow an earlier version, "progress": of a job that moves some}."""
	require_office()
	published = frappe.db.get_value("Process", process, "status") == "Published"
	count = len(move_many.candidates(process)) if published else 0
	return {"count": count, "progress": progress(process)}


@frappe.whitelist()
def check(process: str, instance: str | None = None, mapping: dict | str | None = None) -> dict[str, Any]:
	"""The list of cases with what keeps each from moving, as HTML; one case, or those of earlier versions.

	Without a mapping a step of the same title takes the place of one that is gone.
	"""
	require_office()
	steps, version = _mapping(mapping), current_version(process)
	found = [instance] if instance else move_many.candidates(process)
	cases = check_cases(found[:LISTED], version, steps)
	places = _places(cases, version)
	if mapping is None and (proposed := {p["id"]: p["proposal"] for p in places if p["proposal"]}):
		steps, cases = proposed, check_cases(found[:LISTED], version, proposed)
	context = {
		"cases": cases,
		"version": version,
		"places": places,
		"targets": _targets(version),
		"mapping": steps,
		"total": len(found),
	}
	html = frappe.render_template(VIEW, context)
	return {"html": html, "listed": len(cases), "total": len(found), "version": version}


@frappe.whitelist(methods=["POST"])
def move(
	process: str,
	instances: list | str,
	comment: str,
	mapping: dict | str | None = None,
	accept_losses: bool = False,
	everything: bool = False,
) -> dict[str, Any]:
	"""Move the chosen cases, or `everything` that follows an earlier version. More than 20 are moved by a job."""
	require_office()
	names = move_many.candidates(process) if everything else frappe.parse_json(instances)
	how = {"mapping": _mapping(mapping), "comment": comment, "accept_losses": bool(accept_losses)}
	return _shown(move_many.move_all(process, names, **how))


@frappe.whitelist()
def progress(process: str) -> dict[str, Any] | None:
	"""Where the job of a process stands, with its outcome as HTML."""
	require_office()
	found = move_many.progress_of(process)
	return _shown(found) if found else None


def _shown(progress: dict[str, Any]) -> dict[str, Any]:
	return progress | {"html": frappe.render_template(OUTCOME, progress)}


def _places(cases: list[dict], version: str) -> list[dict[str, Any]]:
	"""Steps in which cases stand and which the new version does not have: id, title, proposal, count."""
	new = get_definition(version)
	by_title = {step.title: step.id for step in new.steps if step.kind in WORK_KINDS}
	definitions = get_definitions(case.process_version for case in cases)
	found: dict[str, dict[str, Any]] = {}
	for case in cases:
		for step in (definitions[case.process_version].by_id[s] for s in case.standing):
			if step.id not in new.by_id:
				proposal = by_title.get(step.title, "")
				place = {"id": step.id, "title": step.title, "proposal": proposal, "count": 0}
				found.setdefault(step.id, place)["count"] += 1
	return list(found.values())


def _targets(version: str) -> list[tuple[str, str]]:
	return [(step.id, step.title) for step in get_definition(version).steps if step.kind in WORK_KINDS]


def _mapping(mapping: dict | str | None) -> dict[str, str]:
	found = frappe.parse_json(mapping) or {}
	if not isinstance(found, dict):
		frappe.throw(_("The steps cannot be read"))
	return {str(old): str(new) for old, new in found.items() if new}
