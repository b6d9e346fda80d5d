"""Processes for tests, and their removal with everything that publishing them has committed."""

from __future__ import annotations

import copy
import itertools
from typing import Any

import frappe

from liuwan_process.compiler import act_script
from liuwan_process.compiler.naming import register_name
from liuwan_process.compiler.publish import publish
from liuwan_process.engine import versions
from liuwan_process.process_library.working_copy import fill

TABLES = (
	"Process Step",
	"Process Transition",
	"Process Participant Rule",
	"Process Form Field",
	"Process Field Access",
	"Process Step Knowledge",
	"Process Step Responsibility",
)
LEAVE: dict[str, Any] = {
	"schema": 1,
	"process": "ZT-LEAVE",
	"title": "Zt Leave",
	"subject": "{initiator}: {days} day(s)",
	"form": {
		"fields": [
			{"name": "days", "label": "Days", "type": "Int", "required": True, "in_list": True},
			{"name": "reason", "label": "Reason", "type": "Small Text"},
			{"name": "opinion", "label": "Opinion"},
			{"name": "trips", "label": "Trips", "type": "Table"},
			{"name": "place", "label": "Place", "table": "trips", "required": True},
			{"name": "cost", "label": "Cost", "type": "Currency", "table": "trips"},
		]
	},
	"steps": [
		{"id": "request", "title": "Request", "kind": "start", "lane": "Employee"},
		{
			"id": "manager",
			"title": "Manager",
			"kind": "approval",
			"participants": [{"rule": "superior_of_initiator"}],
			"fields": {"opinion": "require"},
			"limit": {
				"amount": 2,
				"unit": "working_days",
				"warn_before": 0.5,
				"then": "escalate",
				"repeat": 1,
			},
			"knowledge": {"method": "Ask", "risks": "None"},
		},
		{
			"id": "board",
			"title": "Board",
			"kind": "approval",
			"participants": [{"rule": "process_owner"}, {"rule": "users", "users": ["Administrator"]}],
			"completion": {"rule": "at_least", "value": 2, "refusal": "counts"},
			"nobody": "skip",
		},
		{"id": "done", "title": "Granted", "kind": "end"},
		{"id": "no", "title": "Turned down", "kind": "end", "status": "Refused"},
	],
	"transitions": [
		{"from": "request", "to": "manager", "action": "Submit"},
		{"from": "manager", "to": "board", "action": "Approve", "condition": "days > 3"},
		{"from": "manager", "to": "done", "action": "Approve"},
		{"from": "manager", "to": "no", "action": "Refuse", "decision": "refuse"},
		{"from": "board", "to": "done", "action": "Approve"},
		{"from": "board", "to": "no", "action": "Refuse", "decision": "refuse"},
	],
}


def leave(**changes: Any) -> dict[str, Any]:
	"""The document of a small process: one condition, one countersigned step, one table, two ends."""
	return copy.deepcopy(LEAVE) | changes


def field(document: dict[str, Any], name: str) -> dict[str, Any]:
	return next(row for row in document["form"]["fields"] if row["name"] == name)


def long_process(steps: int) -> dict[str, Any]:
	"""A chain of so many steps, start and end among them."""
	people = [{"rule": "initiator"}]
	middle = [
		{"id": f"s{n}", "title": f"Step {n}", "kind": "task", "lane": f"Unit {n % 4}", "participants": people}
		for n in range(steps - 2)
	]
	chain = [LEAVE["steps"][0], *middle, LEAVE["steps"][3]]
	ways = [{"from": a["id"], "to": b["id"], "action": "Done"} for a, b in itertools.pairwise(chain)]
	return leave(process="ZT-LONG", title="Zt Long", steps=chain, transitions=ways, subject="")


class Flows:
	"""Makes and publishes processes and remembers them for removal."""

	def __init__(self) -> None:
		self.codes: set[str] = set()

	def save(self, document: dict[str, Any]) -> Any:
		"""The working copy of a document, new or replaced; committed."""
		code = document["process"]
		self.codes.add(code)
		exists = frappe.db.exists("Process", code)
		process = fill(frappe.get_doc("Process", code) if exists else frappe.new_doc("Process"), document)
		process.save()
		frappe.db.commit()
		return process

	def publish(self, document: dict[str, Any], note: str = "") -> str:
		return publish(self.save(document).name, note)

	def form(self, document: dict[str, Any]) -> str:
		"""The DocType of a published process."""
		return frappe.db.get_value("Process", document["process"], "document_type")

	def remove(self) -> None:
		frappe.db.rollback()
		frappe.set_user("Administrator")
		for code in self.codes:
			_remove(code)
		frappe.db.commit()
		frappe.clear_cache()
		versions._parsed.clear()  # a version never changes; here its name is used again


def _remove(code: str) -> None:
	forms = set(frappe.get_all("DocType", {"custom": 1, "autoname": f"{code}-.YYYY.-.#####"}, pluck="name"))
	linked = frappe.db.get_value("Process", code, "document_type")
	for workflow in frappe.get_all(
		"Workflow", {"document_type": ("in", [*forms, linked or ""])}, pluck="name"
	):
		frappe.delete_doc("Workflow", workflow, force=True)
	for form in forms:
		frappe.delete_doc_if_exists("Report", register_name(form), force=True)
		frappe.delete_doc_if_exists("Client Script", act_script.name_of(form), force=True)
		tables = frappe.get_all("DocField", {"parent": form, "fieldtype": "Table"}, pluck="options")
		frappe.db.delete("Translation", {"source_text": ("in", [form, register_name(form), *tables])})
		for doctype in (form, *tables):
			frappe.delete_doc("DocType", doctype, force=True)
			frappe.db.sql_ddl(f"drop table if exists `tab{doctype}`")
	if linked and linked not in forms:
		for name in frappe.get_all(
			"Custom Field", {"dt": linked, "module": "Process Execution"}, pluck="name"
		):
			frappe.delete_doc("Custom Field", name, force=True)
	for table in TABLES:
		frappe.db.delete(table, {"parent": code})
	frappe.db.delete("Process Version", {"process_code": code})
	frappe.db.delete("Process", {"name": code})
