"""Who hears at once that something happened to a run."""

import frappe
import pytest

from liuwan_process.engine import acts
from liuwan_process.telling import outbox
from liuwan_process.telling.support_for_tests import last_log, publish_one, started
from tests.factories import ensure_demo, only_task, person, signed_in


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()
	publish_one()


@pytest.fixture
def heard(monkeypatch) -> list[tuple[str, dict, str]]:
	"""(event, message, user) of everything that is pushed."""
	found = []

	def listen(event=None, message=None, user=None, **_more):
		found.append((event, message, user))

	monkeypatch.setattr(frappe, "publish_realtime", listen)
	return found


def test_those_who_take_part_hear_of_an_act_and_nobody_else(heard):
	run = started()
	with signed_in("branch"):
		acts.decide(only_task("branch", run), "Fine")
	frappe.db.commit()
	outbox.deliver(last_log(run))
	own = {user: message["own"] for event, message, user in heard if event == "process_changed"}
	assert set(own) == set(frappe.get_all("Process Instance Participant", {"instance": run}, pluck="user"))
	assert own[person("branch")] is True and own[person("sales1")] is False
	assert person("miner1") not in own


def test_an_act_that_tells_nobody_is_still_seen(heard):
	run = started()
	with signed_in("sales1"):
		acts.withdraw(run)
	frappe.db.commit()
	frappe.db.set_value("Process Log", last_log(run), {"tell": None, "to_tell": 0})
	outbox.deliver(last_log(run))
	assert any(event == "process_changed" for event, _message, _user in heard)


def test_the_desk_hears_in_its_own_words(heard):
	run = started()
	outbox.deliver(last_log(run))
	form = frappe.db.get_value("Process Instance", run, ["document_type", "document_name"])
	updated = {(m["doctype"], m["name"]) for event, m, _user in heard if event == "doc_update"}
	assert {form, ("Process Instance", run)} <= updated
	listed = {m["doctype"] for event, m, _user in heard if event == "list_update"}
	assert {form[0], "Process Instance"} <= listed


def test_nothing_of_the_request_is_pushed(heard):
	run = started()
	outbox.deliver(last_log(run))
	messages = [message for event, message, _user in heard if event == "process_changed"]
	assert messages and all(set(message) == {"run", "at", "own"} for message in messages)
