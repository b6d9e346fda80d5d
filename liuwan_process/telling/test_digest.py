"""The daily digest: once a day, when its hour has come, to those for whom there is something to say."""

from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.engine import acts
from liuwan_process.telling import digest, outbox
from liuwan_process.telling.readers import one
from liuwan_process.telling.support_for_tests import publish_one, settings, started
from tests.factories import ensure_demo, only_task, person, signed_in

EVENING = timedelta(hours=23, minutes=59, seconds=59)


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()
	publish_one()
	forget_of("branch")
	frappe.db.delete("Process Message", {"event": "digest"})
	frappe.db.set_default(digest.DONE, "")
	want("branch", 1)
	want("sales1", 1)
	with settings(digest_at="07:30"):
		yield
	want("branch", 0)
	want("sales1", 0)
	frappe.db.delete("Process Message", {"event": "digest"})
	frappe.db.commit()


def want(login: str, yes: int) -> None:
	from liuwan_process.api import telling

	with signed_in(login):
		telling.choose({"digest_desk": yes})
	frappe.db.commit()


def forget_of(login: str) -> None:
	"""What other tests left for somebody: open tasks, and requests that moved lately."""
	frappe.db.delete("Process Task", {"assignee": person(login)})
	own = {"initiator": person(login)}
	frappe.db.set_value("Process Instance", own, "modified", morning(-9), update_modified=False)


def sent_to(login: str) -> list[frappe._dict]:
	return frappe.get_all("Process Message", {"event": "digest", "user": person(login)}, ["*"])


def morning(days: int = 0) -> datetime:
	"""07:31 of today or of a later day."""
	today = now_datetime().replace(hour=7, minute=31, second=0, microsecond=0)
	return today + timedelta(days=days)


def test_before_its_hour_nothing_is_sent():
	started()
	assert digest.send_all(morning() - timedelta(minutes=2)) == 0
	assert sent_to("branch") == []


def test_once_a_day_however_often_and_late_it_is_asked():
	started()
	assert digest.send_all(morning()) >= 1
	assert digest.send_all(morning() + timedelta(minutes=1)) == 0
	frappe.db.set_default(digest.DONE, "")  # as if the note had been lost
	digest.send_all(morning() + timedelta(hours=9))
	assert len(sent_to("branch")) == 1
	digest.send_all(morning(1) + timedelta(hours=9))
	assert len(sent_to("branch")) == 2


def test_a_clock_set_back_says_nothing_again():
	started()
	digest.send_all(morning(1))
	digest.send_all(morning())
	digest.send_all(morning(1))
	assert len(sent_to("branch")) == 2  # one for each day


def test_who_has_nothing_to_hear_is_left_alone():
	forget_of("expert3")
	want("expert3", 1)
	digest.send_all(morning())
	assert sent_to("expert3") == []
	want("expert3", 0)


def test_who_does_not_want_it_is_left_alone():
	started()
	want("branch", 0)
	digest.send_all(morning())
	assert sent_to("branch") == []


def test_what_it_says():
	now = now_datetime().replace(hour=12, minute=0)
	late, today, later = (only_task("branch", started(what=str(i))) for i in range(3))
	for task, due in ((late, -5), (today, 5), (later, 50)):
		frappe.db.set_value("Process Task", task, "due_on", now + timedelta(hours=due))
	day = digest.of(one(person("branch")), now)
	assert day.subject.startswith("Today: 1 overdue, 1 due today, 3 open,")
	assert [line.partition(":")[0] for line in day.lines[:2]] == ["Overdue", "Due today"]
	assert "Look at it" in day.lines[0]


def test_own_requests_that_somebody_else_moved():
	run = started()
	before = digest.of(one(person("sales1")))
	with signed_in("branch"):
		acts.decide(only_task("branch", run), "Fine")
	after = digest.of(one(person("sales1")))
	assert int(after.subject.split()[-5]) == int(before.subject.split()[-5]) + 1
	assert any("Your request:" in line and "Sign it" in line for line in after.lines)


def test_it_arrives():
	started()
	digest.send_all(morning())
	[message] = sent_to("branch")
	assert outbox.send(message.name, morning()) == "Sent"
	[subject] = frappe.get_all(
		"Notification Log",
		{"for_user": person("branch"), "subject": ("like", "Today:%")},
		pluck="subject",
		order_by="creation desc",
		limit=1,
	)
	assert "1 open" in subject
