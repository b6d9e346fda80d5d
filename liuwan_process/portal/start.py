"""The page on which a request is written: the form of the first step, what happens then, drafts."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition
from liuwan_process.engine import drafts, people
from liuwan_process.engine.errors import StaleTask
from liuwan_process.engine.start import may_start
from liuwan_process.engine.versions import get_definition
from liuwan_process.portal import drawing, forms, green, knowledge, ties, times, usual, who
from liuwan_process.portal.answer import Elsewhere, Page


def page(process: str) -> Page:
	user = frappe.session.user
	version = _version(process)
	definition = get_definition(version)
	if not may_start(definition, user):
		frappe.throw(_("You may not start {0}").format(_(definition.title)), frappe.PermissionError)
	draft = str(frappe.form_dict.get("draft") or "")
	context = {
		"process": process,
		"title": _(definition.title),
		"description": _description(process),
		"takes": usual.times_of([process]).get(process, ""),
		"form": form(definition, _values(definition, process, draft)),
		"action": _(next(iter(definition.actions(definition.start.id)))),
		"next": who.next_steps(definition, user, people.unit_of(user)),
		"knowledge": knowledge.of(definition.start),
		"ties": ties.of(definition.start),
		"draft": draft,
		"drafts": _drafts(process, user, draft),
		"drawing": drawing.drawings(version),
		"more": green.of_start(definition, user),
	}
	return Page("start.html", _(definition.title), context, room="catalogue")


def form(definition: Definition, data: dict[str, Any]) -> forms.View:
	return forms.View(
		definition,
		data,
		frozenset(access.editable(definition, definition.start)),
		frozenset(access.required(definition, definition.start)),
		frozenset(access.hidden(definition.start)),
		definition.start,
	)


def _version(process: str) -> str:
	status, version = frappe.get_cached_value("Process", process, ["status", "current_version"]) or (
		None,
		None,
	)
	if status != "Published" or not version:
		raise frappe.DoesNotExistError
	return version


def _values(definition: Definition, process: str, draft: str) -> dict[str, Any]:
	"""What the form begins with: a draft, or the defaults of its fields."""
	if not draft:
		return {f.name: forms.default(f) for f in definition.fields_by_name.values() if f.holds_value}
	try:
		return drafts.read(process, draft).as_dict()
	except StaleTask:
		raise Elsewhere(_run_of(definition, draft))


def _run_of(definition: Definition, document: str) -> str:
	instance = frappe.db.get_value(definition.doctype, document, "process_instance")
	return f"/process/run/{instance}" if instance else "/process/requests"


def _drafts(process: str, user: str, shown: str) -> list[dict[str, str]]:
	now = now_datetime()
	return [
		{
			"name": row.name,
			"address": f"/process/start/{process}?draft={row.name}",
			"when": times.when(get_datetime(row.modified), now),
		}
		for row in drafts.mine(process, user)
		if row.name != shown
	]


def _description(process: str) -> str:
	text = frappe.get_cached_value("Process", process, "description")
	return _(text) if text else ""
