"""A definition in the columns of the Process form, whose labels say what each of them is called.

Whatever a definition holds stands in some column there, so that whatever differs between two of them can be told.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_fullname

from liuwan_process.definition import access
from liuwan_process.definition.drawing.wording import condition_text
from liuwan_process.definition.model import Definition, Step
from liuwan_process.process_library import working_copy

Row = dict[str, Any]
STEP_COLUMNS = {"transitions": "from_step"}
USERS = ("users", "service_user")


class Columns:
	"""`head`: fields of Process; `steps`: rows of the steps by id; `beside`: lines about a step by (table, step)."""

	def __init__(self, definition: Definition) -> None:
		self.definition = definition
		self.head, tables = working_copy.in_columns(definition)
		self.steps = {row["step_id"]: row for row in tables.pop("steps")}
		tables.pop("form_fields")
		self.tables = list(tables)
		self.beside: dict[tuple[str, str], list[str]] = defaultdict(list)
		for table, rows in tables.items():
			for row in rows:
				step = row.get(STEP_COLUMNS.get(table, "step"))
				self.beside[table, step].append(self.line(table, row))

	def line(self, table: str, row: Row) -> str:
		"""One row of a table as one line."""
		say = getattr(self, f"_{table}", None)
		return say(row) if say else self._any(table, row)

	@staticmethod
	def blank(step: Step) -> Row:
		"""The row of a step of which nothing is known but its name, kind and lane."""
		bare = Definition("", "", 0, "", (), (Step(step.id, step.title, step.kind, step.lane),), ())
		return working_copy.in_columns(bare)[1]["steps"][0]

	def asked(self, step: str) -> list[str]:
		"""Fields that a step asks for; a column stands with its table."""
		here = self.definition.by_id[step]
		asked = access.editable(self.definition, here)
		required = access.required(self.definition, here)
		said = {True: _("{0} (required)"), False: "{0}"}
		names = [name for name in self.definition.fields_by_name if name in asked]
		return [said[name in required].format(self.field(name)) for name in names]

	def _transitions(self, row: Row) -> str:
		refusal = f" ({_('Refuse')})" if row["decision"] == "Refuse" else ""
		target = self.definition.by_id[row["to_step"]].title
		line = f"{_(row['action'])}{refusal} → {_(target)}"
		if not row["condition"]:
			return line
		return _("{0}, if {1}").format(line, condition_text(self.definition, row["condition"], _))

	def _participants(self, row: Row) -> str:
		"""`Process role: Director (Where: Named unit, Org Unit: Mine)`."""
		named = ("process_role", "position", "form_field", "from_step", "users")
		meta = child_meta("participants")
		main = ", ".join(self.shown(meta.get_field(key), row[key]) for key in named if row.get(key))
		usual = {"scope": "Anywhere", "levels": 1, "weight": 1}
		more = [
			key
			for key in ("scope", "org_unit", "levels", "weight")
			if row.get(key) not in ("", usual.get(key))
		]
		said = f"{_(row['rule'])}: {main}" if main else _(row["rule"])
		return f"{said} ({self._pairs(meta, row, more)})" if more else said

	def _field_access(self, row: Row) -> str:
		rows = f" ({_(row['rows'])})" if row.get("rows") else ""
		return f"{self.field(row['fieldname'])}: {_(row['access'])}{rows}"

	def _any(self, table: str, row: Row) -> str:
		meta = child_meta(table)
		hidden = ("step", STEP_COLUMNS.get(table))
		return self._pairs(meta, row, [key for key, value in row.items() if value and key not in hidden])

	def _pairs(self, meta: Any, row: Row, keys: list[str]) -> str:
		return ", ".join(
			f"{_(meta.get_label(key))}: {self.shown(meta.get_field(key), row[key])}" for key in keys
		)

	def field(self, path: str) -> str:
		"""A field, or a column as `table.column`, by its label."""
		table, dot, column = path.rpartition(".")
		found = next((f for f in self.definition.fields if (f.table, f.name) == (table, column)), None)
		label = _(found.label) if found and found.label else column
		return f"{self.field(table)} › {label}" if dot else label

	def shown(self, df: Any, value: Any) -> str:
		"""A value as the form shows it."""
		if value in (None, ""):
			return ""
		if df and df.fieldtype == "Check":
			return _("Yes") if value else _("No")
		if isinstance(value, float):
			return f"{value:g}"
		if df and df.fieldname in USERS:
			return ", ".join(get_fullname(user) for user in str(value).split("\n"))
		if df and df.fieldname == "form_field":
			return self.field(value)
		if df and df.fieldname == "from_step" and value in self.definition.by_id:
			return _(self.definition.by_id[value].title)
		return _(str(value))


def child_meta(table: str) -> Any:
	"""Of the rows of a table of Process."""
	return frappe.get_meta(frappe.get_meta("Process").get_field(table).options)
