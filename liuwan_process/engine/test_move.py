"""Running cases go on in a new version: their places, people, limits and forms, and what cannot move and why."""

import itertools
from datetime import timedelta

import frappe
import pytest

from liuwan_process.engine import acts, history
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.move import move
from liuwan_process.engine.move_check import check
from liuwan_process.engine.run import load_state
from liuwan_process.engine.start import start
from tests.factories import (
	counted_statements,
	document,
	ensure_demo,
	only_task,
	person,
	publish_process,
	signed_in,
	step,
	tasks_of,
)

CODE = "T-MOVE"
FIELDS = [
	{"name": "amount", "label": "Amount", "type": "Int"},
	{"name": "place", "label": "Place"},
]


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()


def version(code: str, steps: list[dict], ways: list[str], fields=FIELDS, begin=None) -> str:
	begin = begin or step("start", "start")
	return publish_process(document(code, [begin, *steps, step("end", "end")], ways, fields))


def chain(code: str, *steps: dict, **more) -> str:
	ids = ["start", *(s["id"] for s in steps), "end"]
	ways = [f"{a}>{b} {'Submit' if a == 'start' else 'Approve'}" for a, b in itertools.pairwise(ids)]
	return version(code, list(steps), ways, **more)


def begun(code: str, **values) -> str:
	with signed_in("miner1"):
		return start(code, values)["instance"]


def approve(login: str, instance: str) -> dict:
	with signed_in(login):
		return acts.decide(only_task(login, instance), "Approve")


def moved(instance: str, new: str, *args, **kwargs) -> dict:
	with signed_in("office"):
		return move(instance, new, *args, comment="New rules", **kwargs)


def said(instance: str, new: str, mapping=None) -> list[str]:
	return [reason.text for row in check([instance], new, mapping) for reason in row.reasons]


def row(instance: str) -> dict:
	return frappe.db.get_value("Process Instance", instance, "*", as_dict=True)


