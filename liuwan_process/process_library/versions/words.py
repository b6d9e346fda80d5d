"""A comparison in words: what became of each step and field, with what stood there before and what stands there now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.diff import Comparison, Difference
from liuwan_process.definition.model import FormField
from liuwan_process.process_library import limits
from liuwan_process.process_library.versions.columns import Columns, child_meta

Row = dict[str, Any]
# Columns that are told together, under the label of the first.
COUNTED = ("completion", "completion_value")
TOGETHER = (
	tuple(limits.STEP.values()),
	tuple(limits.MAKE_UP.values()),
	tuple(limits.CASE.values()),
	COUNTED,
)
# Addresses, accounts and values of the machine's own work are for the desk alone.
MACHINE = (
	"create_doctype",
	"create_rights",
	"service_user",
	"created_into",
	"call_url",
	"call_timeout",
	"call_attempts",
)
MACHINE_TABLES = ("step_values",)
FIELD_COLUMNS = {
	"label": "label",
	"type": "fieldtype",
	"options": "options",
	"required": "reqd",
	"in_list": "in_list",
	"default": "default_value",
	"description": "description",
}
UNTOLD = ("step_id", "code")


class Told:
	"""The words of one comparison in the reader's language. `desk`: with what the machine does."""

	def __init__(self, comparison: Comparison, desk: bool = False) -> None:
		self.comparison, self.desk = comparison, desk
		self.before, self.after = Columns(comparison.before), Columns(comparison.after)

	def steps(self) -> list[Row]:
		"""[{"kind", "id", "title", "lane", "moved", "facts"}] of each step that differs."""
		return [self._step(each) for each in self.comparison.steps]

	def fields(self) -> list[Row]:
		"""Rows as of `steps`, for each field that differs."""
		return [self._field(each) for each in self.comparison.fields]

	def policies(self) -> list[Row]:
		"""Facts about the process as a whole."""
		return self._facts(frappe.get_meta("Process"), self.before.head, self.after.head)

	def _step(self, each: Difference) -> Row:
		return {
			"kind": each.kind,
			"id": each.thing.id,
			"title": _(each.thing.title),
			"lane": _(each.thing.lane) if each.thing.lane else "",
			"moved": each.moved,
			"facts": self._step_facts(each),
		}

	def _step_facts(self, each: Difference) -> list[Row]:
		"""Of a new or removed step: what is not as it is in any other."""
		step, blank = each.thing.id, Columns.blank(each.thing)
		old = self.before.steps[step] if each.before else blank
		new = self.after.steps[step] if each.after else blank
		facts = self._facts(child_meta("steps"), old, new)
		facts += self._beside(each)
		for fact in facts:
			fact["before"] = fact["before"] if each.before else []
			fact["after"] = fact["after"] if each.after else []
		return [fact for fact in facts if fact["before"] or fact["after"] or fact["untold"]]

	def _beside(self, each: Difference) -> list[Row]:
		"""People, ways, the form and whatever else has rows of its own."""
		step = each.thing.id
		facts = self._form(each)
		for table in dict.fromkeys((*self.before.tables, *self.after.tables)):
			old = self.before.beside.get((table, step), []) if each.before else []
			new = self.after.beside.get((table, step), []) if each.after else []
			if old != new:
				label = _(frappe.get_meta("Process").get_label(table))
				facts.append(self._fact(label, old, new, table in MACHINE_TABLES))
		return facts

	def _form(self, each: Difference) -> list[Row]:
		old = self.before.asked(each.thing.id) if each.before else []
		new = self.after.asked(each.thing.id) if each.after else []
		return [self._fact(_("Asks For"), old, new, False)] if old != new else []

	def _facts(self, meta: Any, old: Row, new: Row) -> list[Row]:
		facts, told = [], set(UNTOLD)
		for column in dict.fromkeys((*old, *new)):
			if column in told or not meta.get_field(column):
				continue
			together = next((group for group in TOGETHER if column in group), (column,))
			told |= set(together)
			if any((old.get(c) or None) != (new.get(c) or None) for c in together):
				before = self._value(self.before, meta, old, together)
				after = self._value(self.after, meta, new, together)
				facts.append(self._fact(_(meta.get_label(column)), before, after, column in MACHINE))
		return facts

	def _value(self, side: Columns, meta: Any, row: Row, columns: tuple[str, ...]) -> list[str]:
		if len(columns) > 1 and columns != COUNTED:
			return self._limit(side, meta, row, columns)
		shown = side.shown(meta.get_field(columns[0]), row.get(columns[0]))
		if columns == COUNTED and (row["completion_value"] != 1 or row["completion"] == "At least"):
			shown += f" {row['completion_value']:g}"
		return shown.split("\n") if shown else []

	def _limit(self, side: Columns, meta: Any, row: Row, columns: tuple[str, ...]) -> list[str]:
		amount, unit, *others = columns
		if not row.get(amount):
			return []
		more = [
			f"{_(meta.get_label(key))}: {side.shown(meta.get_field(key), row[key])}"
			for key in others
			if row.get(key)
		]
		return [f"{row[amount]:g} {_(row[unit])}", *more]

	def _field(self, each: Difference) -> Row:
		meta = child_meta("form_fields")
		old, new = (_field_row(field) for field in (each.before, each.after))
		side = self.after if each.after else self.before
		facts = self._facts(meta, old, new) if each.before and each.after else []
		path = f"{each.thing.table}.{each.thing.name}" if each.thing.table else each.thing.name
		title = side.field(path)
		return {"kind": each.kind, "title": title, "lane": "", "moved": each.moved, "facts": facts}

	def _fact(self, label: str, before: list[str], after: list[str], machine: bool) -> Row:
		if machine and not self.desk:
			return {"label": _("What the Step Does by Itself"), "before": [], "after": [], "untold": True}
		return {
			"label": label,
			"before": _marked(before, after),
			"after": _marked(after, before),
			"untold": False,
		}


def _marked(lines: list[str], others: list[str]) -> list[Row]:
	"""Lines, with `differs` where the other side does not say the same; where only the order differs, does not say it there."""
	if set(lines) == set(others):
		return [{"text": line, "differs": [line] != others[n : n + 1]} for n, line in enumerate(lines)]
	return [{"text": line, "differs": line not in others} for line in lines]


def _field_row(field: FormField | None) -> Row:
	return {column: getattr(field, name) for name, column in FIELD_COLUMNS.items()} if field else {}


def summary(comparison: Comparison) -> list[str]:
	"""What changed in a few plain sentences, one for each step, field and policy; for whoever has to know of it."""
	sentences = {
		"added": _("New step: {0}"),
		"removed": _("No longer there: {0}"),
		"changed": _("Changed: {0} ({1})"),
		"moved": _("At another place: {0}"),
	}
	told = Told(comparison)
	lines = [
		sentences[step["kind"]].format(step["title"], joined(_labels(step["facts"]))) for step in told.steps()
	]
	fields = [field["title"] for field in told.fields()]
	lines += [_("Form: {0}").format(joined(fields))] if fields else []
	policies = _labels(told.policies())
	return lines + ([_("The process as a whole: {0}").format(joined(policies))] if policies else [])


def _labels(facts: list[Row]) -> list[str]:
	return list(dict.fromkeys(fact["label"] for fact in facts))


def joined(words: Iterable[str]) -> str:
	return ("、" if (frappe.local.lang or "").startswith("zh") else ", ").join(words)
