"""Processes as Excel workbooks: template, export, and how far an import is."""

import csv
import json
from io import StringIO

import frappe
from frappe import _

from liuwan_process.process_library.process_sheet import lines, workbook
from liuwan_process.process_organization.file_import import safe, send

MOST = 500


@frappe.whitelist(methods=["GET"])
def download_template() -> None:
	"""A workbook to fill in, in the reader's language, with an example, choices and explanations. Needs read."""
	_require("read")
	send(f"{_('Process Import')}.xlsx", workbook.make(workbook.example()))


@frappe.whitelist(methods=["GET"])
def export(processes: str) -> None:
	"""Processes as they are, in the form in which they can be imported. Needs export, and read on each.

	`processes`: a JSON list of codes, at most 500; groups come as a line without steps.
	"""
	_require("export")
	codes = _codes(processes)
	docs = [frappe.get_doc("Process", code) for code in codes]
	for doc in docs:
		doc.check_permission("read")
	docs.sort(key=lambda doc: doc.lft or 0)
	send(f"{_('Processes')}.xlsx", workbook.make(lines.of_processes(docs)))


@frappe.whitelist(methods=["GET", "POST"])
def import_status(name: str) -> dict:
	"""How far the Process Import `name` is: `status`, `progress` (percent), `stage`, `message` and counts. Needs read."""
	doc = frappe.get_doc("Process Import", name)
	doc.check_permission("read")
	return doc.state()


@frappe.whitelist(methods=["GET"])
def download_refusals(name: str) -> None:
	"""What was refused as CSV that Excel opens. Needs read."""
	doc = frappe.get_doc("Process Import", name)
	doc.check_permission("read")
	out = StringIO()
	writer = csv.writer(out)
	writer.writerow([_("Sheet"), _("Row"), _("Column"), _("Process Code"), _("Reason")])
	for row in doc.refused_rows:
		writer.writerow([row.sheet, row.row_no, row.column_label, safe(row.process_code), safe(row.reason)])
	send(f"{name}-{_('Refused Rows')}.csv", out.getvalue().encode("utf-8-sig"))


def _require(right: str) -> None:
	if not frappe.has_permission("Process", right):
		frappe.throw(_("Not permitted"), frappe.PermissionError)


def _codes(processes: str) -> list[str]:
	try:
		codes = json.loads(processes)
	except ValueError:
		codes = None
	if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
		frappe.throw(_("Choose the processes to export"))
	if not 0 < len(codes) <= MOST:
		frappe.throw(_("Between 1 and {0} processes can be exported at once").format(MOST))
	return codes
