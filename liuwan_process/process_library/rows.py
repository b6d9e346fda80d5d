"""What a Process needs of its rows so that it can be saved: names of steps and fields, and references that exist.

Whether the process is sound is not asked here: an unfinished working copy may be saved.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _

from liuwan_process.definition.model import NO_VALUE_FIELDTYPES
from liuwan_process.process_library import knowledge_rows, labels, slugs, value_rows

if TYPE_CHECKING:
	from frappe.model.document import Document

NEW = "~"
# Table: its columns that name a step.
STEP_REFERENCES = {
	"transitions": ("from_step", "to_step"),
	"participants": ("step", "from_step"),
	"field_access": ("step",),
	"step_values": ("step",),
	"step_knowledge": ("step",),
	"responsibilities": ("step",),
}
FIELD_REFERENCES = {
	"participants": ("form_field",),
	"steps": ("created_into",),
}
PATH_REFERENCES = {"field_access": ("fieldname",)}  # fields, and columns as `table.column`


def complete(process: Document) -> None:
	"""Name new steps and fields, turn titles and labels into those names, fill in the usual words."""
	_name_steps(process)
	_name_fields(process)
	_point(
		process,
		STEP_REFERENCES,
		{s.title: s.step_id for s in process.steps},
		{s.step_id for s in process.steps},
	)
	known = {f.fieldname for f in process.form_fields if not f.parent_table}
	_point(process, FIELD_REFERENCES, _labels(process), known)
	_point(process, PATH_REFERENCES, _labels(process) | _column_labels(process), known | _columns(process))
	_name_in_texts(process)
	value_rows.complete(process)
	_name_users(process)
	_name_actions(process)


def validate(process: Document) -> None:
	"""Refuse what could not be read again, naming the table and the row."""
	_refuse_doubles(process, "steps", [s.step_id for s in process.steps])
	_refuse_doubles(
		process, "form_fields", [(f.parent_table or "", f.fieldname) for f in process.form_fields]
	)
	_refuse_field_names(process)
	_refuse_unknown(process, STEP_REFERENCES, {s.step_id for s in process.steps}, _("there is no step {0}"))
	if process.form_source != labels.LINKED:
		known = {f.fieldname for f in process.form_fields if not f.parent_table}
		_refuse_unknown(process, FIELD_REFERENCES, known, _("there is no field {0}"))
		_refuse_unknown(process, PATH_REFERENCES, known | _columns(process), _("there is no field {0}"))
	_refuse_doubles(process, "field_access", [(r.step, r.fieldname) for r in process.field_access])
	_refuse_unknown_users(process)
	for table, row, reason in knowledge_rows.problems(process):
		refuse(process, table, row, reason)


def refuse(process: Document, table: str, row: Any, reason: str) -> None:
	"""Raises ValidationError that names the table and the row."""
	place = _("{0}, row {1}").format(_(process.meta.get_label(table)), row.idx)
	frappe.throw(f"{frappe.bold(place)}: {reason}")


def _name_steps(process: Document) -> None:
	"""A step keeps the name that it got first, whatever it is called later.

	The desk gives new rows a name that begins with NEW, so that other rows can refer to them before they are saved.
	"""
	taken = {row.step_id for row in process.steps if row.step_id}
	final: dict[str, str] = {}
	for row in process.steps:
		row.title = (row.title or "").strip()
		if not row.step_id or row.step_id.startswith(NEW):
			wanted, row.step_id = row.step_id, slugs.step_id(row.title, taken)
			final[wanted] = row.step_id
			taken.add(row.step_id)
	_point(process, STEP_REFERENCES, final, taken - final.keys())


def _name_fields(process: Document) -> None:
	tables = {
		row.label: row.fieldname for row in process.form_fields if row.fieldtype == "Table" and row.fieldname
	}
	for row in sorted(process.form_fields, key=lambda row: bool(row.parent_table)):
		row.label = (row.label or "").strip()
		row.parent_table = tables.get(row.parent_table, row.parent_table) or ""
		if not row.fieldname:
			taken = {r.fieldname for r in process.form_fields if (r.parent_table or "") == row.parent_table}
			row.fieldname = slugs.field_name(row.label or row.fieldtype, taken)
		if row.fieldtype == "Table":
			tables[row.label] = row.fieldname
		if row.fieldtype in NO_VALUE_FIELDTYPES:
			row.reqd = row.in_list = 0


def _labels(process: Document) -> dict[str, str]:
	return {f.label: f.fieldname for f in process.form_fields if f.label and not f.parent_table}


def _columns(process: Document) -> set[str]:
	"""Columns of tables as `table.column`; of a table whose rows are a DocType of their own, that DocType's."""
	own = {f"{f.parent_table}.{f.fieldname}" for f in process.form_fields if f.parent_table}
	tables = [f for f in process.form_fields if f.fieldtype == "Table" and f.options]
	named = [f for f in tables if frappe.db.exists("DocType", f.options)]
	return own | {f"{f.fieldname}.{df.fieldname}" for f in named for df in frappe.get_meta(f.options).fields}


