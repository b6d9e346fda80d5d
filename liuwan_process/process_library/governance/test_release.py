"""A release from the responsible department to the leading group, run by the engine, and what it leaves behind."""

import json

import frappe
import pytest

from liuwan_process.api import releases, runs, tasks
from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.start import start
from liuwan_process.portal.support_for_tests import html
from liuwan_process.process_library.governance import carrying_out
from liuwan_process.process_library.governance.support_for_tests import (
	CODE,
	GROUPS,
	UNIT,
	approve,
	decide,
	facts,
	item,
	process,
	rule,
	send,
	send_back,
	task_of,
)
from tests.factories import person, signed_in


def published(version: str) -> dict:
	return json.loads(frappe.db.get_value("Process Version", version, "definition"))


def rename(code: str, title: str) -> None:
	working = frappe.get_doc("Process", code)
	working.steps[1].title = title
	working.save()
	frappe.db.commit()


def test_a_release_passes_five_pairs_of_hands_and_publishes(flows):
	process(flows)
	release = send(what_changed="First version")
	assert facts().release == release and facts().release_state == "In Release"

	for login, action in GROUPS:
		assert facts().status == "Draft"
		decide(release, login, action)
	assert facts().release_state == "Approved"
	carrying_out.carry_out(release)

	version = frappe.get_doc("Process Version", facts().current_version)
	assert (facts().status, facts().release, facts().release_state) == ("Published", None, None)
	assert (version.published_by, version.release, version.note) == (
		person("director"),
		release,
		"First version",
	)
	assert (item(release).action, item(release).status, item(release).version) == (
		"Set Up",
		"Published",
		version.name,
	)
	assert frappe.db.get_value("Process Release", release, ["status", "docstatus"]) == ("In Force", 1)


def test_what_was_sent_is_published_whatever_becomes_of_the_working_copy(flows):
	process(flows)
	release = send()
	rename(CODE, "Something quite different")
	approve(release)
	carrying_out.carry_out(release)

	titles = [step["title"] for step in published(facts().current_version)["steps"]]
	assert "Manager" in titles and "Something quite different" not in titles
	assert frappe.get_doc("Process", CODE).steps[1].title == "Something quite different"


def test_carrying_out_twice_publishes_once(flows):
	process(flows)
	release = send()
	approve(release)
	carrying_out.carry_out(release)
	carrying_out.carry_out(release)
	carrying_out.pick_up()

	assert frappe.db.count("Process Version", {"process_code": CODE}) == 1


def test_a_release_that_came_back_is_frozen_anew(flows):
	process(flows)
	release = send()
	first = item(release).candidate
	decide(release, "production", "Approve")
	send_back(release, "promotion")
	rename(CODE, "Supervisor")
	decide(release, "production", "Send for release")
	second = item(release).candidate
	approve(release)
	carrying_out.carry_out(release)

	assert first != second and frappe.db.exists("Process Candidate", first)
	assert "Supervisor" in [step["title"] for step in published(facts().current_version)["steps"]]


def test_those_who_decide_see_whom_it_touches(flows):
	process(flows)
	release = send()
	in_the_portal = html("production", f"/process/task/{task_of(release, 'production')}")
	with signed_in("production"):
		at_the_desk = releases.show(release)
	for page in (in_the_portal, at_the_desk):
		assert "What It Touches" in page and "Any employee may do: Request" in page


@pytest.mark.parametrize("who", range(len(GROUPS)))
def test_each_group_can_refuse_and_the_process_is_free_again(flows, who):
	process(flows)
	release = send()
	for login, action in GROUPS[:who]:
		decide(release, login, action)
	decide(release, GROUPS[who][0], "Refuse", "Not yet")
	carrying_out.pick_up()

	assert (facts().status, facts().release, facts().release_state) == ("Draft", None, None)
	assert frappe.db.get_value("Process Release", release, "status") == "Not Released"
	assert item(release).status == "Not Released"
	assert send() != release


def test_a_withdrawn_release_frees_its_processes(flows):
	process(flows)
	release = send()
	run = frappe.db.get_value("Process Release", release, "process_instance")
	with signed_in("production"):
		runs.withdraw(run)

	assert facts().release is None and item(release).status == "Not Released"


def test_nobody_decides_for_another_group(flows):
	process(flows)
	release = send()
	task = task_of(release, "production")
	for login in ("promotion", "office", "director", "miner1"):
		with signed_in(login), pytest.raises(NotYours):
			tasks.decide(task, "Approve")

	assert facts().release_state == "In Release"


