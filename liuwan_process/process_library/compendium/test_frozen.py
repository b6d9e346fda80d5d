"""A released edition stays as it is, and everybody who is signed in reads it."""

import frappe
import pytest
from frappe.client import set_value

from liuwan_process.api import compendiums
from liuwan_process.portal.support_for_tests import get, html
from liuwan_process.process_library.compendium import paper
from liuwan_process.process_library.compendium.support_for_tests import (
	edition,
	make,
	publish_small,
	remove,
	small,
)
from tests.factories import counted_statements, publish_process, signed_in


@pytest.fixture(scope="module")
def released(site):
	frappe.set_user("Administrator")
	publish_small()
	doc = make(edition(("WC-ONE", "WC-TWO"), previous_edition=None))
	doc.release()
	frappe.db.commit()
	doc.reload()
	yield doc
	remove(doc)


@pytest.fixture
def draft(released):
	doc = make(edition(("WC-ONE",)))
	yield doc
	remove(doc)


def test_it_cannot_be_changed_made_again_renamed_or_deleted(released):
	released.title = "Another"
	for refused in (
		released.save,
		released.make,
		released.release,
		lambda: frappe.rename_doc("Process Compendium", released.name, "other"),
		lambda: frappe.delete_doc("Process Compendium", released.name),
		lambda: set_value("Process Compendium", released.name, "foreword", "x"),
	):
		with pytest.raises(frappe.ValidationError):
			refused()
	released.reload()


def test_its_file_cannot_be_removed_or_changed(released):
	name = frappe.db.get_value("File", {"attached_to_name": released.name}, "name")
	with pytest.raises(frappe.ValidationError, match="stays as it is"):
		frappe.delete_doc("File", name)
	file = frappe.get_doc("File", name)
	file.file_name = "other.pdf"
	with pytest.raises(frappe.ValidationError, match="stays as it is"):
		file.save()


def test_a_file_that_was_altered_is_not_given_out(released):
	path = frappe.get_site_path("private", "files", released.edition_file.rsplit("/", 1)[1])
	with open(path, "rb") as file:
		before = file.read()
	try:
		with open(path, "ab") as file:
			file.write(b"x")
		with pytest.raises(frappe.ValidationError, match="altered"):
			paper.content(released)
	finally:
		with open(path, "wb") as file:
			file.write(before)
	assert paper.content(released) == before


def test_facts_are_not_set_by_hand(draft):
	draft.update({"status": "Released", "checksum": "x", "page_count": 1, "entries": []})
	draft.save()
	draft.reload()
	assert draft.status == "Made" and len(draft.checksum) == 64 and draft.entries


def test_a_new_version_does_not_touch_it(released):
	pinned = [(row.process_code, row.version) for row in released.entries]
	publish_process(small("WC-TWO", limit=9))
	released.reload()
	assert [(row.process_code, row.version) for row in released.entries] == pinned
	page = html("miner1", f"/process/books/{released.name}/WC-TWO")
	assert "A later version counts now." in page
	publish_process(small("WC-TWO"))


def test_the_next_edition_is_compared_with_it(draft, released):
	assert draft.previous_edition == released.name


@pytest.mark.parametrize("who", ["miner1", "office", "hr"])
def test_everybody_downloads_a_released_one(released, who):
	with signed_in(who):
		compendiums.download(released.name)
	assert frappe.local.response.filecontent.startswith(b"%PDF")
	assert frappe.local.response.filename == "Compendium of Processes 2026.pdf"


def test_others_do_not_see_one_that_is_not_released(draft):
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		compendiums.download(draft.name)
	with signed_in("miner1"):
		assert get("miner1", f"/process/books/{draft.name}").status_code == 404
	with signed_in("hr"):
		compendiums.download(draft.name)


def test_guests_see_nothing(released):
	with signed_in("Guest"), pytest.raises(frappe.PermissionError):
		compendiums.download(released.name)
	assert get("Guest", f"/process/books/{released.name}").status_code == 302


@pytest.mark.parametrize("who", ["hr", "miner1", "production"])
def test_only_the_office_makes_and_releases(draft, who):
	with signed_in(who):
		doc = frappe.get_doc("Process Compendium", draft.name)
		for act in (doc.make, doc.cancel_making, doc.release):
			with pytest.raises(frappe.PermissionError):
				act()


def test_the_portal_shows_it(released):
	for language, words in {"en": ("Book test One", "Download as PDF"), "zh": ("下载 PDF", "财务科")}.items():
		page = html("miner1", f"/process/books/{released.name}", language)
		for word in words:
			assert word in page, word
	assert released.name in html("miner1", "/process/books")
	found = html("miner1", f"/process/books/{released.name}?q=two")
	assert "Book test Two" in found and "Book test One" not in found
	process = html("miner1", f"/process/books/{released.name}/WC-ONE")
	assert "Four eyes" in process and "<svg" in process
	assert get("miner1", f"/process/books/{released.name}/WC-LONG").status_code == 404


def test_a_page_of_contents_takes_few_statements(released):
	html("miner1", f"/process/books/{released.name}")
	with counted_statements() as statements:
		html("miner1", f"/process/books/{released.name}")
	assert len(statements) <= 12
