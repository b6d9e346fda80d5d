"""Who compares and restores versions, and what the desk gets."""

import frappe
import pytest

from liuwan_process.api import versions
from liuwan_process.process_library.versions import sides
from tests.factories import (
	counted_statements,
	document,
	ensure_demo,
	person,
	publish_process,
	signed_in,
	step,
)

CODE = "T-COMPARED"
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture(scope="module", autouse=True)
def two_versions(site):
	ensure_demo()
	for title in ("Look at it", HOSTILE):
		steps = [step("start", "start"), step("one", user="office", title=title), step("end", "end")]
		publish_process(document(CODE, steps, ["start>one Submit", "one>end"], title="Compared"))
	frappe.db.commit()


def test_the_newest_version_is_compared_with_the_one_before_it():
	found = versions.comparison(CODE)
	assert (found["before"], found["after"]) == (found["sides"][2]["value"], found["sides"][1]["value"])
	assert found["sides"][0]["value"] == sides.WORKING
	assert "Look at it" in found["html"] and found["html"].count("<svg") == 2


def test_words_of_a_definition_stay_words():
	assert HOSTILE not in versions.comparison(CODE)["html"]


def test_the_working_copy_is_compared_as_it_is():
	doc = frappe.get_doc("Process", CODE)
	doc.steps[1].title = "Not yet published"
	doc.save()
	assert "Not yet published" in versions.comparison(CODE, after="working")["html"]
	assert "These two do not differ" in versions.comparison(CODE, before="working", after="working")["html"]


def test_a_version_that_is_not_there_is_named():
	for wrong in ("77", "x' or 1=1", "-1"):
		with pytest.raises(frappe.DoesNotExistError):
			versions.comparison(CODE, before=wrong, after="1")


@pytest.mark.parametrize("who", ["office", "production", "supervision", "director", "hr2", "promotion"])
def test_all_at_the_desk_compare(who):
	with signed_in(who):
		assert versions.comparison(CODE)["html"]


@pytest.mark.parametrize("who", ["miner1", "Guest"])
def test_nobody_else_does(who):
	with signed_in(who), pytest.raises(frappe.PermissionError):
		versions.comparison(CODE)


@pytest.mark.parametrize("who", ["supervision", "director", "hr2", "miner1", "Guest", "safety"])
def test_only_those_who_may_change_a_process_restore_it(who):
	with signed_in(who):
		for act in (
			lambda: versions.before_restoring(CODE),
			lambda: versions.put_back(CODE, "x", f"{CODE}-v1"),
		):
			with pytest.raises(frappe.PermissionError):
				act()


def test_a_manager_restores_a_process_of_the_own_unit():
	unit = frappe.db.get_value("Staff Member", {"user": person("production")}, "org_unit")
	frappe.db.set_value("Process", CODE, "org_unit", unit)
	frappe.db.commit()
	version = sides.versions(CODE)[-1].name
	with signed_in("production"):
		name = versions.put_back(CODE, "As it was", version, over_changes=True)
	assert frappe.db.get_value("Process Restoration", name, "restored_by") == person("production")


def test_the_number_of_statements_does_not_grow_with_the_steps():
	versions.comparison("BO-LEAVE")
	with counted_statements() as statements:
		versions.comparison("BO-LEAVE")
	assert len(statements) <= 12, statements
