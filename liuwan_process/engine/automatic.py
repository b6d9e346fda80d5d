"""Automatic steps: fields of the form and documents within the act, calls after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.compiler import allowed
from liuwan_process.definition import conditions
from liuwan_process.definition.conditions import ConditionError
from liuwan_process.definition.flow import Token
from liuwan_process.definition.model import Step
from liuwan_process.definition.work import Assignment, Creation
from liuwan_process.engine import calls, forms, steps, store
from liuwan_process.engine.acting import acting_as
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.run import Run

OWN_COLUMNS = ("name", "owner", "parent", "parenttype", "parentfield", "doctype", "docstatus", "idx")


def open_step(run: Run, token: Token, step: Step) -> str:
	"""Do the step's work in its order. The action to leave it by, "" while it waits for an answer.

	Raises EngineError naming the step: then the whole act is undone.
	"""
	if step.sets:
		run.note("Automatic", step=step.id, changes=forms.put(run, values(run, step, step.sets)))
	if step.creation:
		_create(run, step, step.creation)
	if step.call:
		calls.queue(run, token, step, values(run, step, step.call.send))
		return ""
	return steps.approving(run, step)


def values(run: Run, step: Step, rows: Iterable[Assignment]) -> dict[str, Any]:
	"""Target -> value of each row, calculated from the run's form."""
	return evaluated(step, rows, conditions.scope(run.definition, run.form, run.scope()))


def evaluated(step: Step, rows: Iterable[Assignment], scope: dict[str, Any]) -> dict[str, Any]:
	"""Target -> value of each row in a scope. Raises EngineError naming the step."""
	found = {}
	for row in rows:
		try:
			found[row.target] = conditions.value_of(row.value, scope)
		except ConditionError as error:
			message = _("“{0}”: the value {1} cannot be calculated: {2}")
			frappe.throw(message.format(_(step.title), row.value, error), EngineError)
	return found


def _create(run: Run, step: Step, creation: Creation) -> None:
	user = _whose(run, step, creation)
	given = values(run, step, creation.fields)
	try:
		with acting_as(user):
			document = _inserted(creation.doctype, given)
	except (frappe.ValidationError, frappe.PermissionError) as error:
		message = _("“{0}” could not make a document of {1}: {2}")
		reason = str(error) or _("{0} may not do this").format(store.full_name(user))
		raise EngineError(message.format(_(step.title), _(creation.doctype), reason)) from error
	run.note(
		"Create",
		step=step.id,
		to_user=user,
		reference_doctype=document.doctype,
		reference_name=document.name,
		changes=forms.put(run, {creation.into: document.name}) if creation.into else None,
	)


def _inserted(doctype: str, given: dict[str, Any]) -> Document:
	document = frappe.new_doc(doctype)
	for target, value in given.items():
		document.set(target, _rows(value) if isinstance(value, list) else None if value == "" else value)
	return document.insert()


def _whose(run: Run, step: Step, creation: Creation) -> str:
	"""The account whose rights make the document: enabled, and still allowed where it is a service account."""
	user = creation.user if creation.rights == "service_user" else _owner(run.instance.process_code)
	refused = creation.rights == "service_user" and not allowed.service_user(creation.user)
	if refused or not user or user not in store.persons([user]):
		message = _("“{0}”: there is no account whose rights could make a document of {1}")
		frappe.throw(message.format(_(step.title), _(creation.doctype)), EngineError)
	return user


def _owner(process: str) -> str | None:
	owner = frappe.get_cached_value("Process", process, "process_owner")
	return frappe.db.get_value("Staff Member", {"name": owner, "status": "Active"}, "user") if owner else None


def _rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
	return [{key: value for key, value in row.items() if key not in OWN_COLUMNS} for row in rows]
