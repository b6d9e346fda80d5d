"""The columns of a form as DocField rows, with what each step may do with them for the desk to show.

The engine enforces what is required and editable; these expressions only spare people a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from liuwan_process.compiler import levels
from liuwan_process.compiler.states import PARALLEL, splits, state_of
from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, FormField, Step

NEVER_LISTED = ("Table", "Text", "Small Text", "Attach")
COLUMNS_SHOWN = 5

SYSTEM_FIELDS = (
	{"fieldname": "run_section", "fieldtype": "Section Break", "label": "Process", "collapsible": 1},
	{
		"fieldname": "workflow_state",
		"fieldtype": "Link",
		"label": "Step",
		"options": "Workflow State",
		"read_only": 1,
		"no_copy": 1,
		"allow_on_submit": 1,
		"in_standard_filter": 1,
	},
	{
		"fieldname": "process_instance",
		"fieldtype": "Link",
		"label": "Process Instance",
		"options": "Process Instance",
		"read_only": 1,
		"no_copy": 1,
		"allow_on_submit": 1,
		"search_index": 1,
		"print_hide": 1,
	},
)


def of_form(in_use: tuple[Definition, ...], tables: dict[str, str], hidden: set[str]) -> list[dict[str, Any]]:
	"""DocField rows of the form: the newest definition's fields, then those that open runs still need.

	`hidden`: what some step hides, as `levels.hidden` finds it.
	"""
	fields: dict[str, FormField] = {}
	for definition in in_use:
		fields |= {name: f for name, f in definition.fields_by_name.items() if name not in fields}
	return [
		_docfield(field, tables) | _by_step(in_use, field) | {"permlevel": levels.of(field, hidden)}
		for field in fields.values()
	]


def of_table(definitions: Iterable[Definition], table: str, hidden: set[str]) -> list[dict[str, Any]]:
	"""DocField rows of one table of the form. What is required in which step the engine says."""
	columns: dict[str, FormField] = {}
	for definition in definitions:
		for field in definition.columns(table):
			columns.setdefault(field.name, field)
	rows = [
		_docfield(field, {})
		| {"reqd": int(_always_required(definitions, field)), "permlevel": levels.of(field, hidden)}
		for field in columns.values()
	]
	if not any(row["in_list_view"] for row in rows):
		for row in rows[:COLUMNS_SHOWN]:
			row["in_list_view"] = 1
	return rows


def _always_required(definitions: Iterable[Definition], column: FormField) -> bool:
	"""Not where some step adds rows without seeing or editing the column: Frappe would refuse those rows."""
	return column.required and all(
		access.may_edit_column(definition, step, column)
		for definition in definitions
		for step in definition.steps
		if access.rows_of(definition, step, column.table) != "fixed"
	)


def _docfield(field: FormField, tables: dict[str, str]) -> dict[str, Any]:
	return {
		"fieldname": field.name,
		"label": field.label,
		"fieldtype": field.type,
		"options": tables.get(field.name, field.options),
		"default": field.default or ("0" if field.type == "Check" else None),
		"description": field.description,
		"in_list_view": int(field.in_list and field.type not in NEVER_LISTED and field.holds_value),
		"hidden": 0,
		"reqd": 0,
	}


def _by_step(in_use: tuple[Definition, ...], field: FormField) -> dict[str, str]:
	"""Expressions for the desk: in which steps the field is required and can be edited; who sees it in a run the
	server says when the form is loaded."""
	if not field.holds_value:
		return {"mandatory_depends_on": "", "read_only_depends_on": "", "depends_on": ""}
	start = state_of(in_use[0].start)
	required = _titles(in_use, lambda d, s: field.name in access.required(d, s))
	editable = _titles(in_use, lambda d, s: field.name in access.editable(d, s))
	not_at_start = field.name in access.hidden(in_use[0].start)
	return {
		"mandatory_depends_on": _stands_in(required, start) if required else "",
		"read_only_depends_on": f"eval:!({_stands_in(_also_parallel(in_use, editable), start)[5:]})",
		"depends_on": "eval:doc.process_instance" if not_at_start else "",
	}


def _titles(in_use: tuple[Definition, ...], holds: Callable[[Definition, Step], bool]) -> list[str]:
	return list(dict.fromkeys(state_of(step) for d in in_use for step in d.steps if holds(d, step)))


def _also_parallel(in_use: tuple[Definition, ...], states: list[str]) -> list[str]:
	"""While several steps are open the document shows one state for all of them."""
	return [*states, PARALLEL] if states and any(splits(d) for d in in_use) else states


def _stands_in(states: list[str], start: str) -> str:
	"""A new document stands in the start before it has a state."""
	listed, first = (json.dumps(value, ensure_ascii=False) for value in (states, start))
	return f"eval:{listed}.includes(doc.workflow_state || {first})"
