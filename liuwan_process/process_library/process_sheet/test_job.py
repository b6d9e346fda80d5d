"""An import from the file to the processes: what is written, what is refused, and that nothing is left half-written."""

import frappe
import pytest

from liuwan_process.api import process_sheets
from liuwan_process.compiler.factories_for_tests import Flows, leave
from liuwan_process.definition.dump import dump
from liuwan_process.process_library.process_sheet import job
from liuwan_process.process_library.process_sheet.test_build import SIMPLE, book, changed
from liuwan_process.process_library.working_copy import to_definition
from liuwan_process.process_organization.factories_for_tests import make_user

ROLE_AT = SIMPLE[0].index("Process Role")


@pytest.fixture
def imports():
	"""Runs imports; removes what they committed."""
	made = []

	def run(content: bytes, **options):
		file = frappe.get_doc(doctype="File", file_name="zt.xlsx", is_private=1, content=content).insert()
		doc = frappe.get_doc(doctype="Process Import", import_file=file.file_url, **options).insert()
		made.extend([("Process Import", doc.name), ("File", file.name)])
		job.run(doc.name)
		doc.reload()
		return doc

	yield run
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for doctype, name in made:
		frappe.delete_doc(doctype, name, force=True)
	for code in frappe.get_all("Process", {"code": ("like", "ZT-_")}, pluck="name", order_by="lft desc"):
		frappe.delete_doc("Process", code, force=True)
	frappe.db.commit()


@pytest.fixture
def flows():
	made = Flows()
	yield made
	made.remove()


def without_people(**more) -> list[list]:
	return changed(2, ROLE_AT, None)


def test_processes_are_written_with_names_of_their_own(imports):
	doc = imports(book(Steps=without_people()))

	assert (doc.status, doc.processes_created, doc.processes_refused) == ("Completed", 1, 0)
	process = frappe.get_doc("Process", "ZT-A")
	assert [row.step_id for row in process.steps] == ["ask", "head", "done"]
	assert [(t.from_step, t.action, t.to_step) for t in process.transitions] == [
		("ask", "Submit", "head"),
		("head", "Approve", "done"),
		("head", "Return", "ask"),
	]


def test_what_was_refused_is_listed_and_the_rest_is_written(imports):
	other = [["ZT-B", "Other", 1, "Ask", "Start"], [None, None, 2, "Done", "End"]]
	doc = imports(book(Steps=[*SIMPLE, *other]))

	assert (doc.status, doc.processes_created, doc.processes_refused) == ("Partly Completed", 1, 1)
	row = doc.refused_rows[0]
	assert (row.sheet, row.row_no, row.column_label, row.process_code) == ("Steps", 3, "Process Role", "ZT-A")
	assert not frappe.db.exists("Process", "ZT-A")


def test_a_process_that_the_form_refuses_leaves_nothing(imports):
	fields = [["Process Code", "Label", "Name in Conditions"], ["ZT-A", "Days", "not a name"]]
	doc = imports(book(Steps=without_people(), Fields=fields))

	assert (doc.status, doc.processes_created) == ("Partly Completed", 0)
	assert "cannot be named" in doc.refused_rows[0].reason
	assert not frappe.db.exists("Process", "ZT-A")
	assert not frappe.db.exists("Process Step", {"parent": "ZT-A"})


def test_a_fault_while_writing_leaves_nothing_of_any_process(imports, monkeypatch):
	other = [["ZT-B", "Other", 1, "Ask", "Start"], [None, None, 2, "Done", "End"]]
	monkeypatch.setattr(job, "_finish", lambda *_: 1 / 0)
	doc = imports(book(Steps=[*without_people(), *other]))

	assert doc.status == "Failed"
	assert not frappe.get_all("Process", {"code": ("in", ("ZT-A", "ZT-B"))})


def test_existing_processes_are_replaced_only_when_that_is_wanted(imports, flows):
	flows.save(leave())
	rows = [
		["Process Code", "Step No", "Step", "Kind"],
		["ZT-LEAVE", 1, "Request", "Start"],
		[None, 2, "Granted", "End"],
	]

	assert imports(book(Steps=rows)).processes_refused == 1
	doc = imports(book(Steps=rows), replace_existing=1)
	process = frappe.get_doc("Process", "ZT-LEAVE")
	assert (doc.processes_replaced, process.title) == (1, "Zt Leave")
	assert [row.step_id for row in process.steps] == ["request", "done"]
	assert [row.fieldname for row in process.form_fields][:2] == ["days", "reason"]
	assert {row.step for row in process.participants} <= {"request", "done"}


def test_an_export_is_imported_as_the_same_process(imports, flows):
	process = flows.save(leave())
	before = dump(to_definition(process))
	process_sheets.export('["ZT-LEAVE"]')
	content = frappe.response.filecontent
	frappe.delete_doc("Process", "ZT-LEAVE", force=True)

	assert imports(content).processes_created == 1
	assert dump(to_definition(frappe.get_doc("Process", "ZT-LEAVE"))) == before


def test_a_file_that_is_no_workbook_fails_with_a_message(imports):
	doc = imports(b"nothing")

	assert (doc.status, doc.message) == ("Failed", "This is not an Excel file (.xlsx).")


def test_only_the_office_imports_and_participants_export_nothing(flows):
	flows.save(leave())
	frappe.set_user(make_user("Process Manager"))
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(doctype="Process Import", import_file="/private/files/a.xlsx").insert()
	frappe.set_user(make_user("Process Participant"))
	for call in (process_sheets.download_template, lambda: process_sheets.export('["ZT-LEAVE"]')):
		with pytest.raises(frappe.PermissionError):
			call()


@pytest.mark.parametrize("processes", ["", "{}", "[]", "[1]", "5"])
def test_what_is_to_be_exported_is_a_list_of_codes(processes):
	with pytest.raises(frappe.ValidationError):
		process_sheets.export(processes)


def test_what_was_refused_can_be_opened_in_a_spreadsheet(imports):
	doc = imports(book(Steps=changed(2, ROLE_AT, "Wizard")))
	process_sheets.download_refusals(doc.name)

	text = frappe.response.filecontent.decode("utf-8-sig")
	assert "Steps,3,Process Role,ZT-A" in text
