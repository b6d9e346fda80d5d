"""The same approval many times at once, over HTTP: the run moves once."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest

from liuwan_process.engine.start import start
from tests.client import Client
from tests.factories import document, ensure_demo, only_task, publish_process, signed_in, step

AT_ONCE = 8


@pytest.fixture(scope="module")
def flow(site) -> str:
	"""Two steps in a row of the same person, then one that any of three experts decides."""
	ensure_demo()
	publish_process(
		document(
			"T-RACE",
			[
				step("start", "start"),
				step("one", user="office"),
				step("two", user="office"),
				step("three", user=("expert1", "expert2", "expert3")),
				step("end", "end"),
			],
			["start>one Submit", "one>two", "two>three", "three>end"],
		)
	)
	return "T-RACE"


@pytest.fixture
def instance(flow) -> str:
	with signed_in("miner1"):
		name = start(flow, {})["instance"]
	frappe.db.commit()
	return name


def decisions(instance: str) -> list[str]:
	frappe.db.rollback()  # see what the server has committed
	return frappe.get_all(
		"Process Log", {"instance": instance, "act": "Decide"}, pluck="step", order_by="creation"
	)


def together(calls: list) -> list:
	with ThreadPoolExecutor(len(calls)) as pool:
		return [future.result() for future in [pool.submit(call) for call in calls]]


@pytest.fixture(scope="module")
def office(base_url, flow) -> Client:
	return Client(base_url, "office")


def test_the_same_approval_with_one_key_answers_everybody_alike(office, instance):
	task = only_task("office", instance)
	answers = together(
		[lambda: office.act("tasks.decide", task=task, action="Approve", key="same")] * AT_ONCE
	)
	assert [status for status, _answer in answers] == [200] * AT_ONCE
	assert len({str(answer) for _status, answer in answers}) == 1
	assert decisions(instance) == ["one"]


def test_the_same_approval_with_many_keys_wins_once(office, instance):
	task = only_task("office", instance)
	calls = [
		lambda key=key: office.act("tasks.decide", task=task, action="Approve", key=str(key))
		for key in range(AT_ONCE)
	]
	statuses = sorted(status for status, _answer in together(calls))
	assert statuses == [200] + [409] * (AT_ONCE - 1)
	assert decisions(instance) == ["one"]


def test_the_desk_button_pressed_twice_approves_one_step(office, instance):
	form = frappe.db.get_value("Process Instance", instance, ["document_type", "document_name"])
	doc = {"doctype": form[0], "name": form[1], "workflow_state": "One"}
	press = lambda: office.call("frappe.model.workflow.apply_workflow", doc=doc, action="Approve")  # noqa: E731
	statuses = [status for status, _answer in together([press] * AT_ONCE)]
	assert statuses.count(200) == 1
	assert decisions(instance) == ["one"]


def test_of_three_people_one_wins_and_the_others_are_told_who(base_url, office, instance):
	for step_id in ("one", "two"):
		task = only_task("office", instance)
		assert office.act("tasks.decide", task=task, action="Approve")[0] == 200, step_id
		frappe.db.rollback()
	experts = {login: Client(base_url, login) for login in ("expert1", "expert2", "expert3")}
	tasks = {login: only_task(login, instance) for login in experts}
	calls = [
		lambda login=login, client=client: client.act("tasks.decide", task=tasks[login], action="Approve")
		for login, client in experts.items()
	]
	answers = together(calls)
	assert sorted(status for status, _answer in answers) == [200, 409, 409]
	assert all("already" in str(answer) for status, answer in answers if status == 409)
	assert decisions(instance) == ["one", "two", "three"]


def test_a_start_pressed_twice_starts_once(office, flow):
	press = lambda: office.act("runs.start", process=flow, values={}, key="start-once")  # noqa: E731
	answers = together([press] * AT_ONCE)
	assert {status for status, _answer in answers} == {200}
	assert len({answer["instance"] for _status, answer in answers}) == 1


def test_a_key_of_another_act_is_refused(office, instance):
	first = only_task("office", instance)
	assert office.act("tasks.decide", task=first, action="Approve", key=instance)[0] == 200
	frappe.db.rollback()
	status, answer = office.act(
		"tasks.decide", task=only_task("office", instance), action="Approve", key=instance
	)
	assert status == 417 and "another act" in str(answer)
	assert decisions(instance) == ["one"]


@pytest.mark.parametrize("method", ["tasks.mine", "runs.start", "tasks.decide", "runs.progress"])
def test_a_guest_gets_nothing(base_url, method, flow):
	status, _answer = Client(base_url, None).act(
		method, task="x", action="Approve", process=flow, instance="x"
	)
	assert status == 403
