"""The background job of a Staff Import. The document holds its state, so a reload of the page loses nothing.

Reading and judging write nothing but the state; the people are then written in one transaction, so that either
all accepted rows are in or none; accounts follow in batches of 200, each complete in itself.
"""

import frappe
from frappe import _
from frappe.utils import now

from liuwan_process.process_organization.bulk import chunks, insert_rows
from liuwan_process.process_organization.doctype.staff_import.staff_import import StaffImport
from liuwan_process.process_organization.staff_import.check import Outcome, StaffCheck, describe
from liuwan_process.process_organization.staff_import.file import StaffRow, read_staff_file
from liuwan_process.process_organization.staff_import.write import read_known, write
from liuwan_process.setup.users import make_staff_users, send_welcome_mails

USERS_AT_ONCE = 200


def run(name: str, language: str | None = None) -> None:
	"""Does the import `name` from beginning to end; errors end in its `status` and `message`."""
	frappe.local.lang = language or frappe.local.lang
	doc = frappe.get_doc("Staff Import", name)
	try:
		staff_nos = _import_people(doc)
		if doc.create_users:
			_make_users(doc, staff_nos)
		_finish(doc)
	except frappe.ValidationError as error:
		_fail(name, str(error))
	except Exception:
		_fail(name, _("Something went wrong; the Error Log holds the details."), frappe.get_traceback())


def _import_people(doc: StaffImport) -> list[str]:
	"""Returns the staff numbers of the accepted rows."""
	report(doc, 5, _("Reading the file"), status="Running")
	rows = _read(doc)
	report(doc, 25, _("Checking {0} rows").format(len(rows)), rows_total=len(rows))
	known = read_known()
	outcome = StaffCheck(known, doc.create_missing_units, doc.create_missing_positions).run(rows)
	report(doc, 50, _("Writing {0} people").format(len(outcome.people)))
	created, updated = write(outcome, known, doc.new_units_under)
	_write_refusals(doc, outcome)
	counts = {
		"rows_created": created,
		"rows_updated": updated,
		"rows_unchanged": len(outcome.people) - created - updated,
		"rows_refused": len({refusal.row_no for refusal in outcome.refusals}),
	}
	report(doc, 70 if doc.create_users else 95, _("People are written"), **counts)
	return [person.staff_no for person in outcome.people]


def _read(doc: StaffImport) -> list[StaffRow]:
	"""The attached file, if the user who started the import may read it."""
	name = frappe.db.get_value("File", {"file_url": doc.import_file}, "name", order_by="creation desc")
	if not name:
		frappe.throw(_("The file {0} does not exist.").format(doc.import_file))
	file = frappe.get_doc("File", name)
	file.check_permission("read")
	return read_staff_file(file.file_name or "", file.get_content())


def _write_refusals(doc: StaffImport, outcome: Outcome) -> None:
	frappe.db.delete("Staff Import Refusal", {"parent": doc.name})
	parent = {"parent": doc.name, "parenttype": "Staff Import", "parentfield": "refused_rows"}
	insert_rows(
		"Staff Import Refusal",
		[{**parent, "idx": idx, **describe(refusal)} for idx, refusal in enumerate(outcome.refusals, 1)],
	)


def _make_users(doc: StaffImport, staff_nos: list[str]) -> None:
	"""Accounts for the people of this file; whoever has one keeps it. Mails are queued only when asked for."""
	made = 0
	for number, batch in enumerate(chunks(staff_nos, USERS_AT_ONCE), 1):
		users = make_staff_users(batch, doc.login_domain)
		message = send_welcome_mails(users) if doc.send_welcome_mail else None
		made += len(users)
		percent = 70 + 28 * min(number * USERS_AT_ONCE, len(staff_nos)) // len(staff_nos)
		report(doc, percent, _("{0} accounts created").format(made), users_created=made, message=message)


def _finish(doc: StaffImport) -> None:
	refused = doc.rows_refused
	report(
		doc,
		100,
		_("Import finished"),
		status="Partly Completed" if refused else "Completed",
		ended_at=now(),
	)


def _fail(name: str, message: str, traceback: str | None = None) -> None:
	frappe.db.rollback()
	if traceback:
		frappe.log_error(
			title="Staff Import", message=traceback, reference_doctype="Staff Import", reference_name=name
		)
	doc = frappe.get_doc("Staff Import", name)
	report(doc, 100, _("Failed"), status="Failed", message=message, ended_at=now())


def report(doc: StaffImport, percent: int, stage: str, **values) -> None:
	"""Writes the state, commits, and tells whoever looks at the document."""
	values = {"progress": percent, "stage": stage, **values}
	doc.db_set(values, notify=False)
	frappe.db.commit()
	frappe.publish_realtime("staff_import", doctype="Staff Import", docname=doc.name, message=values)
