"""Defaults: of what people are told who have chosen nothing, and of settings that came later."""

import frappe

from liuwan_process.setup.settings import fill_settings
from liuwan_process.telling import events
from liuwan_process.telling.settings import digest_time, setting


def test_the_doctype_begins_with_what_is_told_without_a_choice():
	doc = frappe.new_doc("Process Notification Choice")
	assert {field: doc.get(field) for field in events.FIELDS} == {
		field: events.default(field) for field in events.FIELDS
	}


def test_events_that_nobody_can_choose_go_with_the_comments():
	assert events.choice_of("mention") == events.choice_of("something new") == "comment"
	assert set(events.CHOICES.values()) == set(events.CHOSEN)


def test_settings_that_came_later_get_their_default_and_chosen_ones_stay():
	frappe.db.set_single_value("Process Settings", "attempts", 2)
	frappe.db.delete("Singles", {"doctype": "Process Settings", "field": "digest_at"})
	frappe.clear_document_cache("Process Settings", "Process Settings")
	fill_settings()
	assert setting("attempts") == 2
	assert str(digest_time()) == "7:30:00"
	assert frappe.db.get_singles_dict("Process Settings")["digest_at"] == "07:30"


def test_a_link_lives_neither_for_ever_nor_not_at_all():
	import pytest

	doc = frappe.get_doc("Process Settings")
	for hours in (0, -1, 10_000):
		doc.update({"mail_decisions": 1, "mail_hours": hours})
		with pytest.raises(frappe.ValidationError):
			doc.validate()


def test_the_hour_of_the_digest_is_an_hour():
	import pytest

	doc = frappe.get_doc("Process Settings")
	doc.update({"mail_decisions": 0, "digest_at": "16:05"})
	doc.validate()
	for text in ("", "7:30", "24:00", "07:60", "soon"):
		doc.digest_at = text
		with pytest.raises(frappe.ValidationError):
			doc.validate()
