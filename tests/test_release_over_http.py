"""A release of a process over HTTP: each group with its own session, and everybody else kept out."""

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import Flows
from liuwan_process.process_library.governance import carrying_out
from liuwan_process.process_library.governance import support_for_tests as support
from tests.client import Client
from tests.factories import ensure_demo


@pytest.fixture
def flows(site):
	ensure_demo()
	made = Flows()
	yield made
	support.forget(made)
	made.remove()


def sent(base_url: str) -> str:
	status, answer = Client(base_url, "production").act(
		"releases.send", processes=[support.CODE], reason="Less paper", key="once"
	)
	assert status == 200, answer
	frappe.db.rollback()
	return answer["release"]


def test_every_group_decides_in_its_own_session(base_url, flows):
	support.process(flows)
	release = sent(base_url)
	assert sent(base_url) == release  # the same key: the first answer
	for login, action in support.GROUPS:
		client = Client(base_url, login)
		status, answer = client.act("tasks.decide", task=support.task_of(release, login), action=action)
		assert status == 200, answer
		frappe.db.rollback()
	carrying_out.carry_out(release)

	assert support.facts().status == "Published"
	assert support.item(release).version == support.facts().current_version


@pytest.mark.parametrize("login", [None, "miner1", "director", "safety"])
def test_others_send_nothing(base_url, flows, login):
	support.process(flows)
	status, _answer = Client(base_url, login).act(
		"releases.send", processes=[support.CODE], reason="I want it"
	)
	frappe.db.rollback()

	assert status == 403
	assert support.facts().release is None


@pytest.mark.parametrize("login", [None, "miner1", "production"])
@pytest.mark.parametrize("method", ["repeat", "call_off", "set_up"])
def test_what_the_office_does_is_the_office_s(base_url, flows, login, method):
	support.process(flows)
	release = support.send()
	more = {"repeat": {"release": release}, "call_off": {"release": release, "reason": "No"}, "set_up": {}}
	status, _answer = Client(base_url, login).act(f"releases.{method}", **more[method])

	assert status == 403


def test_a_stranger_does_not_read_a_release(base_url, flows):
	support.process(flows)
	release = support.send()
	for login in (None, "miner1"):
		client = Client(base_url, login)
		assert client.get(f"/api/resource/Process Release/{release}").status_code in (401, 403)
		assert client.act("releases.show", release=release)[0] == 403


def test_the_records_of_a_release_are_not_written_over_rest(base_url, flows):
	support.process(flows)
	release = support.send()
	session = Client(base_url, "office")
	for doctype, name, values in (
		("Process Release", release, {"how_far": "Responsible Department"}),
		("Process Release", release, {"status": "Approved"}),
		("Process Release", release, {"docstatus": 1}),
		("Process Candidate", support.item(release).candidate, {"definition": "{}"}),
	):
		url = f"{base_url}/api/resource/{doctype}/{name}"
		answer = session.session.put(url, json=values, timeout=60)
		assert answer.status_code in (403, 417), (doctype, values, answer.text)
	frappe.db.rollback()

	assert frappe.db.get_value("Process Release", release, ["how_far", "status", "docstatus"]) == (
		"Leading Group", "In Release", 0,
	)  # fmt: skip