class TestPlaces:
	def test_a_case_stands_in_the_same_step_and_goes_on_by_the_new_version(self):
		old = chain(CODE, step("clerk", user="office"))
		instance = begun(CODE)
		task = only_task("office", instance)
		new = chain(CODE, step("clerk", user="office", title="Clerk checks"), step("chief", user="finance"))
		assert said(instance, new) == []
		answer = moved(instance, new)
		assert answer["status"] == "Running" and answer["next"] == ["Clerk checks"]
		assert old != new == row(instance).process_version
		assert row(instance).current_steps == "Clerk checks"
		assert only_task("office", instance) == task
		form = frappe.db.get_value("Process Instance", instance, ["document_type", "document_name"])
		assert frappe.db.get_value(*form, "workflow_state") == "Clerk checks"
		assert approve("office", instance)["next"] == ["Chief"]
		assert approve("finance", instance)["status"] == "Completed"
		assert frappe.db.get_value(*form, ["workflow_state", "docstatus"]) == ("End", 1)

	def test_a_step_that_is_gone_is_replaced_by_the_one_that_was_named(self):
		chain(CODE, step("clerk", user="office"))
		instance = begun(CODE)
		new = chain(CODE, step("director", user="director"))
		[text] = said(instance, new)
		assert "“Clerk”" in text
		with pytest.raises(EngineError, match="Clerk"):
			moved(instance, new)
		assert said(instance, new, {"clerk": "nowhere"}) == ["The new version has no step nowhere"]
		moved(instance, new, {"clerk": "director"})
		assert tasks_of("office", instance) == []
		assert approve("director", instance)["status"] == "Completed"

	def test_branches_are_joined_by_the_new_version(self):
		branches = [step("a", user="safety"), step("b", user="finance")]
		ways = ["start>a Submit", "start>b Submit", "a>join", "b>join", "join>end"]
		begin = step("start", "start", split="all")
		version(CODE, [*branches, step("join", user="office", join="all")], ways, begin=begin)
		instance = begun(CODE)
		approve("safety", instance)
		more = [*branches, step("c", user="director"), step("join", user="office", join="all")]
		new = version(CODE, more, [*ways, "start>c Submit", "c>join"], begin=begin)
		moved(instance, new)
		assert tasks_of("director", instance) == []
		approve("finance", instance)
		assert approve("office", instance)["status"] == "Completed"

	def test_a_join_for_which_one_branch_is_now_enough_lets_go_at_once(self):
		ways = ["start>a Submit", "start>b Submit", "a>join", "b>join", "join>end"]
		begin = step("start", "start", split="all")
		branches = [step("a", user="safety"), step("b", user="finance")]
		version(CODE, [*branches, step("join", user="office", join="all")], ways, begin=begin)
		instance = begun(CODE)
		approve("safety", instance)
		new = version(CODE, [*branches, step("join", user="office", join="any")], ways, begin=begin)
		assert moved(instance, new)["next"] == ["Join"]
		assert tasks_of("finance", instance) == []
		assert approve("office", instance)["status"] == "Completed"

	def test_branches_that_could_not_be_joined_stay(self):
		ways = ["start>a Submit", "start>b Submit", "a>join", "b>join", "join>end"]
		branches = [step("a", user="safety"), step("b", user="finance")]
		begin = step("start", "start", split="all")
		version(CODE, [*branches, step("join", user="office", join="all")], ways, begin=begin)
		instance = begun(CODE)
		new = chain(CODE, *branches)
		assert said(instance, new) == ["Its branches could never be joined: each of them would lead to “B”"]
		with pytest.raises(EngineError, match="joined"):
			moved(instance, new)
		assert row(instance).process_version != new

	def test_it_can_be_returned_to_what_was_done_before(self):
		chain(CODE, step("clerk", user="office"), step("chief", user="finance"))
		instance = begun(CODE)
		approve("office", instance)
		new = chain(
			CODE, step("clerk", user="office"), step("chief", user="finance"), step("last", user="director")
		)
		moved(instance, new)
		with signed_in("finance"):
			acts.send_back(only_task("finance", instance), "clerk", "Once more")
		for login in ("office", "finance", "director"):
			answer = approve(login, instance)
		assert answer["status"] == "Completed"


class TestPeople:
	def test_who_is_still_named_keeps_the_task_and_others_get_one(self):
		everybody = {"completion": {"rule": "all"}}
		chain(CODE, step("sign", user=("expert1", "expert2"), **everybody))
		instance = begun(CODE)
		kept, lost = only_task("expert1", instance), only_task("expert2", instance)
		new = chain(CODE, step("sign", user=("expert1", "expert3"), **everybody))
		moved(instance, new)
		assert only_task("expert1", instance) == kept
		assert frappe.db.get_value("Process Task", lost, "status") == "Cancelled"
		approve("expert1", instance)
		assert approve("expert3", instance)["status"] == "Completed"

	def test_who_has_decided_is_not_asked_again(self):
		everybody = {"completion": {"rule": "all"}}
		chain(CODE, step("sign", user=("expert1", "expert2"), **everybody))
		instance = begun(CODE)
		approve("expert1", instance)
		new = chain(CODE, step("sign", user=("expert1", "expert2", "expert3"), **everybody))
		moved(instance, new)
		assert tasks_of("expert1", instance) == []
		approve("expert2", instance)
		assert approve("expert3", instance)["status"] == "Completed"

	def test_somebody_to_whom_it_was_transferred_keeps_it_under_the_same_rules(self):
		chain(CODE, step("clerk", user="office"))
		instance = begun(CODE)
		with signed_in("office"):
			acts.transfer(only_task("office", instance), person("hr"))
		new = chain(CODE, step("clerk", user="office"), step("chief", user="finance"))
		moved(instance, new)
		assert only_task("hr", instance)

	def test_a_superior_is_that_of_who_acted_last_and_not_of_the_office(self):
		chain(CODE, step("clerk", user="hr"), step("chief", user="finance"))
		instance = begun(CODE)
		approve("hr", instance)
		superior = frappe.db.get_value(
			"Staff Member",
			frappe.db.get_value("Staff Member", {"user": person("hr")}, "superior"),
			"user",
		)
		rule = [{"rule": "superior_of_last_actor"}]
		new = chain(CODE, step("clerk", user="hr"), step("chief", participants=rule))
		moved(instance, new)
		open_tasks = frappe.get_all(
			"Process Task", {"instance": instance, "status": "Open"}, pluck="assignee"
		)
		assert open_tasks == [superior]

	def test_in_turn_goes_on_with_who_is_left(self):
		in_turn = {"completion": {"rule": "in_turn"}}
		chain(CODE, step("sign", user=("expert1", "expert2"), **in_turn))
		instance = begun(CODE)
		new = chain(CODE, step("sign", user=("expert3", "expert1"), **in_turn))
		moved(instance, new)
		assert tasks_of("expert3", instance) == []
		approve("expert1", instance)
		assert approve("expert3", instance)["status"] == "Completed"

	def test_whose_turn_is_to_come_has_it_now_where_nobody_waits_for_a_turn(self):
		people = ("expert1", "expert2", "expert3")
		chain(CODE, step("sign", user=people, completion={"rule": "in_turn"}))
		instance = begun(CODE)
		moved(instance, chain(CODE, step("sign", user=people, completion={"rule": "all"})))
		assert all(tasks_of(login, instance) for login in people)
		assert [approve(login, instance)["status"] for login in people][-1] == "Completed"


