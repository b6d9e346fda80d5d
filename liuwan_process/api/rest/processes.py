"""Definitions: what can be started, with which form."""

from __future__ import annotations

import json
from typing import Annotated

import frappe
from frappe import _
from pydantic import Field

from liuwan_process.api.rest import reading, shapes
from liuwan_process.api.rest.paging import Pages
from liuwan_process.api.rest.problems import Problem, not_found
from liuwan_process.api.rest.routes import route
from liuwan_process.api.rest.words import ProcessCode
from liuwan_process.engine.start import may_start
from liuwan_process.engine.versions import get_definition, get_definitions
from liuwan_process.portal import catalogue, forms
from liuwan_process.portal.start import form as start_form

FIELDS = ["name", "title", "current_version", "description"]


class WhichProcesses(Pages):
	"""Which processes."""

	all: Annotated[bool, Field(description="Also those that you may not start; needs a desk role")] = False


@route("GET", "/processes", "Definitions")
def list_processes(query: WhichProcesses) -> shapes.Processes:
	"""Processes that you may start

	Published ones, in the order of the process tree.
	"""
	found = [row for row in _listed(query.all) if _matches(row, query.search)]
	page = found[query.offset : query.offset + query.limit]
	definitions = get_definitions(row.current_version for row in page) if query.all else {}
	may = catalogue.MayStart(frappe.session.user)
	items = [_row(row, not query.all or may(definitions[row.current_version])) for row in page]
	return shapes.Processes(items=items, more=len(found) > query.offset + query.limit)


@route("GET", "/processes/{process}", "Definitions")
def get_process(process: ProcessCode) -> shapes.Process:
	"""A process with its form

	Its current version: steps, ways between them, and the form as the start step has it.
	"""
	row, definition = _published(process)
	may = may_start(definition, frappe.session.user)
	data = {f.name: forms.default(f) or None for f in definition.fields_by_name.values() if f.holds_value}
	return shapes.Process(
		**_row(row, may).model_dump(),
		start=reading.step(definition.start),
		form=reading.form(start_form(definition, data)),
		steps=[reading.step(step) for step in definition.steps],
		ways=[
			shapes.Way(
				source=t.source, target=t.target, action=t.action, decision=t.decision, condition=t.condition
			)
			for t in definition.transitions
		],
	)


@route("GET", "/processes/{process}/definition", "Definitions")
def get_definition_document(process: ProcessCode) -> shapes.Definition:
	"""The definition of the current version

	The document from which the version was made, as export and import use it. A version never changes: keep it by
	its name or by the ETag.
	"""
	row, _definition = _published(process)
	text = frappe.db.get_value("Process Version", row.current_version, "definition")
	document = json.loads(text) if isinstance(text, str) else text
	return shapes.Definition(process=row.name, version=row.current_version, definition=document)


def _listed(everything: bool) -> list[frappe._dict]:
	if not everything:
		return catalogue.startable(frappe.session.user)
	if not frappe.has_permission("Process", "read"):
		raise Problem(403, _("You see only the processes that you may start"), "all")
	filters = {"status": "Published", "current_version": ("is", "set")}
	return frappe.get_all("Process", filters, FIELDS, order_by="lft")


def _matches(row: frappe._dict, search: str) -> bool:
	words = search.strip().lower()
	return any(words in text.lower() for text in (row.name, row.title, _(row.title)))


def _published(process: str):
	"""A published process that the caller may start or read in the desk; raises a problem 404."""
	row = frappe.db.get_value("Process", process, [*FIELDS, "status"], as_dict=True)
	if not row or row.status != "Published" or not row.current_version:
		raise not_found()
	definition = get_definition(row.current_version)
	if not (may_start(definition, frappe.session.user) or frappe.has_permission("Process", "read")):
		raise not_found()
	return row, definition


def _row(row: frappe._dict, may: bool) -> shapes.ProcessRow:
	return shapes.ProcessRow(
		code=row.name,
		title=_(row.title),
		description=_(row.description) if row.description else "",
		version=row.current_version,
		may_start=may,
	)
