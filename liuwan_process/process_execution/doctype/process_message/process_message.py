import frappe
from frappe.query_builder import DocType, Interval
from frappe.query_builder.functions import Now

from liuwan_process.engine.records import EngineRecord


class ProcessMessage(EngineRecord):
	"""One event told to one person by one channel; written by `liuwan_process.telling` only."""

	@staticmethod
	def clear_old_logs(days: int = 90) -> None:
		"""Log Settings: forget what was sent so many days ago. What was told is not told again: the log says so."""
		table = DocType("Process Message")
		old = (table.status == "Sent") & (table.modified < (Now() - Interval(days=days)))
		frappe.db.delete(table, filters=old)


def on_doctype_update() -> None:
	frappe.db.add_index("Process Message", ["status", "next_try"], index_name="status_next_try_index")
	frappe.db.add_index("Process Message", ["instance"], index_name="instance_index")
