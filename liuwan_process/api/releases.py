"""Releases of processes, and reviews: propose, look at, repeat, call off, set up the flow, confirm a review."""

import json

import frappe
from frappe import _

from liuwan_process.engine.start import start
from liuwan_process.engine.transaction import repeated
from liuwan_process.process_library.governance import carrying_out, gate, levels, panel, review
from liuwan_process.setup import packs

PACK = "process_governance"


@frappe.whitelist(methods=["POST"])
def send(
	processes: list | str,
	reason: str,
	action: str = "",
	effective_date: str = "",
	what_changed: str = "",
	review_months: int = 0,
	key: str = "",
) -> dict:
	"""Send processes for release; the engine's answer with the name of the `release`. Needs write on each of them.

	`action` "Retire" retires them; otherwise each is set up or changed, whichever it is.
	"""
	_require_desk()
	items = [
		{"process_code": name, "action": action, "what_changed": what_changed, "review_months": review_months}
		for name in _names(processes)
	]
	values = {"processes": items, "reason": reason, "effective_date": effective_date or None}
	answer = repeated(lambda: start(_flow(), values, key))
	filters = {"name": answer["instance"]}
	return answer | {"release": frappe.db.get_value("Process Instance", filters, "document_name")}


@frappe.whitelist(methods=["POST"])
def draft(processes: list | str, action: str = "") -> str:
	"""A release that is not sent yet, to be completed on its form; its name. Needs create."""
	_flow()
	release = frappe.new_doc("Process Release")
	for name in _names(processes):
		release.append("processes", {"process_code": name, "action": action})
	release.flags.ignore_mandatory = True  # the form asks for the reason before it can be sent
	return release.insert().name


@frappe.whitelist()
def show(release: str) -> str:
	"""What a release holds, as HTML for its form: each process before and after. Needs read."""
	doc = frappe.get_doc("Process Release", release)
	doc.check_permission("read")
	return panel.html(doc.as_dict())


@frappe.whitelist(methods=["POST"])
def repeat(release: str) -> None:
	"""Try again to put into force what failed. Process office."""
	_require_office()
	carrying_out.repeat(release)
	frappe.db.commit()  # the job below reads it
	frappe.enqueue(carrying_out.JOB, queue="long", release=release)


@frappe.whitelist(methods=["POST"])
def call_off(release: str, reason: str) -> int:
	"""Give up what is approved and not in force yet; how many processes. Process office."""
	_require_office()
	if not reason.strip():
		frappe.throw(_("Please say why"))
	return carrying_out.call_off(release, reason)


@frappe.whitelist(methods=["POST"])
def set_up() -> str:
	"""Make and publish the shipped flow of releases where there is none; its code. Process office."""
	_require_office()
	return gate.flow() or packs.install(PACK)[0]


@frappe.whitelist(methods=["POST"])
def confirm_review(process: str, note: str = "") -> str:
	"""Reviewed, no change: the next day on which it is due. The owner, or whoever may change the process."""
	doc = frappe.get_doc("Process", process)
	if not review.may_review(doc):
		frappe.throw(
			_("Only the owner of “{0}”, its unit or the process office may do this").format(_(doc.title)),
			frappe.PermissionError,
		)
	due = repeated(lambda: review.confirm(doc, note))
	return str(due or "")


def _names(processes: list | str) -> list[str]:
	names = json.loads(processes) if isinstance(processes, str) and processes.startswith("[") else processes
	names = [names] if isinstance(names, str) else names
	if not names or not all(isinstance(name, str) for name in names):
		frappe.throw(_("Please choose at least one process"))
	return names


def _flow() -> str:
	process = gate.flow()
	if not process:
		frappe.throw(_("The flow of releases is not published yet: press “Set Up the Release Flow” first"))
	return process


def _require_desk() -> None:
	if not frappe.has_permission("Process Release", "create"):
		frappe.throw(_("Not permitted"), frappe.PermissionError)


def _require_office() -> None:
	if not levels.is_office():
		frappe.throw(_("Only the process office may do this"), frappe.PermissionError)