class TestLimits:
	def test_they_count_from_the_moment_at_which_the_task_was_opened(self):
		chain(CODE, step("clerk", user="office", limit={"amount": 10, "unit": "hours"}))
		instance = begun(CODE)
		opened = frappe.utils.now_datetime().replace(microsecond=0) - timedelta(hours=3)
		frappe.db.set_value("Process Task", only_task("office", instance), "opened_on", opened)
		limit = {"amount": 5, "unit": "hours", "warn_before": 1}
		moved(instance, chain(CODE, step("clerk", user="office", limit=limit)))
		task = frappe.db.get_value(
			"Process Task", only_task("office", instance), ["due_on", "warn_on", "opened_on"], as_dict=True
		)
		assert task.due_on == opened + timedelta(hours=5)
		assert task.warn_on == opened + timedelta(hours=4)
		assert task.opened_on == opened

	def test_the_same_limit_leaves_everything_as_it_is(self):
		limit = {"amount": 10, "unit": "hours", "warn_before": 1}
		chain(CODE, step("clerk", user="office", limit=limit))
		instance = begun(CODE)
		task = only_task("office", instance)
		frappe.db.set_value("Process Task", task, "warn_on", "2026-11-30 12:00:00")
		moved(instance, chain(CODE, step("clerk", user="office", limit=limit, title="Clerk checks")))
		assert str(frappe.db.get_value("Process Task", task, "warn_on")) == "2026-11-30 12:00:00"

	def test_the_limit_of_the_whole_case_counts_from_its_start(self):
		chain(CODE, step("clerk", user="office"))
		instance = begun(CODE)
		opened = row(instance).started_on
		steps = [step("start", "start"), step("clerk", user="office"), step("end", "end")]
		limit = {"amount": 3, "unit": "days"}
		new = publish_process(document(CODE, steps, ["start>clerk Submit", "clerk>end"], FIELDS, limit=limit))
		moved(instance, new)
		assert row(instance).due_on == opened + timedelta(days=3)


