"""What is wrong with the rules of a step for fields, columns and rows."""

from __future__ import annotations

from collections.abc import Iterator

from liuwan_process.definition.model import Definition, Step
from liuwan_process.definition.problems import Problem, _


def problems(definition: Definition, step: Step) -> Iterator[Problem]:
	for path in (*step.fields, *step.rows):
		if not _exists(definition, path):
			yield _problem(_("“{0}”: there is no field {1}"), step, path)
	for path, given in step.fields.items():
		table = path.partition(".")[0]
		if "." in path and given != "hide" and step.fields.get(table) == "hide":
			yield _problem(_("“{0}”: {1} cannot be edited, as its table is hidden"), step, path)
	for table in step.rows.keys() & definition.fields_by_name.keys():
		if definition.fields_by_name[table].type != "Table":
			yield _problem(_("“{0}”: {1} is no table and has no rows"), step, table)
		elif step.fields.get(table) not in ("edit", "require"):
			message = _("“{0}”: rows of {1} are given a rule, but the table is not edited")
			yield _problem(message, step, table)


def _problem(message: str, step: Step, path: str) -> Problem:
	return Problem(message, step.id, (step.title, path), table="field_access")


def _exists(definition: Definition, path: str) -> bool:
	table, dot, column = path.partition(".")
	if not dot:
		return path in definition.fields_by_name
	columns = definition.columns(table)
	if not columns:  # a table whose rows are a DocType of their own; the compiler looks there
		field = definition.fields_by_name.get(table)
		return bool(field and field.type == "Table" and not definition.linked)
	return any(each.name == column for each in columns)
