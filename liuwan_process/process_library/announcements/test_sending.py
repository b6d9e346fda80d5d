"""Exactly those whom a version concerns are asked; the list can be trimmed and extended, with a reason."""

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.api import announcements as api
from liuwan_process.process_library.announcements import making, sending
from liuwan_process.process_library.announcements.support_for_tests import (
	CODE,
	announced,
	as_,
	changed_check,
	forget,
	messages,
	of,
	publish,
	row,
)
from liuwan_process.process_organization.calendar import get_calendar
from tests.factories import counted_statements, ensure_demo, person


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()
	yield
	frappe.db.rollback()
	forget()


def asked(announcement: str) -> set[str]:
	filters = {"announcement": announcement, "status": "Open"}
	users = frappe.get_all("Process Acknowledgement", filters, pluck="user")
	return {user.split("@")[0] for user in users if user}


def member(login: str) -> str:
	return frappe.db.get_value("Staff Member", {"user": person(login)})


def test_those_who_do_what_changed_are_asked_and_told_and_nobody_else():
	doc = announced()
	assert asked(doc.name) == {"miner1", "miner2"} == set(messages("read"))
	assert row(of("miner1", doc.name)).steps == "check"


def test_a_process_may_ask_by_itself_when_a_version_comes_into_force():
	changed_check(3, reading=making.AT_ONCE)
	[name] = frappe.get_all("Process Announcement", {"process_code": CODE}, pluck="name")
	assert asked(name) == {"miner1", "miner2"}
	due = frappe.db.get_value("Process Announcement", name, "due_on")
	assert due == get_calendar().add(
		frappe.db.get_value("Process Announcement", name, "sent_on"), 3, "working_days"
	)


def test_the_office_may_look_at_the_list_first():
	version = changed_check(4, reading=making.OFFICE_FIRST)
	[doc] = frappe.get_all("Process Announcement", {"version": version}, ["name", "status"])
	assert doc.status == "Draft" and not asked(doc.name)


def test_nobody_is_asked_unless_the_process_says_so():
	changed_check(5)
	assert not frappe.db.exists("Process Announcement", {"process_code": CODE})


def test_telling_of_a_version_again_asks_nobody_twice():
	version = changed_check(6, reading=making.AT_ONCE)
	making.on_released(version)
	assert frappe.db.count("Process Announcement", {"version": version}) == 1
	assert len(messages("read")) == 2


def test_somebody_left_out_with_a_reason_is_not_asked():
	doc = making.draft(changed_check(7)).insert()
	doc.readers[0].left_out = 1
	with pytest.raises(frappe.ValidationError, match="say why"):
		doc.save()
	doc.reload()
	doc.readers[0].update({"left_out": 1, "reason": "On sick leave"})
	doc.save()
	sending.send(doc)
	assert len(asked(doc.name)) == 1


def test_somebody_added_with_a_reason_is_asked_too_and_later_ones_get_as_many_days():
	doc = announced(8, within=2)
	doc.append("readers", {"staff": member("hr2")})
	with pytest.raises(frappe.ValidationError, match="say why"):
		doc.save()
	doc.reload()
	doc.append("readers", {"staff": member("hr2"), "reason": "Keeps the register"})
	doc.save()
	late = row(of("hr2", doc.name))
	assert late.origin == "Added" and late.due_on >= doc.due_on
	assert messages("read") == ["hr2", "miner1", "miner2"]


def test_after_sending_people_are_left_out_and_asked_again():
	doc = announced(9)
	doc.readers[0].update({"left_out": 1, "reason": "Moved to another team"})
	doc.save()
	assert len(asked(doc.name)) == 1
	gone = frappe.get_all(
		"Process Acknowledgement", {"announcement": doc.name, "status": "Excused"}, ["reason", "staff"]
	)
	assert [(each.reason, each.staff) for each in gone] == [("Moved to another team", doc.readers[0].staff)]
	doc.readers[0].left_out = 0
	doc.save()
	assert len(asked(doc.name)) == 2


