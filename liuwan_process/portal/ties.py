"""What steps are tied to, on pages: objects with the form to fill in, clauses with their words, risks, indicators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import frappe
from frappe import _

from liuwan_process.definition.model import Step
from liuwan_process.process_library.ties import Reader, Row, Rule, Ties

Part = dict[str, Any]


def of_steps(steps: Iterable[Step]) -> dict[str, list[Part]]:
	"""Step id -> its parts {heading, items}; items are {title, note, text, address, file}. See `Reader` for the cost."""
	steps = list(steps)
	reader = Reader(steps)
	return {step.id: parts(reader.of(step)) for step in steps}


def of(step: Step) -> list[Part]:
	return of_steps([step])[step.id]


def parts(ties: Ties) -> list[Part]:
	"""In the order people ask: rules, risks, what comes in and goes out, what is measured."""
	found = [
		{"heading": _("Regulation"), "items": [_rule(row) for row in ties.rules]},
		{"heading": _("Risks and controls"), "items": [_risk(row) for row in ties.risks]},
		{"heading": _("Input"), "items": [_thing(row) for row in ties.inputs]},
		{"heading": _("Output"), "items": [_thing(row) for row in ties.outputs]},
		{"heading": _("Measured by"), "items": [_indicator(row) for row in ties.indicators]},
	]
	return [part for part in found if part["items"]]


def _item(title: str, note: str = "", text: str = "", address: str = "", file: str = "") -> Part:
	return {"title": title, "note": note, "text": text, "address": address, "file": file}


def _rule(row: Rule) -> Part:
	clause = " ".join(filter(None, (row.clause, row.clause_title)))
	title = f"{row.number} {row.title}" + (f" · {clause}" if clause else "")
	note = "" if row.in_force else _("Not in force")
	if row.named:
		note = _("The step was written for {0}; this version is in force now").format(row.named)
	return _item(title, note, row.text, regulation_address(row.regulation, row.clause), row.file)


def regulation_address(name: str, clause: str = "") -> str:
	return f"/process/library/regulation/{quote(name)}" + (f"#clause-{quote(clause)}" if clause else "")


def _risk(row: Row) -> Part:
	control = _("Control: {0}").format(row.control) if row.control else ""
	return _item(
		row.title,
		_("Rating: {0}").format(row.rating) if row.rating else "",
		"\n".join(filter(None, (row.risk, control))),
	)


def _thing(row: Row) -> Part:
	"""What is filled in by starting a process leads there, as long as it can be started."""
	process = row.form if row.form_type == "Process" else ""
	address = f"/process/start/{quote(process)}" if process and _is_published(process) else ""
	return _item(row.title, row.kind, row.description or "", address)


def _is_published(process: str) -> bool:
	return frappe.get_cached_value("Process", process, "status") == "Published"


def _indicator(row: Row) -> Part:
	target = f"{row.target} {row.unit}".strip()
	return _item(row.title, _("Target: {0}").format(target) if target else "")