class TestForm:
	def test_what_was_filled_in_is_not_lost_without_a_word(self):
		chain(CODE, step("clerk", user="office"))
		filled, empty = begun(CODE, place="Pit 2"), begun(CODE)
		new = chain(CODE, step("clerk", user="office"), fields=FIELDS[:1])
		assert said(empty, new) == []
		assert said(filled, new) == ["The new form does not show what was filled in here: Place"]
		with pytest.raises(EngineError, match="Place"):
			moved(filled, new)
		moved(filled, new, accept_losses=True)
		assert row(filled).process_version == new
		document = frappe.db.get_value("Process Instance", filled, ["document_type", "document_name"])
		assert frappe.db.get_value(*document, "place") == "Pit 2"

	def test_what_would_have_been_asked_before_is_missing(self):
		chain(CODE, step("clerk", user="office"))
		empty, filled = begun(CODE), begun(CODE, place="Pit 2")
		fields = [FIELDS[0], {**FIELDS[1], "required": True}]
		new = chain(CODE, step("clerk", user="office"), fields=fields)
		assert said(filled, new) == []
		assert said(empty, new) == [
			"It would have been asked before the step where it stands, and is empty: Place"
		]
		moved(empty, new, accept_losses=True)
		assert approve("office", empty)["status"] == "Completed"


class TestAct:
	@pytest.fixture
	def case(self) -> tuple[str, str]:
		chain(CODE, step("clerk", user="office"))
		instance = begun(CODE)
		return instance, chain(CODE, step("clerk", user="office"), step("chief", user="finance"))

	def test_the_log_says_who_moved_it_whence_where_and_why(self, case):
		instance, new = case
		moved(instance, new)
		log = frappe.get_all("Process Log", {"instance": instance, "act": "Move"}, ["*"])
		assert [(r.actor, r.comment, r.to_steps) for r in log] == [(person("office"), "New rules", "Clerk")]
		assert log[0].action.endswith(f" → {new}")

	def test_only_the_process_office_moves_and_says_why(self, case):
		instance, new = case
		with signed_in("finance"), pytest.raises(NotYours):
			move(instance, new, comment="Because")
		with signed_in("office"), pytest.raises(EngineError, match="why"):
			move(instance, new)

	def test_what_has_ended_or_follows_it_already_stays(self, case):
		instance, new = case
		moved(instance, new)
		assert said(instance, new) == ["It follows this version already"]
		approve("office", instance)
		approve("finance", instance)
		assert said(instance, new)
		assert "version in force" in said(instance, f"{CODE}-v1")[0]

	def test_a_repeated_key_changes_nothing(self, case):
		instance, new = case
		first = moved(instance, new, key="k1")
		assert moved(instance, new, key="k1") == first
		assert frappe.db.count("Process Log", {"instance": instance, "act": "Move"}) == 1

	def test_a_task_that_was_done_before_can_still_be_looked_at(self):
		chain(CODE, step("clerk", user="office"), step("chief", user="finance"))
		instance = begun(CODE)
		task = only_task("office", instance)
		approve("office", instance)
		newest = chain(CODE, step("chief", user="finance"))
		moved(instance, newest)
		assert history.task_page(task)["step"].title == "Clerk"
		assert history.progress(instance)["steps"]["chief"] == "current"

	def test_the_state_of_the_engine_is_that_of_the_tasks(self, case):
		instance, new = case
		moved(instance, new)
		state, _queues = load_state(row(instance).state)
		tasks = frappe.get_all("Process Task", {"instance": instance, "status": "Open"}, ["token", "step"])
		assert [(t.id, t.step) for t in state.tokens] == [(t.token, t.step) for t in tasks]


def test_checking_many_cases_takes_as_many_statements_as_one():
	chain(CODE, step("clerk", user="office"))
	cases = [begun(CODE, place=f"Pit {i}") for i in range(12)]
	new = chain(CODE, step("clerk", user="office"), fields=FIELDS[:1])
	check(cases[:1], new)
	with counted_statements() as one:
		check(cases[:1], new)
	with counted_statements() as many:
		rows = check(cases, new)
	assert len(many) == len(one) <= 6
	assert [len(row.reasons) for row in rows] == [1] * 12
