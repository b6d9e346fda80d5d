"""The background job of a Process Import. The document holds its state, so a reload of the page loses nothing.

Reading and judging write nothing but the state. Then all accepted processes are written in one transaction; one that
the form itself refuses is taken out again as a whole, and listed.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now, strip_html

from liuwan_process.process_library.process_sheet.apply import apply
from liuwan_process.process_library.process_sheet.build import Build
from liuwan_process.process_library.process_sheet.columns import sheet_name
from liuwan_process.process_library.process_sheet.draft import Draft
from liuwan_process.process_library.process_sheet.known import look_up
from liuwan_process.process_library.process_sheet.read import Refusal, read

POINT = "process_import"


def run(name: str, language: str | None = None) -> None:
	"""Does the import `name` from beginning to end; errors end in its `status` and `message`."""
	frappe.local.lang = language or frappe.local.lang
	doc = frappe.get_doc("Process Import", name)
	try:
		_import(doc)
	except frappe.ValidationError as error:
		_fail(name, strip_html(str(error)))
	except Exception:
		_fail(name, _("Something went wrong; the Error Log holds the details."), frappe.get_traceback())


def _import(doc) -> None:
	report(doc, 5, _("Reading the file"), status="Running")
	lines = read(_content(doc))
	count = sum(map(len, lines.values()))
	report(doc, 20, _("Checking {0} rows").format(count), rows_total=count)
	build = Build(look_up(lines), bool(doc.replace_existing))
	drafts = build.run(lines)
	report(doc, 40, _("Writing {0} processes").format(len(drafts)))
	made = {"created": 0, "replaced": 0}
	for number, draft in enumerate(drafts, 1):
		_write(draft, build, made)
		_show(doc, 40 + 55 * number // len(drafts))
	_finish(doc, build, made)


def _content(doc) -> bytes:
	"""The attached file, if the user who started the import may read it."""
	name = frappe.db.get_value("File", {"file_url": doc.import_file}, "name", order_by="creation desc")
	if not name:
		frappe.throw(_("The file {0} does not exist.").format(doc.import_file))
	file = frappe.get_doc("File", name)
	file.check_permission("read")
	content = file.get_content()
	return content.encode() if isinstance(content, str) else content


def _write(draft: Draft, build: Build, made: dict[str, int]) -> None:
	"""One process, or nothing of it and a refusal."""
	exists = frappe.db.exists("Process", draft.code)
	process = frappe.get_doc("Process", draft.code) if exists else frappe.new_doc("Process")
	frappe.db.savepoint(POINT)
	try:
		process.check_permission("write" if exists else "create")
		apply(draft, process).save()
		made["replaced" if exists else "created"] += 1
	except (frappe.ValidationError, frappe.PermissionError) as error:
		frappe.db.rollback(save_point=POINT)
		frappe.clear_messages()
		build.refusals.add(draft.line, "", strip_html(str(error)) or _("Not permitted"))


def _show(doc, percent: int) -> None:
	"""To whoever looks on; nothing is committed before all is written."""
	message = {"progress": percent}
	frappe.publish_realtime("process_import", doctype="Process Import", docname=doc.name, message=message)


def _finish(doc, build: Build, made: dict[str, int]) -> None:
	for refusal in build.refusals:
		doc.append("refused_rows", _row(refusal)).db_insert()
	refused = {refusal.process for refusal in build.refusals}
	report(
		doc,
		100,
		_("Import finished"),
		status="Partly Completed" if refused else "Completed",
		processes_created=made["created"],
		processes_replaced=made["replaced"],
		processes_refused=len(refused),
		ended_at=now(),
	)


def _row(refusal: Refusal) -> dict:
	return {
		"sheet": sheet_name(refusal.sheet),
		"row_no": refusal.row_no,
		"column_label": refusal.column,
		"process_code": refusal.process,
		"reason": refusal.reason,
	}


def _fail(name: str, message: str, traceback: str | None = None) -> None:
	frappe.db.rollback()
	if traceback:
		frappe.log_error(
			title="Process Import",
			message=traceback,
			reference_doctype="Process Import",
			reference_name=name,
		)
	doc = frappe.get_doc("Process Import", name)
	report(doc, 100, _("Failed"), status="Failed", message=message, ended_at=now())


def report(doc, percent: int, stage: str, **values) -> None:
	"""Writes the state, commits, and tells whoever looks at the document."""
	values = {"progress": percent, "stage": stage, **values}
	doc.db_set(values, notify=False)
	frappe.db.commit()
	frappe.publish_realtime("process_import", doctype="Process Import", docname=doc.name, message=values)
