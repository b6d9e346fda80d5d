"""Open pages learn that something happened to a run: those of its participants, and lists and forms in the desk."""

from __future__ import annotations

from typing import Any

import frappe

EVENT = "process_changed"


def publish(log: dict[str, Any]) -> None:
	"""Tell the browsers of everybody who takes part in the run of a log row: when it was, and whether they did it."""
	run = frappe.db.get_value(
		"Process Instance", log["instance"], ["name", "document_type", "document_name"], as_dict=True
	)
	if run is None:
		return
	users = frappe.get_all("Process Instance Participant", {"instance": run.name}, pluck="user")
	at = int(log["creation"].timestamp() * 1000)
	for user in users:
		frappe.publish_realtime(EVENT, {"run": run.name, "at": at, "own": user == log["actor"]}, user=user)
	_to_the_desk(run)


def _to_the_desk(run: dict[str, Any]) -> None:
	"""In Frappe's own words, which its lists and forms listen to."""
	for doctype, name in ((run.document_type, run.document_name), ("Process Instance", run.name)):
		data = {"doctype": doctype, "name": name, "user": "Administrator"}
		frappe.publish_realtime("list_update", data)
		frappe.publish_realtime("doc_update", data, doctype=doctype, docname=name)
