"""What an act has to tell arrives once: after the job, after a lost job, after both, after failures."""

import json
import time
from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.engine import acts, notify
from liuwan_process.telling import channels, outbox
from liuwan_process.telling.errors import Hopeless, NotSent
from liuwan_process.telling.support_for_tests import (
	first_log,
	last_log,
	messages,
	outgoing_account,
	publish_one,
	settings,
	started,
)
from tests.factories import counted_statements, ensure_demo, only_task, person, signed_in

LATER = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()
	publish_one()


@pytest.fixture
def run() -> str:
	"""A run whose news nobody has delivered yet."""
	return started()


def bells(instance: str, login: str = "branch") -> list[str]:
	name = frappe.db.get_value("Process Instance", instance, "document_name")
	filters = {"for_user": person(login), "document_name": name}
	return frappe.get_all("Notification Log", filters, pluck="subject")


def waits(log: str) -> bool:
	return bool(frappe.db.get_value("Process Log", log, "to_tell"))


def test_the_act_itself_writes_whom_to_tell(run):
	log = frappe.db.get_value("Process Log", first_log(run), ["tell", "to_tell"], as_dict=True)
	assert json.loads(log.tell) == [[person("branch"), "task", only_task("branch", run)]]
	assert log.to_tell == 1


def test_an_act_that_is_undone_tells_nobody(run):
	with signed_in("sales1"):
		acts.urge(run)
	frappe.db.rollback()
	assert outbox.sweep(now_datetime() + LATER) >= 0
	assert [each.event for each in messages(run)] == ["task"]


def test_the_job_delivers_at_once(run):
	outbox.deliver(first_log(run))
	assert [(each.user, each.event, each.channel, each.status) for each in messages(run)] == [
		(person("branch"), "task", "In the App", "Sent")
	]
	assert len(bells(run)) == 1 and "Look at it" in bells(run)[0]
	assert not waits(first_log(run))


def test_what_no_job_delivered_is_found_by_the_sweep_after_half_a_minute(run):
	outbox.sweep(now_datetime() + timedelta(seconds=10))
	assert waits(first_log(run)) and messages(run) == []
	outbox.sweep(now_datetime() + LATER)
	assert len(bells(run)) == 1


def test_job_and_sweep_together_tell_once(run):
	for _i in range(2):
		outbox.deliver(first_log(run))
		outbox.sweep(now_datetime() + LATER)
	assert len(bells(run)) == 1 and len(messages(run)) == 1


def test_a_log_row_that_waits_again_does_not_tell_again(run):
	outbox.deliver(first_log(run))
	frappe.db.set_value("Process Log", first_log(run), "to_tell", 1)
	outbox.deliver(first_log(run))
	assert len(bells(run)) == 1


def test_the_reader_is_told_in_the_own_language(run):
	frappe.db.set_value("User", person("branch"), "language", "zh")
	outbox.deliver(first_log(run))
	assert "等待您办理" in bells(run)[0] or "待您" in bells(run)[0]
	frappe.db.set_value("User", person("branch"), "language", None)
	frappe.db.commit()


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(run, monkeypatch):
	def broken(*_arguments):
		raise NotSent("The bell is broken")

	monkeypatch.setitem(channels.PERSONAL, "In the App", broken)
	with settings(attempts=3):
		outbox.deliver(first_log(run))
		[message] = messages(run)
		assert (message.status, message.attempts, message.error) == ("Failed", 1, "The bell is broken")
		assert message.next_try > now_datetime() + timedelta(seconds=30)
		assert outbox.send(message.name) == ""
		for attempt in (2, 3):
			outbox.send(message.name, now_datetime() + timedelta(days=attempt))
	[message] = messages(run)
	assert (message.status, message.attempts) == ("Dead", 3)
	outbox.sweep(now_datetime() + timedelta(days=30))
	assert messages(run)[0].attempts == 3


def test_what_is_hopeless_is_given_up_at_once(run, monkeypatch):
	def broken(*_arguments):
		raise Hopeless("No such bell")

	monkeypatch.setitem(channels.PERSONAL, "In the App", broken)
	outbox.deliver(first_log(run))
	assert messages(run)[0].status == "Dead"


def test_nothing_of_a_message_that_failed_half_way_stays(run, monkeypatch):
	real = channels.to_desk

	def broken(*arguments):
		real(*arguments)
		raise RuntimeError("after the bell")

	monkeypatch.setitem(channels.PERSONAL, "In the App", broken)
	outbox.deliver(first_log(run))
	assert bells(run) == [] and messages(run)[0].error == "RuntimeError"


def test_the_office_sends_again_what_was_given_up(run, monkeypatch):
	from liuwan_process.api import telling

	with monkeypatch.context() as patch:
		patch.setitem(channels.PERSONAL, "In the App", lambda *_a: (_ for _ in ()).throw(Hopeless("No")))
		outbox.deliver(first_log(run))
	[message] = messages(run)
	with signed_in("branch"), pytest.raises(frappe.PermissionError):
		telling.send_again([message.name])
	with signed_in("office"):
		assert telling.send_again([message.name]) == 1
		assert telling.send_again([message.name]) == 0
	outbox.sweep(now_datetime() + LATER)
	assert len(bells(run)) == 1 and messages(run)[0].status == "Sent"


