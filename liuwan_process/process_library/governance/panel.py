"""What a release holds, for those who decide on it: each process before and after, what is different, its steps."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate
from markupsafe import Markup

from liuwan_process.definition import diff
from liuwan_process.definition.layout import layout
from liuwan_process.definition.model import Definition
from liuwan_process.definition.svg import render
from liuwan_process.engine.versions import get_definition
from liuwan_process.portal import environment, times, who
from liuwan_process.process_library import impact_view
from liuwan_process.process_library.doers import Registry
from liuwan_process.process_library.governance import candidates, differences, levels
from liuwan_process.process_library.versions import drawings
from liuwan_process.process_library.working_copy import to_definition

Row = dict[str, Any]
IN_FULL = 5  # of more processes only the chosen one is shown with drawings and steps


def of(release: Row, chosen: str = "") -> Row:
	"""Words and items of a release as its form holds it: `lines` [(label, text)], `items`."""
	rows = release.get("processes") or []
	processes = _processes([row["process_code"] for row in rows])
	registry = Registry() if rows else None  # the organisation is read once for all
	shown = (
		{row["process_code"] for row in rows} if len(rows) <= IN_FULL else {chosen or rows[0]["process_code"]}
	)
	return {
		"items": [
			_item(row, processes[row["process_code"]], registry if row["process_code"] in shown else None)
			for row in rows
		],
		"lines": _lines(release),
	}


def html(release: Row, chosen: str = "") -> str:
	"""For the desk's form; escaped where it has to be."""
	return environment.render("release_desk.html", {"release": of(release, chosen)})


def _lines(release: Row) -> list[tuple[str, str]]:
	day = release.get("effective_date")
	lines = [(_("In Force From"), formatdate(day) if day else _("as soon as it is approved"))]
	if release.get("how_far"):
		lines.append((_("Approved Up To"), _(release["how_far"])))
	return lines


def _processes(names: list[str]) -> dict[str, Row]:
	fields = ["name", "title", "level", "number", "org_unit", "current_version", "status"]
	return {row.name: row for row in frappe.get_all("Process", {"name": ("in", names or [""])}, fields)}


def _item(row: Row, process: Row, registry: Registry | None) -> Row:
	"""In full where a registry tells whom it touches."""
	action = row.get("action") or (levels.CHANGE if process.status == "Published" else levels.SET_UP)
	item = {
		"code": process.name,
		"title": _(process.title),
		"number": process.number or "",
		"level": _(process.level),
		"unit": _(process.org_unit or ""),
		"action": _(action),
		"retires": action == levels.RETIRE,
		"what_changed": row.get("what_changed") or "",
		"status": _(row.get("status") or ""),
		"error": row.get("error") or "",
		"in_full": registry is not None,
		"moved_on": bool(row.get("candidate"))
		and row.get("status") == "In Release"
		and candidates.has_moved_on(row["candidate"]),
	}
	return item | (_comparison(row, process, action, registry) if registry else {})


def _comparison(row: Row, process: Row, action: str, registry: Registry) -> Row:
	version = row.get("version_before") or process.current_version
	before = get_definition(version) if version else None
	after = None if action == levels.RETIRE else _after(row, process)
	both = before is not None and after is not None
	return {
		**(_marked(before, after) if both else {"before": _drawings(before), "after": _drawings(after)}),
		"differences": differences.between(before, after) if both else [],
		"compared": both,
		"impact": Markup(_impact(row, before, after, registry)),
		"steps": _steps(after or before),
	}


def _impact(row: Row, before: Definition | None, after: Definition | None, registry: Registry) -> str:
	"""Once in force it says what it touched on that day."""
	if row.get("version"):
		return impact_view.of_version(row["version"])
	return impact_view.between(before, after, registry)


def _after(row: Row, process: Row) -> Definition | None:
	"""What was frozen; before it is sent, the working copy."""
	if row.get("candidate"):
		return candidates.definition_of(row["candidate"])
	definition = to_definition(frappe.get_doc("Process", process.name))
	return definition if definition.steps else None


def _marked(before: Definition, after: Definition) -> dict[str, dict[str, Markup]]:
	"""Both drawings, with what changed marked in them."""
	compared = diff.compare(before, after)
	return {
		name: {width: Markup(draw(compared, width == "narrow")) for width in ("wide", "narrow")}
		for name, draw in (("before", drawings.before), ("after", drawings.after))
	}


def _drawings(definition: Definition | None) -> dict[str, Markup] | None:
	if definition is None:
		return None
	return {name: _svg(definition, name == "narrow") for name in ("wide", "narrow")}


def _svg(definition: Definition, compact: bool) -> Markup:
	laid_out = layout(definition, _, compact=compact)
	return Markup(render(laid_out, definition, title=_(definition.title), translate=_))


def _steps(definition: Definition | None) -> list[Row]:
	if definition is None:
		return []
	return [
		{
			"title": _(step.title),
			"lane": _(step.lane) if step.lane else "",
			"who": who.described(definition, step),
			"limit": times.limit(step.limit.amount, step.limit.unit) if step.limit else "",
		}
		for step in definition.steps
		if step.kind != "end"
	]
