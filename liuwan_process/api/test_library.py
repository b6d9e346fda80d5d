"""The map of processes in the desk."""

import frappe
import pytest

from liuwan_process.api import library
from tests.factories import ensure_demo, signed_in


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()
	yield
	frappe.db.rollback()


def test_it_goes_down_from_the_domains():
	with signed_in("office"):
		assert "/app/process-map/SAFETY" in library.map()
		below = library.map("SAFETY")
		assert "/app/process-map/SAFETY-INFO" in below and "/app/process/SAFETY" in below
		assert "/app/process/SI-LOOP" in library.map("SAFETY-INFO")


def test_drafts_are_there_and_what_is_typed_is_no_markup():
	values = {"code": "T-MAP", "title": "<b>Draft</b>", "level": "Process", "parent_process": "SAFETY-INFO"}
	frappe.get_doc({"doctype": "Process", **values}).insert()
	with signed_in("office"):
		text = library.map("SAFETY-INFO")
	assert "/app/process/T-MAP" in text and "<b>Draft</b>" not in text


def test_words_find_over_all_levels_and_say_when_nothing_is_found():
	with signed_in("director"):
		found = library.map(words="safety")
		assert "/app/process-map/SAFETY" in found and "/app/process/SI-LOOP" in found
		assert "Nothing found" in library.map(words="xxyyzz")


def test_an_unknown_process_is_named():
	with signed_in("office"), pytest.raises(frappe.DoesNotExistError, match="T-NIX"):
		library.map("T-NIX")


def test_portal_users_have_no_map_of_drafts():
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		library.map()
