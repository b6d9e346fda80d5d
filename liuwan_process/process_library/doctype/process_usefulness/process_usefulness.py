"""Whether the page of one version was useful to one person; written by the app only."""

import frappe

from liuwan_process.engine.records import EngineRecord


class ProcessUsefulness(EngineRecord):
	"""One for each person and version."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Process Usefulness", ["version", "user"], "version_user")
