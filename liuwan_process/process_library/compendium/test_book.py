"""A book is made by its job: every process with its page, contents and indexes that lead there, changes marked."""

import frappe
import pytest

from liuwan_process.process_library.compendium import job
from liuwan_process.process_library.compendium.support_for_tests import (
	CODES,
	UNITS,
	edition,
	make,
	publish_small,
	read,
	remove,
	small,
	texts,
)
from tests.factories import publish_process


@pytest.fixture(scope="module")
def books(site):
	"""Last year's edition without WC-TWO, then this year's with changes, in both languages."""
	frappe.set_user("Administrator")
	publish_small()
	publish_process(small("WC-ONE"))
	old = make(edition(("WC-ONE", "WC-LONG"), year=2025, previous_edition=None))
	publish_process(small("WC-ONE", limit=5, extra=True))
	new = make(edition(("WC-ONE", "WC-TWO"), previous_edition=old.name, foreword="For inspectors"))
	zh = make(edition(CODES, language="Chinese", previous_edition=old.name))
	yield {"old": old, "new": new, "zh": zh}
	remove(zh, new, old)


def printed(doc) -> dict[str, int]:
	"""The printed page on which each process begins, by the running title of its first page."""
	front = read(doc)
	labels = front.page_labels
	found = {}
	for number, text in enumerate(texts(doc)):
		for row in doc.entries:
			heading = f"{row.number} {frappe._(row.title)}"
			if labels[number].isdigit() and heading in text and "Code " + row.process_code in text:
				found.setdefault(row.process_code, int(labels[number]))
	return found


def test_contents_name_the_page_on_which_each_process_begins(books):
	long = printed(books["old"])  # WC-LONG goes on over several pages
	assert {row.process_code: row.page for row in books["old"].entries} == long and len(long) == 2
	doc = books["new"]
	where = printed(doc)
	assert set(where) == {"WC-ONE", "WC-TWO"}
	assert {row.process_code: row.page for row in doc.entries if row.change != "Removed"} == where
	[contents] = [
		text for text in texts(doc) if "Contents" in text and "Book test One" in text and " 1. " not in text
	][:1]
	for row in doc.entries[:2]:
		assert f"{row.title} {row.change} {row.page}" in contents


def test_every_page_bears_its_number(books):
	for doc in (books["old"], books["new"]):
		pages = read(doc)
		for number, text in enumerate(texts(doc)):
			assert number == 0 or text.endswith(pages.page_labels[number]), text[-40:]
		assert pages.page_labels[:3] == ["i", "ii", "iii"]
		assert doc.page_count == len(pages.pages)


def test_links_and_bookmarks_lead_to_the_pages(books):
	doc = books["new"]
	pages = read(doc)
	labels = pages.page_labels
	by_title = {}

	def walk(items):
		for item in items:
			if isinstance(item, list):
				walk(item)
			else:
				by_title[item.title] = labels[pages.get_destination_page_number(item)]

	walk(pages.outline)
	for row in doc.entries:
		if row.change != "Removed":
			assert by_title[f"{row.number} {row.title}"] == str(row.page)
	numbers = {page.indirect_reference.idnum: n for n, page in enumerate(pages.pages)}
	targets = {
		labels[numbers[annotation.get_object()["/Dest"][0].idnum]]
		for page in pages.pages
		for annotation in page.get("/Annots") or ()
	}
	assert {str(row.page) for row in doc.entries if row.page} <= targets


def test_changes_are_marked(books):
	doc = books["new"]
	changes = {row.process_code: row.change for row in doc.entries}
	assert changes == {"WC-ONE": "Changed", "WC-TWO": "New", "WC-LONG": "Removed"}
	assert (doc.new_count, doc.changed_count, doc.removed_count) == (1, 1, 1)
	text = " ".join(texts(doc))
	assert "2. Look 1: Limit" in text and "new: 3. File it" in text
	assert "▲ Changed: Limit" in text and "▲ New" in text
	assert "Removed processes (1)" in text


