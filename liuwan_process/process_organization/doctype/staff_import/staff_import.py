"""Brings people from a file; the work is done by `process_organization/staff_import/`."""

import csv
from io import StringIO

import frappe
from frappe import _
from frappe.utils.xlsxutils import make_xlsx

from liuwan_process.process_organization.file_import import FileImport, safe, send
from liuwan_process.process_organization.staff_import.file import COLUMNS, label


class StaffImport(FileImport):
	job = "liuwan_process.process_organization.staff_import.job.run"
	refusals = "Staff Import Refusal"
	counts = (
		"rows_total",
		"rows_created",
		"rows_updated",
		"rows_unchanged",
		"rows_refused",
		"users_created",
	)

	def validate(self):
		if not self.create_missing_units:
			self.new_units_under = None
		if self.login_domain:
			self.login_domain = self.login_domain.strip().lstrip("@").lower()


@frappe.whitelist(methods=["GET"])
def download_template() -> None:
	"""An Excel file with the headers in the reader's language, to be filled in."""
	frappe.has_permission("Staff Import", "read", throw=True)
	headers = [label(field) for field in COLUMNS]
	content = make_xlsx([headers], _("People"), column_widths=[18] * len(headers)).getvalue()
	send(f"{_('Staff Import')}.xlsx", content)


@frappe.whitelist(methods=["GET"])
def download_refused_rows(name: str) -> None:
	"""The refused rows as CSV that Excel opens."""
	doc = frappe.get_doc("Staff Import", name)
	doc.check_permission("read")
	out = StringIO()
	writer = csv.writer(out)
	writer.writerow([_("Row"), _("Staff No"), _("Column"), _("Reason")])
	for row in doc.refused_rows:
		writer.writerow([row.row_no, safe(row.staff_no), row.field_label, safe(row.reason)])
	send(f"{name}-{_('Refused Rows')}.csv", out.getvalue().encode("utf-8-sig"))
