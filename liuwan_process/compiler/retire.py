"""The way back: a process that is no longer started."""

from __future__ import annotations

import frappe
from frappe.utils.synchronization import filelock

from liuwan_process.compiler.publish import after_commit
from liuwan_process.process_library import released


def retire(process_name: str) -> None:
	"""Nobody can start the process any more; documents and versions stay readable, open runs go on to their end.

	The caller has checked that the user may do this. Repeating it changes nothing.
	"""
	with filelock(f"publish_{frappe.scrub(process_name)}"):
		process = frappe.get_doc("Process", process_name, for_update=True)
		if process.status != "Published":
			return
		if process.workflow:
			frappe.db.set_value("Workflow", process.workflow, "is_active", 0)
		frappe.db.set_value("Process Version", process.current_version, "status", "Retired")
		process.db_set("status", "Retired")
		frappe.db.commit()  # while the lock is held: a publication that waits reads it
	after_commit(process)
	released.on_retired(process_name)
