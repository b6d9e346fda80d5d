"""Forms that somebody has begun and not yet submitted: documents in the start state that belong to no run."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from pypika.enums import Order

from liuwan_process.compiler.states import state_of
from liuwan_process.engine import forms
from liuwan_process.engine.errors import NotYours
from liuwan_process.engine.start import may_start, own_draft
from liuwan_process.engine.versions import current_version, get_definition


def mine(process: str, user: str, most: int = 10) -> list[dict[str, Any]]:
	"""A person's drafts for a process, newest first: `name`, `modified`."""
	definition = get_definition(current_version(process))
	form = DocType(definition.doctype)
	without_run = form.process_instance.isnull() | (
		form.process_instance == ""
	)  # indexed: forms of runs are many
	query = frappe.qb.from_(form).select(form.name, form.modified).orderby(form.modified, order=Order.desc)
	query = query.where(without_run & (form.owner == user) & (form.docstatus == 0))
	return query.limit(most).run(as_dict=True)


def save(process: str, values: dict[str, Any], document: str = "") -> str:
	"""Keep a form that is not complete yet; the name of its document. Nothing is required."""
	definition = get_definition(current_version(process))
	if not may_start(definition, frappe.session.user):
		frappe.throw(_("You may not start {0}").format(_(definition.title)), NotYours)
	form = own_draft(definition, document) if document else frappe.new_doc(definition.doctype)
	form.workflow_state = state_of(definition.start)
	forms.fill(form, definition, definition.start, values)
	form.flags.ignore_mandatory = True
	form.flags.liuwan_engine = True
	form.flags.ignore_permissions = True  # may_start has decided
	form.save()
	return form.name


def discard(process: str, document: str) -> None:
	"""Throw a draft away."""
	form = read(process, document)
	frappe.delete_doc(form.doctype, form.name, ignore_permissions=True)  # it is the person's own


def read(process: str, document: str) -> Document:
	"""One's own draft. Raises NotYours, StaleTask when it was submitted meanwhile."""
	return own_draft(get_definition(current_version(process)), document)
