"""What imports from a file have in common: one job at a time, its progress, what it refused."""

from __future__ import annotations

from typing import ClassVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, get_datetime, now, now_datetime

RUNNING = ("Queued", "Running")
# A job that has not moved for so long was lost with its worker.
LOST_AFTER_MINUTES = 10


class FileImport(Document):
	"""The document of an import: `import_file`, `status`, `progress`, `stage`, `message` and counts."""

	job: ClassVar[str]  # what is done in the background, called with `name` and `language`
	refusals: ClassVar[str]  # the DocType of the rows of `refused_rows`
	counts: ClassVar[tuple[str, ...]]

	@frappe.whitelist()
	def start(self) -> dict:
		"""Starts the job; returns the state. Raises ValidationError while this or another import is running."""
		self.check_permission("write")
		if not self.import_file:
			frappe.throw(_("{0}: attach a file first.").format(frappe.bold(_("File"))))
		self.validate_none_running()
		self.reset()
		frappe.enqueue(
			self.job,
			queue="long",
			timeout=3_600,
			name=self.name,
			language=frappe.local.lang,
			enqueue_after_commit=True,
		)
		return self.state()

	def validate_none_running(self):
		filters = {"status": ("in", RUNNING)}
		running = frappe.get_all(self.doctype, filters, ["name", "modified"], order_by="creation")
		alive_since = add_to_date(now_datetime(), minutes=-LOST_AFTER_MINUTES)
		for other in running:
			if get_datetime(other.modified) > alive_since:
				frappe.throw(_("{0} is running. Wait until it has ended.").format(other.name))

	def reset(self):
		frappe.db.delete(self.refusals, {"parent": self.name})
		self.db_set(
			dict.fromkeys(self.counts, 0)
			| {"status": "Queued", "progress": 0, "stage": _("Waiting"), "message": None}
			| {"started_at": now(), "ended_at": None}
		)

	def state(self) -> dict:
		"""Status, progress, stage, message and counts."""
		fields = ("status", "progress", "stage", "message", *self.counts)
		return {field: self.get(field) for field in fields}


def send(filename: str, content: bytes) -> None:
	"""Answer the request with a file."""
	frappe.response.update(type="binary", filename=filename, filecontent=content)


def safe(text: str | None) -> str:
	"""A spreadsheet must not take what somebody typed for a formula."""
	text = text or ""
	return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
