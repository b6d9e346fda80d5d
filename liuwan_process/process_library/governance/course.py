"""What the run of a release does to the release and its processes: sent, approved, given up.

Called by the engine at the end of every act on a Process Release, in the act's transaction and under the run's lock
(hook `liuwan_act_done`), so that a release which cannot be sent is not sent.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from liuwan_process.compiler import publish
from liuwan_process.engine import notify
from liuwan_process.engine.errors import EngineError
from liuwan_process.process_library.governance import candidates, carrying_out, levels

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run

MOST = 100  # processes in one release
FREE = {"release": None, "release_state": None, "in_force_from": None}


def follow(run: Run) -> None:
	if run.ended_before:
		return
	release = frappe.get_doc(run.instance.document_type, run.instance.document_name)
	if run.instance.status == "Completed":
		approve(release, run.user)
	elif run.instance.status not in ("Running", "Suspended"):
		give_up(release)
	elif _is_sent(run):
		send(release)


def _is_sent(run: Run) -> bool:
	"""Whether this act has left the first step: at the start, or after the release had come back to it."""
	first = run.definition.start.id
	started = any(row["act"] == "Start" for row in run.log)
	return started or any(task.step == first and task.status == "Done" for task in run.closed)


def send(release: Document) -> None:
	"""Freeze every process of a release and keep others from releasing it meanwhile. Raises EngineError."""
	_check(release)
	processes = _locked(release)
	for process in processes.values():
		_require_free(process, release.name)
	_free_others(release.name, list(processes))
	rules = [_send_item(item, processes[item.process_code]) for item in release.processes]
	facts = {"status": "In Release", "how_far": levels.farthest(rules), "sent_on": now_datetime()}
	if not release.org_unit:
		facts["org_unit"] = next((p.org_unit for p in processes.values() if p.org_unit), None)
	if not (release.org_unit or facts["org_unit"]):
		frappe.throw(_("Please name the responsible unit, whose head approves first"), EngineError)
	frappe.db.set_value("Process Release", release.name, facts)
	for name in processes:
		_mark(name, release=release.name, release_state="In Release", in_force_from=None)


def _check(release: Document) -> None:
	names = [item.process_code for item in release.processes]
	if twice := sorted({name for name in names if names.count(name) > 1}):
		frappe.throw(_("{0} is named more than once").format(", ".join(twice)), EngineError)
	if len(names) > MOST:
		frappe.throw(_("A release holds at most {0} processes").format(MOST), EngineError)
	if release.effective_date and getdate(release.effective_date) < getdate(today()):
		frappe.throw(_("The day from which it is in force lies in the past"), EngineError)


def _locked(release: Document) -> dict[str, Document]:
	"""Its processes by name; of two releases of one process that are sent at once the second one waits."""
	names = sorted(item.process_code for item in release.processes)
	return {name: frappe.get_doc("Process", name, for_update=True) for name in names}


def _require_free(process: Document, release: str) -> None:
	if process.release and process.release != release:
		message = _("“{0}” is in the release {1} already")
		frappe.throw(message.format(_(process.title), process.release), EngineError)


def _free_others(release: str, kept: list[str]) -> None:
	"""Processes that were taken out of a release which came back are free again."""
	for name in frappe.get_all("Process", {"release": release, "name": ("not in", kept)}, pluck="name"):
		_mark(name, **FREE)


def _send_item(item: Document, process: Document) -> levels.Rule:
	action = _action(item, process)
	_require_rights(process, action)
	if action != levels.RETIRE:
		_require_publishable(process)
	facts = {
		"action": action,
		"status": "In Release",
		"level": process.level,
		"version_before": process.current_version,
		"candidate": None if action == levels.RETIRE else candidates.take(process, item.parent),
		"version": None,
		"error": None,
	}
	frappe.db.set_value("Process Release Item", item.name, facts)
	return levels.rule(process.level, action)


def _action(item: Document, process: Document) -> str:
	"""To retire is chosen; whether the rest sets up or changes is a fact."""
	is_published = process.status == "Published"
	if item.action == levels.RETIRE:
		if not is_published:
			message = _("“{0}” is not published, so that there is nothing to retire")
			frappe.throw(message.format(_(process.title)), EngineError)
		return levels.RETIRE
	return levels.CHANGE if is_published else levels.SET_UP


def _require_rights(process: Document, action: str) -> None:
	if not process.has_permission("write"):
		message = _("You may not send “{0}” for release: it belongs to another unit")
		frappe.throw(message.format(_(process.title)), frappe.PermissionError)
	levels.require(process.level, action)


def _require_publishable(process: Document) -> None:
	plan = publish.checked(process)
	if not plan.is_new_version and process.status == "Published":
		message = _("“{0}” has not changed since {1}")
		frappe.throw(message.format(_(process.title), process.current_version), EngineError)


def approve(release: Document, user: str) -> None:
	"""The last group has approved: it is put into force by a job, now or on its day."""
	waits = release.effective_date and getdate(release.effective_date) > getdate(today())
	for item in release.processes:
		frappe.db.set_value("Process Release Item", item.name, "status", "Approved")
		day = release.effective_date if waits else None
		_mark(item.process_code, release_state="Approved", in_force_from=day)
	facts = {"status": "Approved", "released_by": user, "released_on": now_datetime()}
	frappe.db.set_value("Process Release", release.name, facts)
	if not waits:
		frappe.db.after_commit.add(partial(notify.start_job, carrying_out.JOB, release=release.name))


def give_up(release: Document) -> None:
	"""Refused, withdrawn or ended: its processes are free again."""
	for item in release.processes:
		frappe.db.set_value("Process Release Item", item.name, "status", "Not Released")
	for name in frappe.get_all("Process", {"release": release.name}, pluck="name"):
		_mark(name, **FREE)
	frappe.db.set_value("Process Release", release.name, "status", "Not Released")


def _mark(process: str, **facts: str | None) -> None:
	"""What a process says of its release; the working copy itself stays as it is."""
	frappe.db.set_value("Process", process, facts, update_modified=False)
