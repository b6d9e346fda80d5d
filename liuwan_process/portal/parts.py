"""Runs that are parts of others, on a run's page; and what kept a step from being done, on the office's task."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from markupsafe import Markup

from liuwan_process.definition.model import ROUTING_KINDS
from liuwan_process.permissions import runs
from liuwan_process.portal import rows
from liuwan_process.portal.frame import is_desk_user

Row = dict[str, Any]
FAILURES = ("Call Failed", "Sub-process Failed")


def sentences() -> dict[str, str]:
	"""What the log says of steps that nobody does."""
	return {
		"Automatic": _("“{step}” was done automatically"),
		"Create": _("“{step}” made {made} with the rights of {to}"),
		"Call Made": _("“{step}” asks another system and waits for its answer"),
		"Call Answered": _("“{step}” has got its answer"),
		"Call Failed": _("“{step}” has got no answer that it can use"),
		"Sub-process": _("“{step}” started {made}"),
		"Sub-process Ended": _("“{step}”: {made} has ended: {action}"),
		"Sub-process Failed": _("“{step}” could not be done with its sub-process"),
		"Ended Above": _("Ended together with the run that it is a part of"),
	}


def above(run: Row) -> Row | None:
	"""The run that this one is a part of: `title`, `address` if the reader sees it."""
	if not run.parent_instance:
		return None
	title = frappe.db.get_value("Process Instance", run.parent_instance, "title")
	address = f"/process/run/{run.parent_instance}" if runs.may_see(run.parent_instance) else ""
	return {"title": title, "address": address}


def below(instance: str) -> list[Row]:
	"""The runs that are parts of this one, oldest first."""
	fields = ["name", "title", "status", "current_steps"]
	found = frappe.get_all(
		"Process Instance", {"parent_instance": instance}, fields, order_by="started_on, creation"
	)
	seen = visible(row.name for row in found)
	return [
		{
			"title": row.title,
			"address": f"/process/run/{row.name}" if row.name in seen else "",
			"status": rows.status(row.status),
			"steps": rows.steps(row.current_steps) if row.status == "Running" else "",
		}
		for row in found
	]


def visible(names) -> set[str]:
	"""Those of these runs that the reader sees; one statement for all."""
	wanted, user = list(names), frappe.session.user
	if not wanted or runs.sees_all(user):
		return set(wanted)
	filters = {"instance": ("in", wanted), "user": user}
	return set(frappe.get_all("Process Instance Participant", filters, pluck="instance"))


def made(log: list[Row]) -> dict[str, Markup]:
	"""Name -> words (a link where the reader may follow it) of every document and run that a log names."""
	names = {row.reference_name for row in log if row.reference_doctype == "Process Instance"}
	titles = dict(
		frappe.get_all("Process Instance", {"name": ("in", sorted(names))}, ["name", "title"], as_list=True)
		if names
		else ()
	)
	seen = visible(names)
	words = {name: _link(titles.get(name), f"/process/run/{name}" if name in seen else "") for name in names}
	desk = is_desk_user(frappe.session.user)
	for row in log:
		if row.reference_name and row.reference_doctype != "Process Instance":
			address = frappe.utils.get_url_to_form(row.reference_doctype, row.reference_name) if desk else ""
			words[row.reference_name] = _link(f"{_(row.reference_doctype)} {row.reference_name}", address)
	return words


def _link(words: str | None, address: str) -> Markup:
	shown = Markup("{}").format(words or _("a run"))
	return Markup('<a href="{}">{}</a>').format(address, shown) if address else shown


def trouble(task: Row) -> str:
	"""Why the office was asked about a step that the engine does itself; "" for any other task."""
	if task.kind not in ROUTING_KINDS:
		return ""
	if task.kind == "automatic":
		call = {"instance": task.instance, "token": task.token}
		if error := frappe.db.get_value("Process Call", call, "error"):
			return error
	failed = {"instance": task.instance, "step": task.step, "act": ("in", FAILURES)}
	return frappe.db.get_value("Process Log", failed, "comment", order_by="creation desc") or ""
