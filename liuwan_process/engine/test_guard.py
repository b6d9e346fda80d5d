"""No way but the engine's moves a form: form save, REST, set_value, bulk edit, import, submit, cancel, delete."""

import json

import frappe.client
import pytest
from frappe.core.doctype.data_import.importer import Importer
from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs

from liuwan_process.engine import acts
from liuwan_process.engine.errors import ProtectedField
from liuwan_process.engine.start import start
from tests.factories import LEAVE, ensure_demo, only_task, signed_in

FORM = "Branch Office Leave"
CHANGES = {
	"Process Instance": ("status", "Completed"),
	"Process Task": ("status", "Done"),
	"Process Log": ("comment", "Nothing"),
}
EVERYBODY = ("Administrator", "office", "branch", "sales1")


@pytest.fixture
def running() -> str:
	"""Name of a form whose run waits for the office manager."""
	ensure_demo()
	with signed_in("sales1"):
		instance = start("BO-LEAVE", LEAVE)["instance"]
	return frappe.db.get_value("Process Instance", instance, "document_name")


def instance_of(form: str) -> str:
	return frappe.db.get_value(FORM, form, "process_instance")


def state(form: str) -> tuple:
	return frappe.db.get_value(FORM, form, ["workflow_state", "docstatus"])


@pytest.mark.parametrize("who", EVERYBODY)
class TestNobodySetsTheState:
	def refuses(self, who, form, change):
		before = state(form)
		with signed_in(who), pytest.raises((ProtectedField, frappe.PermissionError, frappe.ValidationError)):
			change()
		frappe.clear_messages()
		assert state(form) == before

	def test_by_saving_the_form(self, running, who):
		def change():
			doc = frappe.get_doc(FORM, running)
			doc.workflow_state = "Vice president decides"
			doc.save()

		self.refuses(who, running, change)

	def test_by_client_set_value(self, running, who):
		self.refuses(
			who, running, lambda: frappe.client.set_value(FORM, running, "workflow_state", "Leave granted")
		)

	def test_by_client_save(self, running, who):
		def change():
			doc = frappe.get_doc(FORM, running).as_dict()
			doc["workflow_state"] = "Leave granted"
			frappe.client.save(json.dumps(doc, default=str))

		self.refuses(who, running, change)

	def test_by_submitting(self, running, who):
		def change():
			frappe.get_doc(FORM, running).submit()

		self.refuses(who, running, change)

	def test_by_deleting(self, running, who):
		self.refuses(who, running, lambda: frappe.delete_doc(FORM, running))

	def test_by_pointing_it_to_another_run(self, running, who):
		self.refuses(who, running, lambda: frappe.client.set_value(FORM, running, "process_instance", ""))


def test_a_bulk_edit_is_refused(running):
	frappe.db.commit()  # the bulk edit undoes its own failure
	submit_cancel_or_update_docs(FORM, json.dumps([running]), "update", {"workflow_state": "Leave granted"})
	assert state(running)[0] == "Office manager decides"


def test_an_import_is_refused(running):
	frappe.db.commit()  # the import commits row by row
	content = f'ID,State\n"{running}","Leave granted"\n'
	file = frappe.get_doc(doctype="File", file_name="leave.csv", content=content, is_private=1).insert()
	job = frappe.get_doc(
		doctype="Data Import",
		reference_doctype=FORM,
		import_type="Update Existing Records",
		import_file=file.file_url,
	).insert()
	Importer(FORM, data_import=job).import_data()
	assert state(running)[0] == "Office manager decides"


def test_a_new_form_cannot_begin_in_a_later_state():
	ensure_demo()
	with signed_in("sales1"), pytest.raises(frappe.ValidationError):
		frappe.get_doc(doctype=FORM, workflow_state="Leave granted", **LEAVE).insert()


def test_a_field_is_changed_only_by_whose_turn_it_is(running):
	for who in ("sales1", "branch", "Administrator"):
		with signed_in(who), pytest.raises((ProtectedField, frappe.PermissionError)):
			frappe.client.set_value(FORM, running, "days", 1)


def test_the_person_whose_turn_it_is_edits_what_the_step_allows(running):
	instance = instance_of(running)
	for login in ("branch", "sales.vp"):
		with signed_in(login):
			acts.decide(only_task(login, instance), "Approve")
	with signed_in("quality"):
		frappe.client.set_value(FORM, running, "file_no", "QM-1")
		with pytest.raises(ProtectedField, match="Reason"):
			frappe.client.set_value(FORM, running, "reason", "Other")


def test_records_of_the_engine_are_written_by_nobody(running):
	instance = instance_of(running)
	task = only_task("branch", instance)
	log = frappe.db.get_value("Process Log", {"instance": instance})
	for doctype, name in (("Process Instance", instance), ("Process Task", task), ("Process Log", log)):
		for who in EVERYBODY:
			with signed_in(who):
				for change in (
					lambda d=doctype, n=name: frappe.client.set_value(d, n, *CHANGES[d]),
					lambda d=doctype, n=name: frappe.delete_doc(d, n),
					lambda d=doctype: frappe.get_doc(doctype=d).insert(),
				):
					with pytest.raises((ProtectedField, frappe.PermissionError)):
						change()


def test_stock_workflow_code_lets_nobody_walk(running):
	from frappe.model.workflow import apply_workflow

	for who in EVERYBODY:
		with signed_in(who), pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			apply_workflow(frappe.get_doc(FORM, running), "Approve")
	assert state(running)[0] == "Office manager decides"
