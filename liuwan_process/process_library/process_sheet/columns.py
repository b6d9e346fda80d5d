"""Sheets and columns. Labels, kinds and choices are those of the forms; what stands here is their order and new words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import frappe
from frappe import _

from liuwan_process.process_library.process_sheet.headers import ENGLISH, STEP_NO

PROCESSES, STEPS, FIELDS, ACCESS, VALUES = "Processes", "Steps", "Fields", "Fields in Each Step", "Values"
TIES, RESPONSIBILITIES = "Knowledge of the Steps", "Responsibility"
TABLES = {
	"steps": "Process Step",
	"participants": "Process Participant Rule",
	"transitions": "Process Transition",
	"form_fields": "Process Form Field",
	"field_access": "Process Field Access",
	"step_values": "Process Step Value",
	"step_knowledge": "Process Step Knowledge",
	"responsibilities": "Process Step Responsibility",
}
# Sheet: its columns as `table.fieldname`; of the process itself without a table.
LAYOUT = {
	PROCESSES: (
		"code title level parent_process is_group category place org_unit process_owner description subject form_source document_type "
		"same_approver initiator_approver lead_person allow_urgent urgent_quota is_absence absence_first absence_last "
		"absence_stand_in case_limit case_limit_unit case_warn_before case_when_late case_repeat_every accountable "
		"review_months reading read_within"
	),
	STEPS: (
		"code title level parent_process step_no steps.title steps.kind steps.lane participants.rule "
		"participants.process_role participants.position participants.scope participants.org_unit participants.form_field "
		"participants.levels participants.from_step participants.users participants.weight steps.limit_amount "
		"steps.limit_unit steps.warn_before steps.when_late steps.repeat_every steps.escalate_role transitions.action "
		"transitions.decision transitions.to_step transitions.condition steps.split steps.join steps.end_status "
		"steps.completion steps.completion_value steps.refusal steps.nobody steps.input steps.output steps.method "
		"steps.tools steps.constraints steps.quality_standard steps.risks steps.controls steps.clauses steps.record_form "
		"steps.lead_decides steps.deferrable steps.make_up_amount steps.make_up_unit steps.make_up_warn_before "
		"steps.make_up_when_late steps.make_up_repeat_every steps.sub_process steps.sub_starter steps.sub_wait "
		"steps.on_completed steps.on_refused steps.on_withdrawn steps.on_terminated steps.create_doctype "
		"steps.create_rights steps.service_user steps.created_into steps.call_url steps.call_timeout steps.call_attempts "
		"steps.step_id"
	),
	FIELDS: (
		"code form_fields.label form_fields.fieldtype form_fields.options form_fields.reqd form_fields.in_list "
		"form_fields.parent_table form_fields.default_value form_fields.description form_fields.fieldname"
	),
	ACCESS: "code field_access.step field_access.fieldname field_access.access field_access.rows",
	VALUES: "code step_values.step step_values.purpose step_values.target step_values.value",
	TIES: (
		"code step_knowledge.step step_knowledge.kind step_knowledge.reference step_knowledge.clause "
		"step_knowledge.indicator step_knowledge.target step_knowledge.target_unit"
	),
	RESPONSIBILITIES: (
		"code responsibilities.step responsibilities.letter responsibilities.party responsibilities.party_name"
	),
}
REQUIRED = {
	STEPS: ("code", "steps.title"),
	PROCESSES: ("code",),
	FIELDS: ("code", "form_fields.label"),
	ACCESS: ("code", "field_access.step", "field_access.fieldname", "field_access.access"),
	VALUES: ("code", "step_values.step", "step_values.purpose", "step_values.target", "step_values.value"),
	TIES: ("code", "step_knowledge.step", "step_knowledge.kind"),
	RESPONSIBILITIES: ("code", "responsibilities.step", "responsibilities.letter", "responsibilities.party"),
}
# References to steps and fields are choices in the form, and free text here.
FREE = (
	"transitions.to_step",
	"participants.from_step",
	"participants.form_field",
	"steps.created_into",
	"field_access.step",
)
FREE += ("field_access.fieldname", "form_fields.parent_table", "step_values.step")
FREE += ("step_knowledge.step", "responsibilities.step")
WIDE = ("Small Text", "Text")


@dataclass(frozen=True)
class Column:
	"""`key` is `table.fieldname`, or the fieldname alone for the process; `kind` is Frappe's type of the field."""

	sheet: str
	key: str
	label: str
	kind: str
	options: tuple[str, ...] = ()
	link: str = ""
	default: str = ""
	hint: str = ""

	@property
	def table(self) -> str:
		return self.key.rpartition(".")[0]

	@property
	def fieldname(self) -> str:
		return self.key.rpartition(".")[2]

	@cached_property
	def required(self) -> bool:
		return self.key in REQUIRED[self.sheet]


def english(column: Column) -> str:
	"""The label that the translations know."""
	own = ENGLISH.get(column.key)
	return own or frappe.get_meta(TABLES.get(column.table, "Process")).get_field(column.fieldname).label


def hints() -> dict[str, str]:
	"""What the form does not say of a column, or says otherwise."""
	return {
		"code": _("Empty: the same as in the row above"),
		STEP_NO: _("1, 2, 3 …; the same number again for a further person or a further way of the step"),
		"participants.rule": _("Empty where a role, a position or users are named"),
		"transitions.to_step": _("Number or title of a step; empty: the next one in the sheet; - for none"),
		"steps.step_id": _("Leave it empty for new steps"),
		"participants.from_step": _("Number or title of a step"),
		"field_access.step": _("Number or title of a step"),
		"step_values.step": _("Number or title of a step"),
		"step_knowledge.step": _("Number or title of a step"),
		"responsibilities.step": _("Number or title of a step"),
		"step_knowledge.reference": _(
			"Code or title of the object or risk; of a regulation its number with -v and the version"
		),
		"participants.users": _("One a line: user, name or staff number"),
	}


def sheet_name(sheet: str) -> str:
	"""In the reader's language."""
	return {
		PROCESSES: _("Processes"),
		STEPS: _("Steps"),
		FIELDS: _("Fields"),
		ACCESS: _("Fields in Each Step"),
		VALUES: _("Values"),
		TIES: _("Knowledge of the Steps"),
		RESPONSIBILITIES: _("Responsibility"),
	}[sheet]


def of(sheet: str) -> list[Column]:
	"""The columns of a sheet, labels in the reader's language."""
	return [_column(sheet, key) for key in LAYOUT[sheet].split()]


def _column(sheet: str, key: str) -> Column:
	table, _dot, fieldname = key.rpartition(".")
	label, hint = _(ENGLISH[key]) if key in ENGLISH else "", hints().get(key)
	if key == STEP_NO:
		return Column(sheet, key, label, "Data", hint=hint)
	field: Any = frappe.get_meta(TABLES.get(table, "Process")).get_field(fieldname)
	free = key in FREE
	return Column(
		sheet,
		key,
		label or _(field.label),
		"Data" if free else field.fieldtype,
		tuple((field.options or "").split("\n")) if field.fieldtype == "Select" and not free else (),
		field.options if field.fieldtype == "Link" else "",
		field.default or "",
		hint or (_(field.description) if field.description else ""),
	)
