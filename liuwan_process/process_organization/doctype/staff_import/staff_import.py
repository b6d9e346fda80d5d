"""Brings people from a file; the work is done by `process_organization/staff_import/`."""

import csv
from io import StringIO

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, get_datetime, now, now_datetime
from frappe.utils.xlsxutils import make_xlsx

from liuwan_process.process_organization.staff_import.file import COLUMNS, label

RUNNING = ("Queued", "Running")
# A job that has not moved for so long was lost with its worker.
LOST_AFTER_MINUTES = 10
RESULT_FIELDS = (
	"rows_total",
	"rows_created",
	"rows_updated",
	"rows_unchanged",
	"rows_refused",
	"users_created",
)


class StaffImport(Document):
	def validate(self):
		if not self.create_missing_units:
			self.new_units_under = None
		if self.login_domain:
			self.login_domain = self.login_domain.strip().lstrip("@").lower()

	@frappe.whitelist()
	def start(self) -> dict:
		"""Starts the job; returns the state. Raises ValidationError while this or another import is running."""
		self.check_permission("write")
		if not self.import_file:
			frappe.throw(_("{0}: attach a file first.").format(frappe.bold(_("File"))))
		self.validate_none_running()
		self.reset()
		frappe.enqueue(
			"liuwan_process.process_organization.staff_import.job.run",
			queue="long",
			timeout=3_600,
			name=self.name,
			language=frappe.local.lang,
			enqueue_after_commit=True,
		)
		return self.state()

	def validate_none_running(self):
		running = frappe.get_all(
			"Staff Import", {"status": ("in", RUNNING)}, ["name", "modified"], order_by="creation"
		)
		alive_since = add_to_date(now_datetime(), minutes=-LOST_AFTER_MINUTES)
		for other in running:
			if get_datetime(other.modified) > alive_since:
				frappe.throw(_("{0} is running. Wait until it has ended.").format(other.name))

	def reset(self):
		frappe.db.delete("Staff Import Refusal", {"parent": self.name})
		self.db_set(
			dict.fromkeys(RESULT_FIELDS, 0)
			| {"status": "Queued", "progress": 0, "stage": _("Waiting"), "message": None}
			| {"started_at": now(), "ended_at": None}
		)

	def state(self) -> dict:
		"""Status, progress, stage, message and counts."""
		fields = ("status", "progress", "stage", "message", *RESULT_FIELDS)
		return {field: self.get(field) for field in fields}


@frappe.whitelist(methods=["GET"])
def download_template() -> None:
	"""An Excel file with the headers in the reader's language, to be filled in."""
	frappe.has_permission("Staff Import", "read", throw=True)
	headers = [label(field) for field in COLUMNS]
	content = make_xlsx([headers], _("People"), column_widths=[18] * len(headers)).getvalue()
	_send(f"{_('Staff Import')}.xlsx", content)


@frappe.whitelist(methods=["GET"])
def download_refused_rows(name: str) -> None:
	"""The refused rows as CSV that Excel opens."""
	doc = frappe.get_doc("Staff Import", name)
	doc.check_permission("read")
	out = StringIO()
	writer = csv.writer(out)
	writer.writerow([_("Row"), _("Staff No"), _("Column"), _("Reason")])
	for row in doc.refused_rows:
		writer.writerow([row.row_no, _safe(row.staff_no), row.field_label, _safe(row.reason)])
	_send(f"{name}-{_('Refused Rows')}.csv", out.getvalue().encode("utf-8-sig"))


def _send(filename: str, content: bytes) -> None:
	frappe.response.update(type="binary", filename=filename, filecontent=content)


def _safe(text: str | None) -> str:
	"""A spreadsheet must not take what somebody typed for a formula."""
	text = text or ""
	return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