def test_a_release_goes_as_far_up_as_its_level_asks(flows):
	process(flows)
	with rule("Process", "Set Up", up_to="Promotion Group"):
		release = send()
	assert frappe.db.get_value("Process Release", release, "how_far") == "Promotion Group"
	decide(release, "production", "Approve")
	decide(release, "promotion", "Approve")

	assert frappe.db.get_value("Process Release", release, "status") == "Approved"


def test_of_several_processes_the_farthest_counts(flows):
	process(flows)
	process(flows, "ZT-SUB", level="Third-level Sub-process")
	release = send(processes=(CODE, "ZT-SUB"))
	assert frappe.db.get_value("Process Release", release, "how_far") == "Leading Group"
	approve(release)
	carrying_out.carry_out(release)

	assert facts().status == facts("ZT-SUB").status == "Published"


def test_a_published_process_is_retired_by_the_groups(flows):
	process(flows)
	flows.publish(leave(org_unit=UNIT))
	release = send(action="Retire")
	approve(release)
	carrying_out.carry_out(release)

	assert (facts().status, item(release).status) == ("Retired", "Retired")
	assert frappe.db.get_value("Process Version", facts().current_version, "status") == "Retired"


def test_the_versions_before_are_kept(flows):
	process(flows)
	flows.publish(leave(org_unit=UNIT))
	rename(CODE, "Supervisor")
	release = send()
	assert item(release).action == "Change" and item(release).version_before == f"{CODE}-v1"
	approve(release)
	carrying_out.carry_out(release)

	states = dict(frappe.get_all("Process Version", {"process_code": CODE}, ["name", "status"], as_list=True))
	assert states == {f"{CODE}-v1": "Superseded", f"{CODE}-v2": "Current"}


class TestSendingIsRefused:
	def test_twice_at_once(self, flows):
		process(flows)
		release = send()

		with pytest.raises(EngineError, match=release):
			send()

	def test_when_nothing_has_changed(self, flows):
		process(flows)
		flows.publish(leave(org_unit=UNIT))

		with pytest.raises(EngineError, match="has not changed since"):
			send()

	def test_when_it_is_unsound(self, flows):
		document = leave(org_unit=UNIT)
		document["transitions"] = document["transitions"][:-2]
		flows.save(document)

		with pytest.raises(frappe.ValidationError, match="Board"):
			send()
		assert facts().release is None

	def test_for_a_day_in_the_past(self, flows):
		process(flows)

		with pytest.raises(EngineError, match="past"):
			send(effective_date="2020-01-01")

	def test_to_a_manager_of_another_unit(self, flows):
		process(flows)

		with pytest.raises(frappe.PermissionError, match="another unit"):
			send("safety")

	@pytest.mark.parametrize("login", ["miner1", "Guest", "director"])
	def test_to_those_who_write_no_processes(self, flows, login):
		process(flows)
		with signed_in(login), pytest.raises(frappe.PermissionError):
			releases.send([CODE], "No right")
		with signed_in(login), pytest.raises(frappe.PermissionError):
			start("PM-RELEASE", {"processes": [{"process_code": CODE}], "reason": "No right"})

	def test_to_a_manager_where_the_office_begins(self, flows):
		process(flows)
		with rule("Process", "Set Up", begun_by="Process Office"):
			with pytest.raises(frappe.PermissionError, match="Only the process office"):
				send()
			assert send("office")

	def test_to_retire_what_is_not_published(self, flows):
		process(flows)

		with pytest.raises(EngineError, match="nothing to retire"):
			send(action="Retire")

	def test_of_a_group(self, flows):
		with pytest.raises(frappe.ValidationError, match="no flow of its own"):
			send("office", processes=("PROCESS-LIFE",))


def test_a_candidate_is_never_changed(flows):
	process(flows)
	candidate = frappe.get_doc("Process Candidate", item(send()).candidate)
	candidate.definition = "{}"

	with pytest.raises(frappe.ValidationError, match="never changed"):
		candidate.save(ignore_permissions=True)
	with pytest.raises(frappe.ValidationError, match="never changed"):
		frappe.delete_doc("Process Candidate", candidate.name, ignore_permissions=True)


def test_the_course_of_a_release_is_not_written_by_hand(flows):
	process(flows)
	release = frappe.get_doc("Process Release", send())
	with signed_in("office"):
		release.how_far = "Responsible Department"
		with pytest.raises(EngineError, match="cannot be changed now"):
			release.save()


def test_a_process_does_not_say_by_hand_that_it_is_released(flows):
	process(flows)
	doc = frappe.get_doc("Process", CODE)
	doc.update({"release_state": "Approved", "in_force_from": "2030-01-01", "review_due": "2030-01-01"})
	doc.save()

	assert (facts().release_state, facts().in_force_from, facts().review_due) == (None, None, None)
