"""Reminders before and after the day, in working time, once each; the superior where that is wanted."""

from datetime import datetime, timedelta

import frappe
import pytest

from liuwan_process.process_library.announcements import reminding
from liuwan_process.process_library.announcements.notices import of as notice_of
from liuwan_process.process_library.announcements.support_for_tests import (
	announced,
	as_,
	forget,
	messages,
	of,
	row,
)
from liuwan_process.process_organization.calendar import FALLBACK, get_calendar
from liuwan_process.telling import outbox
from tests.factories import ensure_demo, person

DUE = datetime(2026, 11, 25, 17, 0)  # a Wednesday
OPEN = {
	"due_on": DUE,
	"remind_before": 1,
	"remind_every": 1,
	"escalate_after": 2,
	"reminders": 0,
	"reminded_on": None,
	"escalated_on": None,
}


@pytest.fixture
def enterprise():
	ensure_demo()
	yield
	frappe.db.rollback()
	forget()


@pytest.mark.pure
@pytest.mark.parametrize(
	("now", "more", "said"),
	[
		(DUE - timedelta(days=2), {}, set()),
		(DUE - timedelta(hours=20), {}, {"read_near"}),
		(DUE - timedelta(hours=20), {"remind_before": 0}, set()),
		(DUE - timedelta(hours=20), {"reminders": 1, "reminded_on": DUE - timedelta(hours=22)}, set()),
		(DUE, {"reminders": 1, "reminded_on": DUE - timedelta(hours=22)}, {"read_late"}),
		(DUE + timedelta(hours=16), {"reminders": 1, "reminded_on": DUE}, set()),
		(DUE + timedelta(days=1), {"reminders": 1, "reminded_on": DUE}, {"read_late"}),
		(DUE + timedelta(days=1), {"reminders": 1, "reminded_on": DUE, "remind_every": 0}, set()),
		(DUE + timedelta(days=2), {"reminders": 2, "reminded_on": DUE + timedelta(days=2)}, {"read_above"}),
		(DUE + timedelta(days=9), {"escalated_on": DUE, "reminded_on": DUE, "remind_every": 0}, set()),
		(DUE + timedelta(days=9), {"escalate_after": 0}, {"read_late"}),
	],
)
def test_what_is_said_when(now, more, said):
	assert reminding.wanted(OPEN | more, now, FALLBACK) == said


def working(moment: datetime) -> datetime:
	"""The next moment at which people work."""
	return get_calendar().add(moment, 0, "working_days")


def test_people_are_reminded_once_and_then_again_the_day_after(enterprise):
	doc = announced(escalate_after=1)
	name = of("miner1", doc.name)
	late = working(doc.due_on + timedelta(minutes=1))
	assert reminding.remind(late) == 2
	assert messages("read_late") == ["miner1", "miner2"]
	assert reminding.remind(late + timedelta(minutes=5)) == 0
	assert (row(name).reminders, row(name).reminded_on) == (1, late)
	next_day = working(get_calendar().add(late, 1, "working_days") + timedelta(minutes=1))
	assert reminding.remind(next_day) == 2
	assert messages("read_late") == ["miner1", "miner1", "miner2", "miner2"]
	assert set(messages("read_above")) == {"team1"} and row(name).escalated_on == next_day


def test_nobody_is_reminded_at_night_nor_of_what_was_read_or_closed(enterprise):
	from liuwan_process.api import reading

	doc = announced()
	night = doc.due_on.replace(hour=23, minute=30) + timedelta(days=1)
	assert reminding.remind(night) == 0
	as_("miner1", reading.acknowledge, of("miner1", doc.name))
	assert reminding.remind(working(doc.due_on + timedelta(days=1))) == 1
	assert messages("read_late") == ["miner2"]


def test_it_arrives_at_the_bell_in_the_readers_language(enterprise):
	doc = announced()
	frappe.db.set_value("User", person("miner1"), "language", "zh")
	frappe.db.commit()
	try:
		outbox.sweep()
		name = of("miner1", doc.name)
		[bell] = frappe.get_all(
			"Notification Log",
			{"for_user": person("miner1"), "document_name": name},
			["subject", "document_type"],
		)
		assert "请阅读变更内容" in bell.subject and bell.document_type == "Process Acknowledgement"
	finally:
		frappe.db.set_value("User", person("miner1"), "language", "en")
		frappe.db.commit()


@pytest.mark.parametrize("event", ["read", "read_near", "read_late", "read_above"])
def test_each_word_names_the_process_and_leads_to_its_page(enterprise, event):
	name = of("miner1", announced().name)
	notice = notice_of({"event": event, "reference_name": name})
	assert "Reading" in notice.subject and notice.lines[0].startswith("Due ")
	assert notice.address == ("/process" if event == "read_above" else f"/process/reading/{name}")