def test_what_was_sent_stays_what_it_was():
	doc = announced(10, what_changed="More checks")
	for change in ({"what_changed": "Fewer"}, {"pass_mark": 1}):
		again = frappe.get_doc("Process Announcement", doc.name)
		again.update(change)
		with pytest.raises(frappe.ValidationError, match="no longer be changed"):
			again.save()
	again = frappe.get_doc("Process Announcement", doc.name)
	again.readers = again.readers[:1]
	with pytest.raises(frappe.ValidationError, match="leave people out"):
		again.save()
	with pytest.raises(frappe.ValidationError, match="kept"):
		frappe.delete_doc("Process Announcement", doc.name)


def test_nobody_sets_the_status_by_hand():
	doc = making.draft(changed_check(11)).insert()
	doc.status = "Sent"
	doc.save()
	assert doc.status == "Draft" and not asked(doc.name)


def test_an_announcement_to_nobody_is_refused():
	doc = making.draft(changed_check(12))
	for each in doc.readers:
		each.update({"left_out": 1, "reason": "x"})
	doc.insert()
	with pytest.raises(frappe.ValidationError, match="Nobody is asked"):
		sending.send(doc)


def test_everybody_may_be_asked_and_a_thousand_cost_what_ten_cost():
	doc = making.draft(changed_check(13))
	doc.everybody = 1
	doc.insert()
	with counted_statements() as statements:
		sending.send(doc)
	active = frappe.db.count("Staff Member", {"status": "Active"})
	assert frappe.db.count("Process Acknowledgement", {"announcement": doc.name}) == active
	writing = [text for text in statements if "tabProcess Acknowledgement" in text]
	assert len(writing) <= 4, writing


def test_a_closed_one_asks_nobody_any_more():
	doc = announced(14)
	sending.close(doc)
	assert not asked(doc.name)
	with pytest.raises(frappe.ValidationError, match="Only what was sent"):
		sending.close(doc)


def test_questions_have_to_be_answerable():
	doc = making.draft(changed_check(15))
	doc.append("questions", {"question": "Who?", "choices": "Nobody\nSomebody"})
	with pytest.raises(frappe.ValidationError, match="asterisk"):
		doc.insert()


@pytest.mark.parametrize("who", ["miner1", "team1", "supervision", "hr2", "finance", "Guest"])
def test_only_those_who_may_change_the_process_prepare_and_send(who):
	doc = making.draft(changed_check(16)).insert()
	frappe.db.commit()
	for act in (lambda: api.prepare(doc.version), lambda: api.send(doc.name), lambda: api.close(doc.name)):
		with pytest.raises(frappe.PermissionError):
			as_(who, act)


def test_the_office_prepares_sends_and_sees_how_it_stands():
	version = changed_check(17)
	name = as_("office", api.prepare, version)
	assert name == as_("office", api.prepare, version)
	as_("office", api.send, name)
	html = as_("office", api.standing, name)
	assert "0 of 2 have read it" in html


def test_those_without_an_account_sign_on_paper():
	doc = making.draft(changed_check(18))
	without = frappe.db.get_value("Staff Member", {"user": ("is", "not set"), "status": "Active"})
	doc.append("readers", {"staff": without, "reason": "Stands in", "origin": "Added"})
	doc.insert()
	sending.send(doc)
	name = frappe.db.get_value("Process Acknowledgement", {"announcement": doc.name, "staff": without})
	assert "1 have no account" in as_("office", api.standing, doc.name)
	with pytest.raises(frappe.PermissionError):
		as_("team1", api.record_on_paper, [name], "Folder 3")
	assert as_("office", api.record_on_paper, [name], "Folder 3") == 1
	assert as_("office", api.record_on_paper, [name], "Folder 3") == 0
	found = row(name)
	assert (found.status, found.on_paper, found.reason, found.late) == ("Acknowledged", 1, "Folder 3", 0)
	assert found.recorded_by == person("office") and found.read_on <= now_datetime()


def test_a_version_that_changes_nothing_is_the_same_version():
	version = changed_check(19)
	assert publish(check="Check it 19 times") == version