def test_without_an_edition_before_nothing_is_marked(books):
	assert {row.change for row in books["old"].entries} == {None} or {
		r.change for r in books["old"].entries
	} == {""}
	assert "Changes since" not in " ".join(texts(books["old"]))


def test_indexes_by_position_and_by_form(books):
	text = " ".join(texts(books["new"])[-2:])
	page = {row.process_code: row.page for row in books["new"].entries}
	assert "Index of forms" in text and "Index of positions" in text
	form = text[text.index("Ledger sheet LW-7") :]
	assert f"Book test One {page['WC-ONE']}" in form and f"Book test Two {page['WC-TWO']}" in form


def test_parts_are_units_in_the_order_of_the_organisation(books):
	chapters = [row.chapter for row in books["zh"].entries]
	place = {unit: frappe.db.get_value("Org Unit", unit, "lft") for unit in UNITS.values()}
	assert chapters == sorted(chapters, key=place.get)


def test_every_font_is_embedded_and_chinese_is_chinese(books):
	pages = read(books["zh"])
	for page in pages.pages:
		for font in page["/Resources"]["/Font"].values():
			below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
			assert {"/FontFile", "/FontFile2", "/FontFile3"} & below.keys()
	text = " ".join(texts(books["zh"]))
	for words in ("目录", "步骤", "由谁办理", "岗位索引", "表单索引", "财务科", "工作流程图汇编"):
		assert words in text, words
	for words in ("Contents", "Who, and how long", "Responsible Unit"):
		assert words not in text, words


def test_a_step_says_who_answers_for_it_and_who_is_told(books):
	for language, words in (
		("new", "[Accountable] Process owner\u3000[Informed] Finance Section"),
		("zh", "【负责】流程负责人\u3000【知会】财务科"),
	):
		assert "".join(words.split()) in "".join(" ".join(texts(books[language])).split())


def test_it_says_what_it_took(books):
	doc = books["zh"]
	assert doc.status == "Made" and doc.seconds > 0 and doc.process_count == 3 and len(doc.checksum) == 64


def test_a_choice_without_processes_fails_and_says_why(books):
	doc = edition(("WC-ONE",))
	frappe.db.set_value("Process Compendium Process", {"parent": doc.name}, "process_code", "none")
	doc.make()
	job.run(doc.name, doc.job_key)
	doc.reload()
	assert (doc.job_status, doc.status) == ("Failed", "Draft")
	assert doc.message == "No published process fits this choice."
	remove(doc)


def test_cancelled_it_stops_and_keeps_what_was_made(books):
	doc = books["zh"]
	before = doc.checksum
	doc.make()
	doc.cancel_making()
	job.run(doc.name, doc.job_key)
	doc.reload()
	assert (doc.job_status, doc.checksum, doc.status) == ("Cancelled", before, "Made")


def test_cancelled_in_the_middle_it_stops(books, monkeypatch):
	doc = books["zh"]
	before = doc.checksum
	doc.make()
	real = job._print_body

	def cancel_first(*given):
		frappe.get_doc("Process Compendium", doc.name).cancel_making()
		frappe.db.commit()
		return real(*given)

	monkeypatch.setattr(job, "_print_body", cancel_first)
	job.run(doc.name, doc.job_key)
	doc.reload()
	assert (doc.job_status, doc.checksum) == ("Cancelled", before)


def test_a_press_that_fails_is_told(books, monkeypatch):
	doc = books["zh"]
	doc.make()
	monkeypatch.setattr(job.pages, "body", lambda *given: iter([{"items": [{"sort": "process"}]}]))
	job.run(doc.name, doc.job_key)
	doc.reload()
	assert doc.job_status == "Failed" and "Error Log" in doc.message
	assert frappe.db.exists("Error Log", {"method": "Process Compendium"})


def test_a_job_that_is_late_does_nothing(books):
	doc = books["zh"]
	doc.make()
	job.run(doc.name, "another key")
	doc.reload()
	assert doc.job_status == "Queued"
	doc.cancel_making()
