"""The limit of a whole run: set at the start, warned of and reminded of by the clock, and what "late" means then."""

from datetime import timedelta

import frappe
import pytest

from liuwan_process.engine import acts, clock
from liuwan_process.engine import sweep as clockwork
from liuwan_process.engine.start import start
from tests.factories import document, ensure_demo, only_task, publish_process, signed_in, step

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def limited(code: str, **limit) -> str:
	"""A run of ten hours with a warning two hours before, whose steps have no limit."""
	publish_process(
		document(
			code,
			[
				step("start", "start"),
				step("one", user="office"),
				step("two", user="hr"),
				step("end", "end"),
			],
			["start>one Submit", "one>two", "two>end"],
			limit={"amount": 10, "unit": "hours", "warn_before": 2, **limit},
		)
	)
	with signed_in("sales1"):
		instance = start(code, {})["instance"]
	frappe.db.commit()
	return instance


def at(instance: str, hours: float) -> int:
	return clockwork.sweep(frappe.db.get_value("Process Instance", instance, "started_on") + hours * HOUR)


def acts_of(instance: str) -> list[str]:
	return frappe.get_all("Process Log", {"instance": instance}, pluck="act", order_by="creation, idx")


def finish(instance: str, hours: float):
	started = frappe.db.get_value("Process Instance", instance, "started_on")
	with clock.at(started + hours * HOUR):
		for login in ("office", "hr"):
			with signed_in(login):
				acts.decide(only_task(login, instance), "Approve")
	return frappe.get_doc("Process Instance", instance)


def test_a_run_knows_when_it_is_due():
	run = frappe.get_doc("Process Instance", limited("T-CASE"))
	assert run.due_on - run.started_on == 10 * HOUR
	assert run.due_on - run.warn_on == 2 * HOUR


def test_it_is_warned_of_once_and_reminded_of_as_the_process_says():
	instance = limited("T-CASE-REPEAT", repeat=5)
	for hours in (7.9, 8.1, 8.2, 10.1, 10.2, 15.2):
		at(instance, hours)
	assert acts_of(instance) == ["Start", "Remind", "Remind", "Remind"]


def test_a_late_sweep_warns_of_nothing_that_is_late_already():
	instance = limited("T-CASE")
	at(instance, 30)
	at(instance, 31)
	assert acts_of(instance) == ["Start", "Remind"]
	assert frappe.db.get_value("Process Instance", instance, "reminders") == 1


def test_escalation_tells_the_head_of_the_initiators_unit(monkeypatch):
	instance = limited("T-CASE-UP", then="escalate")
	told = []
	monkeypatch.setattr("liuwan_process.engine.notify.after_commit", lambda run: told.extend(run.told))
	at(instance, 11)
	mine = [(user.split("@")[0], event) for user, event, name in told if name == instance]
	assert ("office", "case_late") in mine and ("branch", "case_late") in mine
	assert acts_of(instance) == ["Start", "Escalate"]


@pytest.mark.parametrize(("hours", "late"), [(9.9, 0), (10, 0), (10.1, 1)])
def test_late_is_what_ended_after_its_time(hours, late):
	run = finish(limited("T-CASE"), hours)
	assert (run.status, run.late, run.warn_on) == ("Completed", late, None)


def test_a_run_that_goes_on_past_its_time_is_not_late_before_it_ends():
	instance = limited("T-CASE")
	at(instance, 11)
	assert frappe.db.get_value("Process Instance", instance, "late") == 0
	with signed_in("sales1"), clock.at(clock.now() + 12 * HOUR):
		acts.withdraw(instance)
	assert frappe.db.get_value("Process Instance", instance, "late") == 1


def test_a_process_without_a_limit_has_no_due_time():
	publish_process(
		document(
			"T-CASE-NONE",
			[step("start", "start"), step("one", user="office"), step("end", "end")],
			["start>one Submit", "one>end"],
		)
	)
	with signed_in("sales1"):
		instance = start("T-CASE-NONE", {})["instance"]
	assert frappe.db.get_value("Process Instance", instance, ["due_on", "warn_on"]) == (None, None)


def test_the_sweep_finds_runs_by_an_index():
	plan = frappe.db.sql(
		"explain select name from `tabProcess Instance` where status='Running' and warn_on <= now()",
		as_dict=True,
	)
	assert "status_warn_on_index" in (plan[0].possible_keys or "")
