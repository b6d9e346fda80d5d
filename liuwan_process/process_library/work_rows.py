"""Automatic steps and sub-processes in the working copy: columns of a step's row, and the table of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frappe.utils import cint, flt

from liuwan_process.definition import work
from liuwan_process.definition.model import Step
from liuwan_process.definition.work import Assignment, Call, Creation, Subprocess
from liuwan_process.process_library import labels
from liuwan_process.process_library.labels import label_of

if TYPE_CHECKING:
	from frappe.model.document import Document


def of_row(process: Document, row: Any) -> dict[str, Any]:
	"""`sets`, `creation`, `call` and `subprocess` of a step."""
	values = _values(process, row.step_id)
	if labels.KINDS[row.kind] == "automatic":
		return {"sets": values["sets"], "creation": _creation(row, values), "call": _call(row, values)}
	return {"subprocess": _subprocess(row, values)} if labels.KINDS[row.kind] == "subprocess" else {}


def to_row(step: Step) -> dict[str, Any]:
	"""Columns of a step's row; its values are rows of their own."""
	return {**_creation_row(step.creation), **_call_row(step.call), **_subprocess_row(step.subprocess)}


def value_rows(step: Step) -> list[dict[str, Any]]:
	found = {
		"sets": step.sets,
		"creation.fields": step.creation.fields if step.creation else (),
		"call.send": step.call.send if step.call else (),
		"call.take": step.call.take if step.call else (),
		"subprocess.give": step.subprocess.give if step.subprocess else (),
		"subprocess.take": step.subprocess.take if step.subprocess else (),
	}
	return [
		{"step": step.id, "purpose": purpose, "target": row.target, "value": row.value}
		for purpose, part in labels.PURPOSES.items()
		for row in found[part]
	]


def _values(process: Document, step: str) -> dict[str, tuple[Assignment, ...]]:
	"""Part of the work -> its values, in the author's order; rows that are not complete are left out."""
	rows = [row for row in process.step_values if row.step == step and row.target and row.value]
	return {
		part: tuple(Assignment(row.target, row.value.strip()) for row in rows if row.purpose == purpose)
		for purpose, part in labels.PURPOSES.items()
	}


def _creation(row: Any, values: dict[str, tuple[Assignment, ...]]) -> Creation | None:
	if not row.create_doctype:
		return None
	return Creation(
		doctype=row.create_doctype,
		rights=labels.CREATION_RIGHTS[row.create_rights or "Process owner"],
		user=row.service_user or "",
		fields=values["creation.fields"],
		into=row.created_into or "",
	)


def _call(row: Any, values: dict[str, tuple[Assignment, ...]]) -> Call | None:
	if not (row.call_url or "").strip():
		return None
	return Call(
		url=row.call_url.strip(),
		send=values["call.send"],
		take=values["call.take"],
		timeout=flt(row.call_timeout) or work.TIMEOUT,
		attempts=cint(row.call_attempts) or work.ATTEMPTS,
	)


def _subprocess(row: Any, values: dict[str, tuple[Assignment, ...]]) -> Subprocess | None:
	if not row.sub_process:
		return None
	outcomes = {outcome: (row.get(f"on_{outcome}") or "").strip() for outcome in work.OUTCOMES}
	return Subprocess(
		process=row.sub_process,
		give=values["subprocess.give"],
		take=values["subprocess.take"],
		wait=bool(cint(row.sub_wait)),
		starter=labels.STARTERS[row.sub_starter or "Initiator"],
		outcomes={outcome: action for outcome, action in outcomes.items() if action},
	)


def _creation_row(creation: Creation | None) -> dict[str, Any]:
	if not creation:
		return {}
	return {
		"create_doctype": creation.doctype,
		"create_rights": label_of(labels.CREATION_RIGHTS, creation.rights),
		"service_user": creation.user,
		"created_into": creation.into,
	}


def _call_row(call: Call | None) -> dict[str, Any]:
	if not call:
		return {}
	return {"call_url": call.url, "call_timeout": call.timeout, "call_attempts": call.attempts}


def _subprocess_row(child: Subprocess | None) -> dict[str, Any]:
	if not child:
		return {}
	return {
		"sub_process": child.process,
		"sub_wait": int(child.wait),
		"sub_starter": label_of(labels.STARTERS, child.starter),
		**{f"on_{outcome}": child.outcomes.get(outcome, "") for outcome in work.OUTCOMES},
	}
