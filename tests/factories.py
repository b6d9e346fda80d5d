"""What tests stand on: the demo enterprise, the shipped flows, and small processes made on the spot."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import frappe

from liuwan_process.setup import demo

# A request of three days, by somebody of the branch office.
LEAVE = {
	"leave_type": "Personal leave",
	"first_day": "2024-11-25",
	"last_day": "2024-11-27",
	"days": 3,
	"reason": "Wedding",
}

_ready: set[str] = set()


def ensure_demo() -> None:
	"""The demo enterprise and the shipped flows, committed once for each test site and process."""
	if frappe.local.site in _ready:
		return
	frappe.set_user("Administrator")
	demo.install()
	frappe.db.commit()
	_ready.add(frappe.local.site)


def person(login: str) -> str:
	"""The user of somebody of the demo enterprise by the short sign-in name."""
	return demo.email(login)


@contextmanager
def signed_in(login: str):
	"""Act as somebody of the demo enterprise, "Guest" or "Administrator"."""
	before = frappe.session.user
	frappe.set_user(login if login in ("Guest", "Administrator") else person(login))
	try:
		yield
	finally:
		frappe.set_user(before)


def publish_process(document: dict[str, Any]) -> str:
	"""Make (or change) a working copy by its definition document and publish it; returns the version."""
	from liuwan_process.compiler.publish import publish
	from liuwan_process.process_library.working_copy import fill

	code = document["process"]
	exists = frappe.db.exists("Process", code)
	process = frappe.get_doc("Process", code) if exists else frappe.new_doc("Process")
	fill(process, {"level": "Process", **document})
	process.save()
	version = publish(code)
	frappe.db.commit()
	return version


def document(
	code: str,
	steps: list[dict[str, Any]],
	transitions: list[str],
	fields: list[dict[str, Any]] | None = None,
	**more,
) -> dict[str, Any]:
	"""A definition document. Transitions are written "a>b Action", "a>b !Action" for a refusal, "... if condition"."""
	return {
		"schema": 1,
		"process": code,
		"title": more.pop("title", code.replace("-", " ").title()),
		"version": 0,
		"form": {"fields": fields or [{"name": "amount", "label": "Amount", "type": "Int"}]},
		"steps": steps,
		"transitions": [_transition(text) for text in transitions],
		**more,
	}


def step(
	step_id: str, kind: str = "approval", user: str | tuple[str, ...] = "", **more: Any
) -> dict[str, Any]:
	"""A step that named people of the demo enterprise do."""
	users = (user,) if isinstance(user, str) else user
	rules = [{"rule": "users", "users": [person(u) for u in users]}] if user else []
	return {
		"id": step_id,
		"title": more.pop("title", step_id.capitalize()),
		"kind": kind,
		"lane": more.pop("lane", "Office"),
		"participants": more.pop("participants", rules),
		**more,
	}


def _transition(text: str) -> dict[str, Any]:
	text, _, condition = text.partition(" if ")
	ends, _, action = text.partition(" ")
	source, target = ends.split(">")
	decision = "refuse" if action.startswith("!") else "approve"
	return {
		"from": source,
		"to": target,
		"action": action.lstrip("!") or "Approve",
		"decision": decision,
		"condition": condition,
	}


def tasks_of(login: str, instance: str) -> list[str]:
	filters = {"assignee": person(login), "instance": instance, "status": "Open"}
	return frappe.get_all("Process Task", filters=filters, pluck="name", order_by="opened_on")


def only_task(login: str, instance: str) -> str:
	[task] = tasks_of(login, instance)
	return task


def plan_of(text: str) -> list[frappe._dict]:
	"""How the database would answer a statement that the query builder has made: a row for each table."""
	return frappe.db.sql("explain " + text, as_dict=True)


@contextmanager
def counted_statements():
	"""Collects the SQL statements of a block."""
	statements: list[str] = []
	run = frappe.db.sql

	def listening(query: Any, *args: Any, **kwargs: Any) -> Any:
		statements.append(str(query))
		return run(query, *args, **kwargs)

	frappe.db.sql = listening
	try:
		yield statements
	finally:
		frappe.db.sql = run