@pytest.mark.parametrize(("channel", "status"), [("In the App", "Sent"), ("Robot", "Dead")])
def test_a_worker_that_died_while_sending(run, channel, status):
	"""The desk's message was written or not; a robot's may have arrived, so it is left to the office."""
	outbox.deliver(first_log(run))
	[message] = messages(run)
	values = {"status": "Waiting", "claimed_on": now_datetime(), "channel": channel, "sent_on": None}
	frappe.db.set_value("Process Message", message.name, values | {"next_try": now_datetime()})
	frappe.db.commit()
	outbox.sweep(now_datetime() + LATER)
	assert messages(run)[0].status == "Waiting"
	outbox.sweep(now_datetime() + timedelta(minutes=20))
	assert messages(run)[0].status == status


def test_two_workers_send_one_message_once(run):
	"""Each in a connection of its own, at the same moment."""
	import threading

	log, site = first_log(run), frappe.local.site
	frappe.db.commit()
	ready = threading.Barrier(4)
	errors: list[Exception] = []

	def work() -> None:
		try:
			frappe.init(site=site, sites_path=".")
			frappe.connect()
			ready.wait()
			outbox.deliver(log)
			outbox.sweep(now_datetime() + LATER)
		except Exception as error:
			errors.append(error)
		finally:
			frappe.destroy()

	workers = [threading.Thread(target=work) for _i in range(4)]
	for worker in workers:
		worker.start()
	for worker in workers:
		worker.join()
	frappe.db.rollback()
	assert errors == []
	assert len(bells(run)) == 1 and len(messages(run)) == 1


def test_a_queue_that_is_down_neither_fails_nor_slows_an_act(run, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "redis_queue", "redis://127.0.0.1:1")
	monkeypatch.setattr(notify, "_not_before", 0.0)
	with signed_in("sales1"):
		acts.urge(run)
		begin = time.monotonic()
		frappe.db.commit()
	assert time.monotonic() - begin < 0.5
	assert notify._not_before > time.monotonic()
	monkeypatch.setattr(notify, "_not_before", 0.0)
	assert waits(last_log(run))
	outbox.sweep(now_datetime() + LATER)
	assert any("asks you to hurry" in text for text in bells(run))


def test_e_mail_waits_for_an_account(run):
	outbox.deliver(first_log(run))
	assert {each.channel for each in messages(run)} == {"In the App"}


def test_an_e_mail_is_queued_with_the_request_and_without_what_the_reader_must_not_see():
	with outgoing_account():
		run = started()
		outbox.deliver(first_log(run))
		assert {(each.channel, each.status) for each in messages(run)} == {
			("In the App", "Sent"),
			("By E-mail", "Sent"),
		}
		text = mail_to("branch")
	assert "A new lamp" in text and f"/process/task/{only_task('branch', run)}" in text
	assert "THE-SECRET" not in text and "/process/mail/" not in text


def mail_to(login: str) -> str:
	"""The last e-mail in the queue for somebody, decoded."""
	import email
	from email import policy

	name = frappe.get_all(
		"Email Queue Recipient", {"recipient": person(login)}, pluck="parent", order_by="creation desc"
	)[0]
	parsed = email.message_from_string(
		frappe.db.get_value("Email Queue", name, "message"), policy=policy.default
	)
	return parsed.get_body(("html",)).get_content()


def test_what_somebody_does_not_want_is_not_sent(run):
	from liuwan_process.api import telling

	with signed_in("branch"):
		assert telling.my_choices()["task_desk"] == 1
		telling.choose({"task_desk": 0})
	outbox.deliver(first_log(run))
	assert messages(run) == []
	with signed_in("branch"):
		telling.choose({"task_desk": 1})
	frappe.db.commit()


def test_nobody_reads_or_changes_the_choices_of_others():
	from liuwan_process.api import telling

	with signed_in("branch"):
		telling.choose({"late_desk": 1})
	with signed_in("sales1"):
		assert frappe.get_list("Process Notification Choice", {"user": person("branch")}) == []
		doc = frappe.get_doc("Process Notification Choice", person("branch"))
		with pytest.raises(frappe.PermissionError):
			doc.check_permission("read")
		with pytest.raises(frappe.PermissionError):
			doc.save()
		with pytest.raises(frappe.ValidationError):
			telling.choose({"owner": "me"})


def test_the_sweep_asks_by_an_index_with_few_statements(run):
	outbox.deliver(first_log(run))
	outbox.sweep(now_datetime() + LATER)
	with counted_statements() as statements:
		outbox.sweep(now_datetime() + LATER)
	assert len([text for text in statements if "tab" in text]) <= 4, statements
	plan = frappe.db.sql(
		"explain select name from `tabProcess Log` where to_tell = 1 and creation < now()", as_dict=True
	)
	assert plan[0].key == "to_tell_creation_index"
