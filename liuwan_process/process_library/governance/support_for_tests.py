"""Releases in tests: small processes of the production section, sent and decided by people of the demo enterprise."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import frappe

from liuwan_process.api import releases, tasks
from liuwan_process.compiler.factories_for_tests import Flows, leave
from tests.factories import person, signed_in

UNIT = "Production Section"
CODE = "ZT-LEAVE"
GROUPS = (("production", "Approve"), ("promotion", "Approve"), ("office", "Approve"), ("director", "Release"))
RECORDS = ("Process Candidate", "Process Review")


def process(flows: Flows, code: str = CODE, **changes: Any) -> Any:
	"""The working copy of a process of the production section."""
	title = changes.pop("title", code.replace("-", " ").title())
	return flows.save(
		leave(process=code, title=title, org_unit=UNIT, level=changes.pop("level", "Process"), **changes)
	)


def send(login: str = "production", processes: tuple[str, ...] = (CODE,), **more: Any) -> str:
	"""Somebody sends processes for release; the release's name."""
	with signed_in(login):
		return releases.send(list(processes), more.pop("reason", "Less paper"), **more)["release"]


def task_of(release: str, login: str) -> str:
	run = frappe.db.get_value("Process Release", release, "process_instance")
	filters = {"instance": run, "assignee": person(login), "status": "Open"}
	return frappe.get_all("Process Task", filters, pluck="name")[0]


def decide(release: str, login: str, action: str, comment: str = "") -> dict:
	with signed_in(login):
		return tasks.decide(task_of(release, login), action, comment)


def send_back(release: str, login: str, comment: str = "Please explain more") -> None:
	with signed_in(login):
		tasks.send_back(task_of(release, login), "draft", comment)


def approve(release: str) -> None:
	"""All four groups say yes."""
	for login, action in GROUPS:
		decide(release, login, action)


def item(release: str, code: str = CODE) -> Any:
	return frappe.db.get_value(
		"Process Release Item", {"parent": release, "process_code": code}, "*", as_dict=True
	)


def facts(code: str = CODE) -> Any:
	fields = ["status", "current_version", "release", "release_state", "in_force_from", "review_due"]
	return frappe.db.get_value("Process", code, fields, as_dict=True)


@contextmanager
def settings(**values: Any):
	"""Process Settings changed for a while."""
	before = {name: frappe.db.get_single_value("Process Settings", name) for name in values}
	_set(values)
	try:
		yield
	finally:
		_set(before)


def _set(values: dict[str, Any]) -> None:
	frappe.db.rollback()
	for name, value in values.items():
		frappe.db.set_single_value("Process Settings", name, value)
	frappe.clear_document_cache("Process Settings", "Process Settings")
	frappe.db.commit()


@contextmanager
def rule(level: str, action: str, **values: str):
	"""One row of the settings' table changed for a while."""
	row = {"parent": "Process Settings", "level": level, "action": action}
	name, before = frappe.db.get_value("Process Release Rule", row, "name"), None
	before = frappe.db.get_value("Process Release Rule", name, list(values), as_dict=True)
	_change_rule(name, values)
	try:
		yield
	finally:
		frappe.db.rollback()
		_change_rule(name, before)


def _change_rule(name: str, values: dict[str, str]) -> None:
	frappe.db.set_value("Process Release Rule", name, dict(values))
	frappe.clear_document_cache("Process Settings", "Process Settings")
	frappe.db.commit()


def forget(flows: Flows) -> None:
	"""Take away what releases of test processes have left."""
	frappe.db.rollback()
	parents = frappe.get_all(
		"Process Release Item", {"process_code": ("in", list(flows.codes))}, pluck="parent"
	)
	for doctype in RECORDS:
		frappe.db.delete(doctype, {"process_code": ("in", list(flows.codes))})
	for named in (["Process", list(flows.codes)], ["Process Release", parents]):
		told = {"document_type": named[0], "document_name": ("in", named[1])}
		frappe.db.delete("Notification Log", told)
	for release in set(parents):
		run = frappe.db.get_value("Process Release", release, "process_instance")
		for doctype in ("Process Task", "Process Log", "Process Instance Participant"):
			frappe.db.delete(doctype, {"instance": run})
		frappe.db.delete("Process Instance", {"name": run})
		frappe.db.delete("Process Release Item", {"parent": release})
		frappe.db.delete("Process Release", {"name": release})
	frappe.db.commit()
