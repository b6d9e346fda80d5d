"""Whose tasks go to whom while somebody is away."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.engine import acts, handing_over, signers, sweep
from liuwan_process.engine.errors import NotYours
from liuwan_process.engine.people import administrators
from liuwan_process.engine.support_for_tests import (
	acts_of,
	again,
	as_user,
	begin,
	do,
	last_log,
	only_task,
	open_people,
	person,
	step,
	two_steps,
)
from liuwan_process.engine.take_back import take_back
from tests.factories import ensure_demo, signed_in


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


@pytest.fixture(autouse=True)
def no_delegations():
	yield
	frappe.db.rollback()
	frappe.db.delete("Delegation")
	frappe.db.commit()


def delegate(
	login: str, to: str, hours: tuple[float, float] = (-1, 1), processes: tuple[str, ...] = (), **more
):
	now = now_datetime()
	document = frappe.get_doc(
		doctype="Delegation",
		delegator=person(login),
		delegate=person(to),
		from_time=now + timedelta(hours=hours[0]),
		to_time=now + timedelta(hours=hours[1]),
		processes=[{"process_code": code} for code in processes],
		**more,
	)
	with signed_in(login):
		return document.insert()


class TestWhoGetsIt:
	def test_the_stand_in_and_the_log_says_for_whom(self):
		delegate("office", "hr")
		instance = two_steps()
		assert open_people(instance) == ["hr"]
		do("hr", instance, comment="For her")
		row = last_log(instance, "Decide")
		assert (row.actor, row.on_behalf_of) == (person("hr"), person("office"))
		assert acts_of(instance) == ["Start", "Delegate", "Decide"]

	def test_who_is_away_may_still_decide(self):
		delegate("office", "hr")
		instance = two_steps()
		as_user("office", acts.decide, only_task("hr", instance), "Approve")
		assert last_log(instance, "Decide").on_behalf_of is None
		assert open_people(instance) == ["safety"]

	def test_and_may_again_once_the_decision_is_taken_back(self):
		delegate("office", "hr")
		instance = two_steps()
		task = only_task("hr", instance)
		as_user("office", acts.decide, task, "Approve")
		as_user("office", take_back, task)
		assert as_user("office", acts.decide, task, "Approve")["next"] == ["Two"]

	def test_nobody_else_may(self):
		delegate("office", "hr")
		instance = two_steps()
		with pytest.raises(NotYours):
			as_user("finance", acts.decide, only_task("hr", instance), "Approve")

	def test_before_and_after_the_period_nobody_stands_in(self):
		delegate("office", "hr", (-3, -1))
		delegate("office", "finance", (1, 3))
		assert open_people(two_steps()) == ["office"]

	def test_a_chain_is_followed(self):
		delegate("office", "hr")
		delegate("hr", "finance")
		assert open_people(two_steps()) == ["finance"]

	def test_only_for_some_processes(self):
		two_steps("T-DELEGATED")
		delegate("office", "hr", processes=("T-DELEGATED",))
		assert open_people(again("T-DELEGATED")) == ["hr"]
		assert open_people(two_steps()) == ["office"]

	def test_only_for_requests_of_some_units(self):
		delegate("office", "hr", org_unit="Branch Office")
		two_steps()
		assert open_people(again("T-ONE-TWO", "sales1")) == ["hr"]
		assert open_people(again("T-ONE-TWO", "miner1")) == ["office"]

	def test_nobody_approves_an_own_request_for_somebody_else(self):
		delegate("office", "hr")
		two_steps()
		assert open_people(again("T-ONE-TWO", "hr")) == ["office"]

	def test_a_stand_in_without_account_stands_in_for_nobody(self):
		two_steps()
		delegate("office", "hr")
		frappe.db.set_value("User", person("hr"), "enabled", 0)
		assert open_people(again("T-ONE-TWO")) == ["office"]

	def test_in_turn_everybodys_own_stand_in_is_asked(self):
		delegate("finance", "director")
		sign = step("sign", user=("hr", "finance"), completion={"rule": "in_turn"})
		instance = begin("T-TURN-AWAY", [sign], ["start>sign Submit", "sign>end"])
		do("hr", instance)
		assert open_people(instance) == ["director"]


class TestOpenTasks:
	def test_a_late_task_does_not_come_to_whoever_has_asked_for_it(self):
		limit = {"amount": 10, "unit": "hours", "then": "hand_over"}
		one = step("one", user="safety", limit=limit)
		instance = begin("T-LATE-ASKED", [one], ["start>one Submit", "one>end"])
		as_user("safety", signers.add, only_task("safety", instance), [person("expert1")], "Before")
		for login in (user.split("@")[0] for user in administrators()):
			delegate(login, "safety", hours=(-1, 24))
		late = now_datetime() + timedelta(hours=11)
		assert sweep.deal_with(only_task("expert1", instance), late)
		assert open_people(instance) == ["expert1"]

	def test_nor_to_somebody_whose_turn_is_still_to_come(self):
		limit = {"amount": 10, "unit": "hours", "then": "hand_over"}
		one = step("one", user=("expert1", "office"), completion={"rule": "in_turn"}, limit=limit)
		instance = begin("T-LATE-TURN", [one], ["start>one Submit", "one>end"])
		assert sweep.deal_with(only_task("expert1", instance), now_datetime() + timedelta(hours=11))
		assert "office" not in open_people(instance)

	def test_they_follow_when_asked_for(self):
		instance = two_steps()
		made = delegate("office", "hr", open_tasks_too=1)
		handing_over.delegate_open_tasks(made.name)
		assert open_people(instance) == ["hr"]
		assert last_log(instance, "Delegate").on_behalf_of == person("office")


class TestRules:
	@pytest.mark.parametrize(
		("hours", "to", "message"),
		[((-1, 1), "office", "somebody else"), ((1, -1), "hr", "after the beginning")],
	)
	def test_what_makes_no_sense_is_refused_by_field(self, hours, to, message):
		with pytest.raises(frappe.ValidationError, match=message):
			delegate("office", to, hours)

	def test_only_ones_own_tasks_are_given_away(self):
		with signed_in("miner1"), pytest.raises(frappe.PermissionError):
			frappe.get_doc(
				doctype="Delegation",
				delegator=person("office"),
				delegate=person("miner1"),
				from_time=now_datetime(),
				to_time=now_datetime() + timedelta(days=1),
			).insert()

	def test_two_stand_ins_at_once_are_refused_unless_for_different_things(self):
		two_steps("T-DELEGATED")
		delegate("office", "hr", processes=("T-DELEGATED",))
		with pytest.raises(frappe.ValidationError, match="already stands in"):
			delegate("office", "finance")
		delegate("office", "finance", processes=("BO-LEAVE",))
		delegate("office", "director", (2, 3))

	def test_a_circle_is_refused(self):
		delegate("office", "hr")
		delegate("hr", "finance")
		with pytest.raises(frappe.ValidationError, match="come back"):
			delegate("finance", "office")

	def test_a_list_shows_only_ones_own(self):
		delegate("office", "hr")
		for login, seen in (("hr", 1), ("miner1", 0), ("safety", 0), ("office", 1)):
			with signed_in(login):
				assert len(frappe.get_list("Delegation")) == seen, login
