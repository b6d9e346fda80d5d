"""A limit in the columns of a form: of a step, of a whole run, of a make-up task."""

from __future__ import annotations

from typing import Any

from frappe.utils import flt

from liuwan_process.definition.model import Limit
from liuwan_process.process_library import labels
from liuwan_process.process_library.labels import label_of

# Part of a limit: the column that holds it.
STEP = {
	"amount": "limit_amount",
	"unit": "limit_unit",
	"warn_before": "warn_before",
	"then": "when_late",
	"repeat": "repeat_every",
	"role": "escalate_role",
}
CASE = {
	"amount": "case_limit",
	"unit": "case_limit_unit",
	"warn_before": "case_warn_before",
	"then": "case_when_late",
	"repeat": "case_repeat_every",
}
MAKE_UP = {
	"amount": "make_up_amount",
	"unit": "make_up_unit",
	"warn_before": "make_up_warn_before",
	"then": "make_up_when_late",
	"repeat": "make_up_repeat_every",
}


def of(row: Any, columns: dict[str, str] = STEP) -> Limit | None:
	"""The limit that a row holds; None where the amount is 0 or empty."""
	given = {part: row.get(column) for part, column in columns.items()}
	if not flt(given["amount"]) > 0:
		return None
	return Limit(
		amount=flt(given["amount"]),
		unit=labels.UNITS[given["unit"] or "Working days"],
		warn_before=flt(given["warn_before"]),
		then=labels.AFTERWARDS[given["then"] or "Remind"],
		repeat=flt(given["repeat"]),
		role=given.get("role") or "",
	)


def row(limit: Limit | None, columns: dict[str, str] = STEP) -> dict[str, Any]:
	"""The columns that hold a limit; an amount of 0 for none."""
	if not limit:
		return {columns["amount"]: 0}
	values = {
		"amount": limit.amount,
		"unit": label_of(labels.UNITS, limit.unit),
		"warn_before": limit.warn_before,
		"then": label_of(labels.AFTERWARDS, limit.then),
		"repeat": limit.repeat,
		"role": limit.role,
	}
	return {column: values[part] for part, column in columns.items()}
