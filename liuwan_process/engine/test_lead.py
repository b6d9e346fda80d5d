"""The lead person: named at the start or later, sees everything, may urge, and decides where a step says so."""

import frappe
import pytest

from liuwan_process.engine import acts, lead, signers
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.start import start
from liuwan_process.engine.take_back import take_back
from liuwan_process.permissions import runs
from tests.factories import document, ensure_demo, only_task, person, publish_process, signed_in, step


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def flow(code: str, policy: str = "optional") -> str:
	publish_process(
		document(
			code,
			[
				step("start", "start"),
				step("check", user="office", lead_decides=True),
				step("sign", user="hr"),
				step("end", "end"),
			],
			["start>check Submit", "check>sign", "sign>end"],
			policies={"lead": policy},
		)
	)
	return code


def begin(code: str, leader: str = "", login: str = "miner1") -> str:
	with signed_in(login):
		return start(code, {}, lead_person=person(leader) if leader else None)["instance"]


def name(login: str, instance: str, leader: str) -> dict:
	with signed_in(login):
		return lead.name_lead(instance, person(leader), "On leave")


def leader_of(instance: str) -> str:
	return frappe.db.get_value("Process Instance", instance, "lead_person").split("@")[0]


def test_a_process_that_asks_for_one_does_not_start_without():
	with pytest.raises(EngineError, match="name the lead person"):
		begin(flow("T-LEAD-MUST", "required"))


def test_a_process_that_names_none_takes_none():
	with pytest.raises(EngineError, match="names no lead person"):
		begin(flow("T-LEAD-NONE", "none"), "sales1")


def test_nor_does_a_run_of_it_later():
	code = flow("T-LEAD-NONE", "none")
	with signed_in("sales1"):
		instance = start(code, {})["instance"]
	with pytest.raises(EngineError, match="names no lead person"):
		name("office", instance, "quality")


def test_nobody_outside_can_lead():
	code = flow("T-LEAD")
	with signed_in("miner1"), pytest.raises(EngineError, match="cannot be the lead"):
		start(code, {}, lead_person="nobody@liuwan.example")


def test_the_lead_person_sees_the_run_and_may_urge():
	instance = begin(flow("T-LEAD"), "sales1")
	assert runs.may_see(instance, person("sales1"))
	assert not runs.may_see(instance, person("quality"))
	with signed_in("sales1"):
		assert acts.urge(instance, "Please")["status"] == "Running"
	with signed_in("quality"), pytest.raises(NotYours):
		acts.urge(instance)


def test_in_a_step_that_says_so_the_lead_person_decides_and_the_log_says_for_whom():
	instance = begin(flow("T-LEAD"), "sales1")
	task = only_task("office", instance)
	with signed_in("sales1"):
		assert acts.decide(task, "Approve")["next"] == ["Sign"]
	row = frappe.get_doc("Process Task", task)
	assert (row.acted_by, row.on_behalf_of) == (person("sales1"), person("office"))
	log = frappe.get_last_doc("Process Log", {"instance": instance, "act": "Decide"})
	assert (log.actor, log.on_behalf_of) == (person("sales1"), person("office"))


def test_in_other_steps_the_lead_person_does_not_decide():
	instance = begin(flow("T-LEAD"), "sales1")
	with signed_in("office"):
		acts.decide(only_task("office", instance), "Approve")
	task = only_task("hr", instance)
	with signed_in("sales1"), pytest.raises(NotYours):
		acts.decide(task, "Approve")


def test_nor_while_an_opinion_is_awaited_there():
	instance = begin(flow("T-LEAD"), "safety")
	task = only_task("office", instance)
	with signed_in("office"):
		signers.add(task, [person("expert1")], "Before")
	with signed_in("safety"), pytest.raises(EngineError, match="waits for the opinion"):
		acts.decide(task, "Approve")


def test_a_decision_of_the_lead_person_taken_back_leaves_the_task_to_whoever_had_it():
	instance = begin(flow("T-LEAD"), "safety")
	task = only_task("office", instance)
	with signed_in("safety"):
		acts.decide(task, "Approve")
		take_back(task)
	assert frappe.db.get_value("Process Task", task, ["assignee", "on_behalf_of"]) == (person("office"), None)


def test_nor_anybody_else_in_place_of_whoever_has_the_task():
	instance = begin(flow("T-LEAD"), "sales1")
	task = only_task("office", instance)
	for login in ("quality", "miner1", "office2"):
		with signed_in(login), pytest.raises(NotYours):
			acts.decide(task, "Approve")


@pytest.mark.parametrize("who", ["team1", "office", "sales1"])
def test_head_office_and_present_lead_name_another(who):
	instance = begin(flow("T-LEAD"), "sales1")
	name(who, instance, "quality")
	assert leader_of(instance) == "quality" and runs.may_see(instance, person("quality"))
	log = frappe.get_last_doc("Process Log", {"instance": instance, "act": "Name Lead Person"})
	assert (log.actor, log.to_user, log.comment) == (person(who), person("quality"), "On leave")


@pytest.mark.parametrize("who", ["miner1", "quality", "miner2"])
def test_nobody_else_does(who):
	instance = begin(flow("T-LEAD"), "sales1")
	with pytest.raises(NotYours):
		name(who, instance, "quality")
	assert leader_of(instance) == "sales1"


def test_the_owner_of_the_process_names_one():
	code = flow("T-LEAD-OWNER")
	owner = frappe.db.get_value("Staff Member", {"user": person("budget")})
	frappe.db.set_value("Process", code, "process_owner", owner)
	frappe.clear_document_cache("Process", code)
	instance = begin(code)
	name("budget", instance, "sales1")
	assert leader_of(instance) == "sales1"


def test_the_same_person_again_is_refused():
	instance = begin(flow("T-LEAD"), "sales1")
	with pytest.raises(EngineError, match="already"):
		name("office", instance, "sales1")


def test_an_ended_run_has_nobody_to_name():
	instance = begin(flow("T-LEAD"), "sales1")
	with signed_in("miner1"):
		acts.withdraw(instance)
	with pytest.raises(EngineError, match="Withdrawn"):
		name("office", instance, "quality")