def _column_labels(process: Document) -> dict[str, str]:
	"""`Items.Price` stands for `items.price`."""
	tables = {f.fieldname: f.label for f in process.form_fields if f.fieldtype == "Table"}
	columns = [f for f in process.form_fields if f.parent_table in tables]
	return {f"{tables[f.parent_table]}.{f.label}": f"{f.parent_table}.{f.fieldname}" for f in columns}


def _point(process: Document, references: dict, names: dict[str, str], known: set[str]) -> None:
	"""Where a row names a step or field by its title, put its name."""
	for table, columns in references.items():
		for row in process.get(table):
			for column in columns:
				value = (row.get(column) or "").strip()
				row.set(column, value if value in known else names.get(value, value))


def _name_in_texts(process: Document) -> None:
	"""In conditions and in the title of a run, a label stands for its field; what is in quotes stays."""
	names = value_rows.replacements(_labels(process))
	if not names:
		return
	for row in process.transitions:
		row.condition = value_rows.in_names(row.condition, names)
	for field in ("absence_first", "absence_last", "absence_stand_in"):
		process.set(field, _labels(process).get(process.get(field), process.get(field)))
	process.subject = re.sub(
		r"\{([^{}]*)\}", lambda found: f"{{{names.get(found[1].strip(), found[1])}}}", process.subject or ""
	)


def _name_users(process: Document) -> None:
	"""Who is named by name or staff number stands there as a user; a name that two people have stays as it is."""
	lines = {line.strip() for row in process.participants for line in (row.users or "").splitlines()}
	unknown = [line for line in lines if line and not frappe.db.exists("User", line)]
	found = {line: _users_called(line) for line in unknown}
	for row in process.participants:
		texts = filter(None, (line.strip() for line in (row.users or "").splitlines()))
		row.users = "\n".join(found[text][0] if len(found.get(text, ())) == 1 else text for text in texts)


def _users_called(text: str) -> list[str]:
	either = {"staff_name": text, "staff_no": text}
	return frappe.get_all(
		"Staff Member", {"user": ("is", "set"), "status": "Active"}, or_filters=either, pluck="user"
	)


def _name_actions(process: Document) -> None:
	kinds = {s.step_id: s.kind for s in process.steps}
	for row in process.transitions:
		row.decision = row.decision or "Approve"
		usual = labels.ACTIONS.get((kinds.get(row.from_step), row.decision), row.decision)
		row.action = (row.action or "").strip() or usual


def _refuse_doubles(process: Document, table: str, names: list) -> None:
	counts = Counter(names)
	for row, name in zip(process.get(table), names, strict=True):
		if counts[name] > 1:
			shown = name if isinstance(name, str) else " / ".join(filter(None, name))
			refuse(process, table, row, _("{0} is there twice").format(shown))


def _refuse_field_names(process: Document) -> None:
	for row in process.form_fields:
		if not slugs.FIELD_NAME.fullmatch(row.fieldname) or not slugs.is_free(row.fieldname):
			refuse(process, "form_fields", row, _("a field cannot be named {0}").format(row.fieldname))
		if row.parent_table and row.fieldtype in ("Table", *NO_VALUE_FIELDTYPES):
			refuse(
				process, "form_fields", row, _("a column of a table cannot be a {0}").format(_(row.fieldtype))
			)


def _refuse_unknown(process: Document, references: dict, known: set[str], reason: str) -> None:
	for table, columns in references.items():
		for row in process.get(table):
			for value in filter(None, (row.get(column) for column in columns)):
				if value not in known:
					refuse(process, table, row, reason.format(value))


def _refuse_unknown_users(process: Document) -> None:
	wanted = {user for row in process.participants for user in (row.users or "").splitlines()}
	known = set(frappe.get_all("User", {"name": ("in", list(wanted))}, pluck="name")) if wanted else set()
	for row in process.participants:
		for user in (row.users or "").splitlines():
			if user not in known:
				refuse(process, "participants", row, _("there is no user {0}, or more than one").format(user))
