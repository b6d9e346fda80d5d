"""Moves many cases, each in a transaction of its own: a few at once, more in a job whose progress can be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from liuwan_process.engine.move import move
from liuwan_process.engine.transaction import repeated
from liuwan_process.engine.versions import current_version

AT_ONCE = 20
PROGRESS = "liuwan_process_moves"
KEPT = 3_600  # seconds for which the outcome of a job can be looked at
SHOWN = 50  # cases that did not move, named in the outcome
Progress = dict[str, Any]


def candidates(process: str) -> list[str]:
	"""Running cases of a process that follow an earlier version than the one in force, oldest first."""
	filters = {
		"process_code": process,
		"status": "Running",
		"process_version": ("!=", current_version(process)),
	}
	return frappe.get_all("Process Instance", filters, pluck="name", order_by="started_on")


def move_all(process: str, instances: list[str], **how: Any) -> Progress:
	"""Move cases to the version in force; `how` are the arguments of `move`.

	More than 20: a job does it, and the answer says where it stands. Raises ValidationError while another one runs.
	"""
	version = current_version(process)
	if len(instances) <= AT_ONCE:
		return run(process, instances, version, how, kept=False)
	_refuse_second(process)
	progress = keep(process, _begun(len(instances)))
	frappe.enqueue(
		"liuwan_process.engine.move_many.run",
		queue="long",
		timeout=3_600,
		enqueue_after_commit=True,
		process=process,
		instances=instances,
		version=version,
		how=how,
		language=frappe.local.lang,
	)
	return progress


def run(
	process: str,
	instances: list[str],
	version: str,
	how: Mapping[str, Any],
	kept: bool = True,
	language: str | None = None,
) -> Progress:
	"""Move one case after the other; a case that cannot move stays and is named in the outcome."""
	frappe.local.lang = language or frappe.local.lang
	progress = _begun(len(instances))
	for instance in instances:
		_move_one(progress, instance, version, how)
		if kept:
			keep(process, progress)
	progress["running"] = False
	return keep(process, progress) if kept else progress


def _move_one(progress: Progress, instance: str, version: str, how: Mapping[str, Any]) -> None:
	try:
		repeated(lambda: move(instance, version, **how))
		progress["moved"] += 1
	except frappe.ValidationError as error:
		frappe.clear_messages()
		progress["stayed"] += 1
		if len(progress["reasons"]) < SHOWN:
			title = frappe.db.get_value("Process Instance", instance, "title") or instance
			progress["reasons"].append([instance, title, str(error)])
	progress["done"] += 1


def _begun(total: int) -> Progress:
	return {"running": True, "total": total, "done": 0, "moved": 0, "stayed": 0, "reasons": []}


def _refuse_second(process: str) -> None:
	if (progress := progress_of(process)) and progress["running"]:
		message = _("Cases of this process are being moved: {0} of {1}. Wait until it has ended.")
		frappe.throw(message.format(progress["done"], progress["total"]))


def keep(process: str, progress: Progress) -> Progress:
	frappe.cache.set_value(f"{PROGRESS}:{process}", progress, expires_in_sec=KEPT)
	return progress


def progress_of(process: str) -> Progress | None:
	"""Where the last job of a process stands; None when there was none within the hour."""
	return frappe.cache.get_value(f"{PROGRESS}:{process}", expires=True)
