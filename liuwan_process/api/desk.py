"""Frappe's own workflow calls. For forms of a process the engine answers; for any other DocType Frappe's code does."""

import json

import frappe
from frappe import _
from frappe.model import workflow as stock
from frappe.model.document import Document

from liuwan_process.engine import acts, history, reading
from liuwan_process.engine.start import start
from liuwan_process.engine.transaction import repeated
from liuwan_process.engine.versions import current_version, definition_of, forms, get_definition
from liuwan_process.portal import green


@frappe.whitelist()
def get_transitions(
	doc: Document | str | dict, workflow: Document | None = None, raise_exception: bool = False
) -> list[dict]:
	"""What the session's user may do now with a form: rows with `action`, `next_state`, `state`, `allowed`."""
	document = _document(doc)
	if document.doctype not in forms():
		return stock.get_transitions(doc, workflow, raise_exception)
	document.check_permission("read")
	actions, state = _offered(document), document.workflow_state
	return [
		{"action": a, "state": state, "next_state": "", "allowed": "All", "allow_self_approval": 1}
		for a in actions
	]


@frappe.whitelist()
def apply_workflow(doc: Document | str | dict, action: str) -> Document:
	"""Take an action from the desk's Actions menu. A refusal asks for its reason in the portal's task page."""
	document = _document(doc)
	if document.doctype not in forms():
		return stock.apply_workflow(doc, action)
	document.check_permission("read")
	given = frappe.parse_json(doc) if isinstance(doc, str) else doc
	repeated(lambda: _act(document, action, given))
	document.reload()
	reading.mask(document)
	return document


@frappe.whitelist()
def bulk_workflow_approval(docnames: str, doctype: str, action: str) -> None:
	"""The list's bulk approval: each form in a transaction of its own; a report of what went wrong."""
	if doctype not in forms():
		return stock.bulk_workflow_approval(docnames, doctype, action)
	done, failed = [], []
	for name in json.loads(docnames):
		try:
			apply_workflow({"doctype": doctype, "name": name}, action)
			done.append(name)
		except frappe.ValidationError as error:
			frappe.clear_messages()
			failed.append(f"{name}: {error}")
	_report(done, failed, action)


@frappe.whitelist()
def get_common_transition_actions(docs: str | list, doctype: str) -> list[str]:
	"""Actions that all chosen forms offer the session's user."""
	if doctype not in forms():
		return stock.get_common_transition_actions(docs, doctype)
	offered = [set(_offered(_document({"doctype": doctype, **doc}))) for doc in frappe.parse_json(docs)]
	return sorted(set.intersection(*offered)) if offered else []


@frappe.whitelist()
def refusals(doctype: str, name: str) -> list[str]:
	"""Those of the offered actions that refuse and therefore need a reason."""
	document = _document({"doctype": doctype, "name": name})
	if doctype not in forms() or not document.get("process_instance"):
		return []
	document.check_permission("read")
	return [
		a
		for task in _tasks(document)
		for a, decision in _actions(document, task).items()
		if decision == "refuse"
	]


@frappe.whitelist()
def start_options(doctype: str) -> dict:
	"""What a start asks beside the form: `lead` (none, optional, required), `green` (words, left) or None."""
	if doctype not in forms():
		return {"lead": "none", "green": None}
	definition = get_definition(current_version(forms()[doctype]))
	return green.of_start(definition, frappe.session.user)


@frappe.whitelist()
def task_acts(doctype: str, name: str) -> dict:
	"""What the session's user can do with a form's run besides deciding: {"name", "instance", "task", "earlier"}.

	`task`: the user's open task or "". `earlier`: rows {step, title, straight} to which it may be returned.
	"""
	document = _document({"doctype": doctype, "name": name})
	document.check_permission("read")
	found = {"name": name, "instance": document.get("process_instance") or "", "task": "", "earlier": []}
	if doctype not in forms() or not found["instance"]:
		return found
	for task in _tasks(document)[:1]:
		found["task"] = task.name
		found["earlier"] = [
			{"step": visit.step, "title": _(visit.step_title), "straight": visit.straight}
			for visit in history.earlier(task.name)
		]
	return found


def _actions(document: Document, task: dict) -> dict[str, str]:
	fields = ["process_version", "state"]
	run = frappe.db.get_value("Process Instance", document.process_instance, fields, as_dict=True)
	return acts.offered(definition_of(run), task.step)


def _document(doc: Document | str | dict) -> Document:
	if isinstance(doc, Document):
		return doc
	given = frappe.parse_json(doc)
	if given.get("__islocal"):
		return frappe.get_doc(given)
	return frappe.get_doc(given["doctype"], given["name"])


def _offered(document: Document) -> list[str]:
	"""Actions of the session's user, in the order of the drawing."""
	if not document.get("process_instance"):
		return _start_actions(document)
	return [a for task in _tasks(document) for a in _actions(document, task)]


def _start_actions(document: Document) -> list[str]:
	if document.is_new() or document.owner != frappe.session.user or document.docstatus:
		return []
	definition = get_definition(current_version(forms()[document.doctype]))
	return list(definition.actions(definition.start.id))


def _tasks(document: Document) -> list[dict]:
	filters = {"instance": document.process_instance, "assignee": frappe.session.user, "status": "Open"}
	return frappe.get_all(
		"Process Task", filters=filters, fields=["name", "step", "step_title"], order_by="opened_on"
	)


def _act(document: Document, action: str, given: dict) -> None:
	document.reload()  # a repeated act must not answer for a state that has gone
	if not document.process_instance:
		start(forms()[document.doctype], document=document.name, action=action, **_start_values(given))
		return
	_refuse_old_page(document, given)
	for task in _tasks(document):
		if action in _actions(document, task):
			acts.decide(task.name, action, comment=given.get("process_comment") or "")
			return
	frappe.throw(_("“{0}” is not yours to do now").format(_(action)), acts.StaleTask)


def _start_values(given: dict) -> dict:
	"""What the desk asked for beside the form: lead person, urgency and its reason."""
	more = given.get("process_start") or {}
	return {
		"lead_person": more.get("lead_person") or None,
		"urgent": bool(frappe.utils.cint(more.get("urgent"))),
		"urgent_reason": more.get("urgent_reason") or "",
	}


def _refuse_old_page(document: Document, given: dict) -> None:
	"""The page names the state that it shows: an act on a page that is out of date is refused."""
	shown = given.get("workflow_state")
	if shown and shown != document.workflow_state:
		message = _("This form has moved on to “{0}” meanwhile; please look at it again")
		frappe.throw(message.format(_(document.workflow_state)), acts.StaleTask)


def _report(done: list[str], failed: list[str], action: str) -> None:
	text = _("{0}: {1} done, {2} not").format(_(action), len(done), len(failed))
	lines = [frappe.utils.escape_html(line) for line in failed]
	frappe.msgprint("<br>".join([text, *lines]), indicator="red" if failed else "green")
