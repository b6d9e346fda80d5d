"""The library in the portal: the map, what is found, and the page of a process."""

import frappe
import pytest

from liuwan_process.portal.support_for_tests import get, html
from liuwan_process.process_library import library
from tests.factories import counted_statements, ensure_demo, signed_in


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()


def test_the_map_shows_domains_with_what_is_published_in_them():
	text = html("miner1", "/process/library")
	assert "Marketing" in text and "/process/library/SAFETY" in text
	assert "BO-LEAVE" not in text


def test_one_goes_down_to_a_process_and_up_again():
	domain = html("miner1", "/process/library/SAFETY")
	assert "/process/library/SAFETY-INFO" in domain and "1 process" in domain
	group = html("miner1", "/process/library/SAFETY-INFO")
	assert "/process/library/SI-LOOP" in group and 'href="/process/library/SAFETY"' in group


def test_a_process_says_what_is_done_by_whom_and_until_when():
	text = html("miner1", "/process/library/BO-LEAVE")
	steps = text[text.index('id="steps"') :]
	assert "head of your unit" in steps or "Branch office manager" in steps
	assert text.index("<svg") < text.index('id="steps"') < text.index('id="form"')
	assert "Version 1" in text


def test_whoever_may_not_start_it_reads_it_all_the_same():
	assert "/process/start/BO-LEAVE" in html("sales1", "/process/library/BO-LEAVE")


@pytest.mark.parametrize("words", ["leave", "请假", "bscqj", "BO-LEAVE", "branch leave"])
def test_it_is_found_in_both_languages_by_initials_and_code(words):
	assert "/process/library/BO-LEAVE" in html("miner1", f"/process/library?q={words}")


def test_what_does_not_exist_and_what_is_a_draft_are_not_found():
	frappe.get_doc({"doctype": "Process", "code": "T-DRAFT-LIB", "title": "Draft"}).insert()
	for code in ("T-NIX", "T-DRAFT-LIB"):
		assert "This page does not exist" in get("miner1", f"/process/library/{code}").get_data(as_text=True)
	frappe.db.rollback()


def test_a_retired_process_is_kept_for_reading():
	frappe.db.set_value("Process", "BO-LEAVE", "status", "Retired")
	text = html("sales1", "/process/library/BO-LEAVE")
	versions = html("sales1", "/process/library/BO-LEAVE/versions")
	on_the_map = html("sales1", "/process/library?q=BO-LEAVE")
	frappe.db.rollback()
	assert "This process is retired" in text and 'id="steps"' in text and "Version 1" in versions
	assert "/process/start/BO-LEAVE" not in text and "/process/library/BO-LEAVE" not in on_the_map


def test_the_map_takes_one_statement_however_many_processes_there_are():
	with signed_in("miner1"), counted_statements() as statements:
		library.Tree()
	assert len(statements) == 1


def test_domains_stand_in_bands_by_what_they_do_for_the_enterprise():
	rows = [frappe._dict(name=n, category=c) for n, c in (("a", "Support"), ("b", ""), ("c", "Core"))]
	assert [[row.name for row in band["tiles"]] for band in library.bands(rows)] == [["c"], ["a"], ["b"]]
	assert [band["title"] for band in library.bands(rows[1:2])] == [""]
