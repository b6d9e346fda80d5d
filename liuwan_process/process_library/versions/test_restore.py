"""An old version comes back as the working copy; what stood there is never lost."""

import json

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.process_library.versions import restore
from liuwan_process.process_library.working_copy import to_document

CODE = "ZT-LEAVE"


def process():
	return frappe.get_doc("Process", CODE)


def renamed(title: str) -> dict:
	document = leave()
	document["steps"][1]["title"] = title
	return document


@pytest.fixture
def two_versions(flows):
	first, second = flows.publish(leave()), flows.publish(renamed("Boss"), "Said by the board")
	yield first, second
	frappe.db.rollback()
	frappe.db.delete("Process Restoration", {"process_code": CODE})
	frappe.db.delete("Comment", {"reference_doctype": "Process", "reference_name": CODE})
	frappe.db.commit()


def titles() -> list[str]:
	return [row.title for row in process().steps]


def test_the_working_copy_is_the_old_version_and_nothing_is_published(two_versions):
	first, second = two_versions
	name = restore.version(CODE, first, "The board took it back")
	assert "Manager" in titles() and "Boss" not in titles()
	assert process().current_version == second
	row = frappe.get_doc("Process Restoration", name)
	assert (row.version, row.reason, row.restored_by, row.unpublished) == (
		first, "The board took it back", "Administrator", 0,
	)  # fmt: skip


def test_published_again_it_says_what_the_old_version_said(two_versions, flows):
	from liuwan_process.compiler.publish import publish

	first, _second = two_versions
	restore.version(CODE, first, "Back")
	third = publish(CODE)
	checksums = frappe.get_all("Process Version", {"name": ("in", (first, third))}, pluck="checksum")
	assert third.endswith("-v3") and len(set(checksums)) == 1


def test_unpublished_changes_are_not_touched_without_consent(two_versions, flows):
	first, _second = two_versions
	flows.save(renamed("Half finished"))
	asked = restore.question(process())
	assert asked["unpublished"] and any("Half finished" in line for line in asked["changes"])
	with pytest.raises(restore.UnpublishedChanges):
		restore.version(CODE, first, "Back")
	assert "Half finished" in titles()


def test_what_was_set_aside_comes_back_exactly(two_versions, flows):
	first, _second = two_versions
	flows.save(renamed("Half finished"))
	before = to_document(process())
	name = restore.version(CODE, first, "Back", over_changes=True)
	assert json.loads(frappe.db.get_value("Process Restoration", name, "set_aside")) == before
	again = restore.set_aside(CODE, name, "It was good after all", over_changes=True)
	assert to_document(process()) == before
	assert frappe.db.get_value("Process Restoration", again, "restoration") == name


def test_a_copy_that_somebody_saved_meanwhile_is_not_overwritten(two_versions):
	first, _second = two_versions
	seen = restore.question(process())["modified"]
	doc = process()
	doc.description = "Saved in another window"
	doc.save()
	with pytest.raises(frappe.ValidationError, match="meanwhile"):
		restore.version(CODE, first, "Back", modified=seen)


def test_why_it_was_restored_has_to_be_said_and_is_kept(two_versions):
	first, _second = two_versions
	with pytest.raises(frappe.ValidationError, match="say why"):
		restore.version(CODE, first, "  ")
	restore.version(CODE, first, "<b>Because</b>")
	row = restore.history(CODE)[0]
	assert (row.what, row.reason) == (first, "<b>Because</b>")
	comment = frappe.get_all("Comment", {"reference_name": CODE, "comment_type": "Info"}, pluck="content")[0]
	assert "<b>" not in comment and "Because" in comment


def test_versions_of_other_processes_are_refused(two_versions):
	with pytest.raises(frappe.ValidationError, match="is no version of"):
		restore.version(CODE, "BO-LEAVE-v1", "Back")


def test_the_record_is_not_changed_by_hand(two_versions):
	name = restore.version(CODE, two_versions[0], "Back")
	doc = frappe.get_doc("Process Restoration", name)
	doc.reason = "Another"
	with pytest.raises(frappe.ValidationError, match="never changed"):
		doc.save()
