"""What a version touches, for the page that asks before publication and for the version's own form."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.compiler.plan import prepare
from liuwan_process.definition.diff import compare, nothing
from liuwan_process.definition.model import Definition
from liuwan_process.portal import environment
from liuwan_process.process_library import impact
from liuwan_process.process_library.doers import Registry
from liuwan_process.process_library.versions.words import joined

Row = dict[str, Any]
SHOWN = 30


def of_working_copy(process: Any) -> str:
	"""HTML of what publishing a working copy would touch."""
	plan = prepare(process)
	before = plan.earlier[-1] if plan.earlier else nothing(plan.definition)
	return html(impact.of(compare(before, plan.definition)), before, plan.definition)


def between(before: Definition | None, after: Definition | None, registry: Registry | None = None) -> str:
	"""HTML of what the step from one definition to the other touches; None: the process is new, or is retired."""
	known = after or before
	if known is None:
		return ""
	before, after = before or nothing(known), after or nothing(known)
	return html(impact.of(compare(before, after), registry), before, after)


def of_version(version: str) -> str:
	"""HTML of what a version touched when it came into force."""
	found = impact.comparison_of(version)
	return html(impact.kept(version), found.before, found.after)


def html(found: Row, *definitions: Definition) -> str:
	"""HTML of what `impact.of` found; `definitions` name the steps; the last one has the last word."""
	titles = {step.id: step.title for definition in definitions for step in definition.steps}
	positions = [_position(row, titles) for row in found["positions"]]
	values = {
		"first": found["first"],
		"positions": positions[:SHOWN],
		"more_positions": max(len(positions) - SHOWN, 0),
		"people": len(found["people"]),
		"everybody": _steps(found["everybody"], titles),
		"clauses": [row | {"steps": _steps(row["steps"], titles)} for row in found["clauses"]],
		"callers": [
			row | {"title": _(row["title"]), "steps": joined(map(_, row["steps"]))}
			for row in found["callers"]
		],
		"called": _titles(found["called"]),
		"interfaces": _interfaces(found.get("interfaces", [])),
		"running": [row | {"steps": joined(map(_, row["steps"].split(", ")))} for row in found["running"]],
		"total": sum(row["count"] for row in found["running"]),
	}
	return environment.render("impact.html", values)


def _position(row: Row, titles: dict[str, str]) -> Row:
	unit = _(row["unit"]) if row["unit"] else ""
	return row | {
		"title": _(row["title"]),
		"unit": unit,
		"holders": joined(row["holders"]),
		"steps": _steps(row["steps"], titles),
	}


def _steps(ids: list[str], titles: dict[str, str]) -> str:
	return joined(_(titles.get(step, step)) for step in ids)


def _interfaces(rows: list[Row]) -> list[Row]:
	"""Objects and processes by their titles; two statements where there are any."""
	names = {
		row["process"]: row["title"] for row in _titles(sorted({c for r in rows for c in r["processes"]}))
	}
	things = [row["thing"] for row in rows]
	found = frappe.get_all("Process Object", {"name": ("in", things)}, ["name", "title"]) if things else []
	titles = {row.name: _(row.title) for row in found}
	return [
		{
			"thing": titles.get(row["thing"], row["thing"]),
			"processes": joined(names.get(code, code) for code in row["processes"]),
		}
		for row in rows
	]


def _titles(processes: list[str]) -> list[Row]:
	if not processes:
		return []
	rows = frappe.get_all("Process", {"name": ("in", processes)}, ["name", "title"])
	return [{"process": row.name, "title": _(row.title)} for row in rows]
