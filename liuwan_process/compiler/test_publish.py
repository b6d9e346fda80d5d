"""Publishing: once, again, when it fails, at the same time, and how much work it is."""

import threading
import time

import frappe
import pytest

from liuwan_process.compiler import publish as publication
from liuwan_process.compiler import register, workflow
from liuwan_process.compiler.factories_for_tests import leave, long_process
from liuwan_process.compiler.publish import publish

STAMPED = (
	"Process",
	"Process Version",
	"DocType",
	"Workflow",
	"Report",
	"Workflow State",
	"Translation",
	"Client Script",
)


def stamps() -> dict[str, list]:
	"""When each record that publication can touch was last written."""
	return {
		doctype: frappe.get_all(doctype, ["name", "modified", "creation"], order_by="name", as_list=True)
		for doctype in STAMPED
	}


def test_first_publication_makes_version_form_and_workflow(flows):
	version = flows.publish(leave(), "First")

	assert version == "ZT-LEAVE-v1"
	process = frappe.get_doc("Process", "ZT-LEAVE")
	assert (process.status, process.current_version, process.document_type) == (
		"Published",
		version,
		"Zt Leave",
	)
	made = frappe.get_doc("Process Version", version)
	assert (made.status, made.version, made.note, made.document_type) == ("Current", 1, "First", "Zt Leave")
	assert "<svg" in made.drawing and made.published_by == "Administrator"
	assert frappe.db.get_value("Workflow", process.workflow, "is_active") == 1


def test_publishing_again_unchanged_writes_nothing(flows):
	first = flows.publish(leave())
	before = stamps()

	assert publish("ZT-LEAVE") == first
	assert stamps() == before


def test_saving_again_without_a_change_is_no_new_version(flows):
	first = flows.publish(leave())

	assert flows.publish(leave()) == first


def test_changed_process_becomes_the_next_version(flows):
	flows.publish(leave())
	version = flows.publish(leave(title="Zt Leave of Absence"))

	assert version == "ZT-LEAVE-v2"
	statuses = frappe.get_all(
		"Process Version", {"process_code": "ZT-LEAVE"}, ["version", "status"], as_list=True
	)
	assert set(statuses) == {(1, "Superseded"), (2, "Current")}
	assert flows.form(leave()) == "Zt Leave"


def test_going_back_to_an_older_content_is_a_version_of_its_own(flows):
	flows.publish(leave())
	flows.publish(leave(subject=""))

	assert flows.publish(leave()) == "ZT-LEAVE-v3"


def test_unsound_process_is_refused_by_step(flows):
	document = leave()
	document["transitions"] = document["transitions"][:-2]

	with pytest.raises(frappe.ValidationError, match="“Board” leads nowhere"):
		flows.publish(document)
	assert not frappe.db.exists("DocType", "Zt Leave")
	assert frappe.db.get_value("Process", "ZT-LEAVE", "status") == "Draft"


def test_group_cannot_be_published(flows):
	document = leave(steps=[], transitions=[])
	process = flows.save(document)
	process.update({"is_group": 1})
	process.save()

	with pytest.raises(frappe.ValidationError, match="group"):
		publish("ZT-LEAVE")


STAGES = {
	"the form": (publication.form, "_write"),
	"the workflow": (publication.workflow, "apply"),
	"the masters": (workflow, "make_masters"),
	"the register": (register, "apply"),
	"hiding fields": (publication.form, "hide_removed"),
	"the version": (publication, "_new_version"),
	"superseding": (publication, "_replace"),
}


@pytest.mark.parametrize("stage", STAGES)
def test_failure_leaves_the_version_before_running_and_can_be_repeated(flows, monkeypatch, stage):
	flows.publish(leave())
	before = frappe.get_doc("Workflow", frappe.db.get_value("Process", "ZT-LEAVE", "workflow")).as_dict()
	changed = leave(subject="changed")
	changed["steps"][2]["title"] = "Council"
	changed["form"]["fields"].append({"name": "phone", "label": "Phone"})
	flows.save(changed)
	module, name = STAGES[stage]
	work = getattr(module, name)

	def work_then_fail(*args, **kwargs):
		work(*args, **kwargs)
		raise RuntimeError("power cut")

	with monkeypatch.context() as patch:
		patch.setattr(module, name, work_then_fail)
		with pytest.raises(RuntimeError, match="power cut"):
			publish("ZT-LEAVE")
	frappe.db.rollback()

	assert_first_version_runs(before)
	assert publish("ZT-LEAVE") == "ZT-LEAVE-v2"
	assert frappe.get_meta("Zt Leave").has_field("phone")


def assert_first_version_runs(workflow_before):
	process = frappe.get_doc("Process", "ZT-LEAVE")
	assert (process.status, process.current_version) == ("Published", "ZT-LEAVE-v1")
	assert frappe.get_all(
		"Process Version", {"process_code": "ZT-LEAVE"}, ["name", "status"], as_list=True
	) == (("ZT-LEAVE-v1", "Current"),)
	now = frappe.get_doc("Workflow", process.workflow).as_dict()
	assert [row.state for row in now.states] == [row.state for row in workflow_before.states]
	assert now.is_active


def test_first_publication_that_fails_can_be_repeated(flows, monkeypatch):
	flows.save(leave())
	with monkeypatch.context() as patch:
		patch.setattr(publication, "switch", lambda *_: 1 / 0)
		with pytest.raises(ZeroDivisionError):
			publish("ZT-LEAVE")
	frappe.db.rollback()
	assert frappe.db.get_value("Process", "ZT-LEAVE", "current_version") is None

	assert publish("ZT-LEAVE") == "ZT-LEAVE-v1"
	assert flows.form(leave()) == "Zt Leave"


def test_publishing_at_the_same_time_makes_one_version(flows):
	flows.save(leave())
	site, answers = frappe.local.site, []

	def press_the_button():
		frappe.init(site=site, sites_path=".")
		frappe.connect()
		try:
			answers.append(publish("ZT-LEAVE"))
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=press_the_button) for _ in range(3)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()

	frappe.db.rollback()
	assert answers == ["ZT-LEAVE-v1"] * 3
	assert frappe.db.count("Process Version", {"process_code": "ZT-LEAVE"}) == 1


def test_thirty_steps_are_published_within_the_budget(flows, monkeypatch):
	flows.save(long_process(30))
	statements = []
	real = frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda *args, **kwargs: statements.append(args) or real(*args, **kwargs)
	)
	begun = time.monotonic()

	publish("ZT-LONG")

	taken = time.monotonic() - begun
	print(f"30 steps: {len(statements)} statements, {taken:.2f} s")
	assert len(statements) < 800
	assert taken < 5


def test_title_that_is_taken_gets_the_code_beside_it(flows):
	flows.publish(leave(title="ToDo"))

	assert flows.form(leave()) == "ToDo ZT-LEAVE"
