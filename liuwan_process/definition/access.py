"""Which fields a person may edit, must fill in and does not see in a step, down to the columns and rows of tables.

The start step edits every field unless it has rules of its own; later steps edit nothing unless named. A rule names
a field, or a column as `table.column`. A table that is edited lets people edit its columns, or only the named ones
where some are; columns alone may be named too, the rows then stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from liuwan_process.definition.model import Definition, FormField, Step

GIVEN = ("edit", "require")


def editable(definition: Definition, step: Step) -> set[str]:
	"""Names of fields, and of tables in which something can be edited."""
	named = _fields_of(step.editable())
	if step.kind == "start" and not step.editable():
		return {f.name for f in definition.fields_by_name.values() if f.holds_value} - step.having("hide")
	return named & definition.fields_by_name.keys()


def required(definition: Definition, step: Step) -> set[str]:
	"""Fields that must not be empty when the step is left: named here, or required by the form and edited here."""
	always = {f.name for f in definition.fields_by_name.values() if f.required}
	return {name for name in step.having("require") if "." not in name} | (
		always & editable(definition, step)
	)


def hidden(step: Step) -> set[str]:
	"""Names of fields and `table.column` of columns."""
	return step.having("hide")


def may_edit_column(definition: Definition, step: Step, column: FormField) -> bool:
	"""Whether a column of a table is edited in a step."""
	path = f"{column.table}.{column.name}"
	if column.table not in editable(definition, step) or step.fields.get(path) == "hide":
		return False
	named = {name for name in step.editable() if name.startswith(f"{column.table}.")}
	return path in named or not named


def must_fill_column(definition: Definition, step: Step, column: FormField) -> bool:
	"""Whether every row needs the column when the step is left."""
	if not may_edit_column(definition, step, column):
		return False
	return column.required or step.fields.get(f"{column.table}.{column.name}") == "require"


def needs_columns(definition: Definition, step: Step) -> bool:
	"""Whether some column must be filled in, in the rows that there are."""
	return any(c.table and must_fill_column(definition, step, c) for c in definition.fields)


def rows_of(definition: Definition, step: Step, table: str) -> str:
	"""What the step may do with the rows of a table: `free`, `add`, or `fixed`."""
	if table not in editable(definition, step):
		return "fixed"
	whole = table in step.editable() or (step.kind == "start" and not step.editable())
	return step.rows.get(table, "free") if whole else "fixed"


def closed(definition: Definition, step: Step) -> set[str]:
	"""What a step hides; with a table go its columns that some step names."""
	paths = {path for each in definition.steps for path in each.fields if "." in path}
	gone = hidden(step)
	return gone | {path for path in paths if path.partition(".")[0] in gone}


def confidential(definition: Definition) -> set[str]:
	"""Everything that at least one step hides: fields, and columns as `table.column`."""
	return set().union(*(closed(definition, step) for step in definition.steps))


def hidden_from(definition: Definition, steps: Iterable[str]) -> set[str]:
	"""What somebody who stands or stood in these steps does not see: what each of them hides.

	Somebody who stood in none does not see what any step hides.
	"""
	mine = [closed(definition, definition.by_id[step]) for step in steps if step in definition.by_id]
	return set.intersection(*mine) if mine else confidential(definition)


def _fields_of(paths: Iterable[str]) -> set[str]:
	return {path.partition(".")[0] for path in paths}
