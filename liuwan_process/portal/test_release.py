"""Who decides on a release sees in the portal what is released: before, after, the difference, the steps."""

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import Flows, leave
from liuwan_process.engine.start import start
from liuwan_process.portal.support_for_tests import get, html
from liuwan_process.process_library.governance import support_for_tests as support
from tests.factories import LEAVE, ensure_demo, only_task, signed_in


@pytest.fixture
def flows():
	ensure_demo()
	made = Flows()
	yield made
	support.forget(made)
	made.remove()


def change(flows) -> str:
	"""A release of a published process whose second step is called otherwise now; its name."""
	flows.publish(leave(org_unit=support.UNIT))
	document = leave(org_unit=support.UNIT)
	document["steps"][1]["title"] = "Foreman"
	flows.save(document)
	return support.send(what_changed="The <b>foreman</b> decides")


def page_of(release: str, login: str = "production", language: str = "en") -> str:
	return html(login, f"/process/task/{support.task_of(release, login)}", language)


def test_the_task_shows_before_after_and_the_difference(flows):
	text = page_of(change(flows))

	for words in (
		"What is released",
		"Foreman: renamed, was “Manager”",
		"Before the change",
		"After the change",
		"Step by step",
	):
		assert words in text, words
	assert text.count('class="drawing drawing-wide"') == 2
	assert text.count("flag-changed") >= 2
	assert "The &lt;b&gt;foreman&lt;/b&gt; decides" in text and "<b>foreman</b>" not in text


def test_it_is_shown_in_chinese(flows):
	text = page_of(change(flows), language="zh")

	for words in ("发布内容", "变更", "修改前", "修改后"):
		assert words in text, words


def test_the_page_says_that_the_working_copy_has_moved_on(flows):
	release = change(flows)
	assert "has changed since it was sent" not in page_of(release)
	process = frappe.get_doc("Process", support.CODE)
	process.steps[1].title = "Somebody else"
	process.save()
	frappe.db.commit()

	text = page_of(release)
	assert "has changed since it was sent" in text and "Somebody else" not in text


def test_of_many_processes_the_chosen_one_is_shown_in_full(flows):
	codes = [f"ZT-MANY{n}" for n in range(7)]
	for code in codes:
		support.process(flows, code)
	release = support.send(processes=tuple(codes))
	address = f"/process/task/{support.task_of(release, 'production')}"

	assert html("production", address).count('class="drawing drawing-wide"') == 1
	third = html("production", f"{address}?released={codes[2]}")
	assert third.count("Show this process") == 6 and f"?released={codes[2]}#" not in third


def test_the_run_shows_it_to_those_who_see_the_run(flows):
	release = change(flows)
	run = frappe.db.get_value("Process Release", release, "process_instance")

	assert "What is released" in html("production", f"/process/run/{run}")
	assert get("miner1", f"/process/run/{run}").status_code == 403


def test_a_task_of_another_flow_shows_no_release(flows):
	with signed_in("sales1"):
		run = start("BO-LEAVE", LEAVE)["instance"]
	assert "What is released" not in html("branch", f"/process/task/{only_task('branch', run)}")


def test_the_library_lets_those_who_answer_for_a_process_confirm_its_review(flows):
	flows.publish(leave(org_unit=support.UNIT))
	address = f"/process/library/{support.CODE}"

	assert "Reviewed, No Change" in html("production", address)
	assert "已复审，无需修改" in html("production", address, "zh")
	assert "review-form" not in html("miner1", address)


def test_the_library_says_that_a_new_version_is_on_its_way(flows):
	release = change(flows)
	assert "In release" in html("miner1", f"/process/library/{support.CODE}")
	support.decide(release, "production", "Refuse", "No")

	assert "In release" not in html("miner1", f"/process/library/{support.CODE}")
