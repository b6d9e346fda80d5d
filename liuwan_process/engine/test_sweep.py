"""What the clock does with tasks that are due, however late or often it looks."""

import time
from datetime import timedelta

import frappe
import pytest

from liuwan_process.engine import notify, reminding
from liuwan_process.engine import sweep as clockwork
from liuwan_process.engine.start import start
from liuwan_process.telling import outbox
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

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def limited(code: str, **limit) -> str:
	"""A run whose approval by the first miner has ten hours, with a warning two hours before."""
	publish_process(
		document(
			code,
			[
				step("start", "start"),
				step(
					"check", user="miner1", limit={"amount": 10, "unit": "hours", "warn_before": 2, **limit}
				),
				step("after", user="office"),
				step("end", "end"),
			],
			["start>check Submit", "check>after", "after>end"],
		)
	)
	with signed_in("sales1"):
		instance = start(code, {})["instance"]
	frappe.db.commit()
	return instance


def at(instance: str, hours: float):
	"""Let the clock look so many hours after the task was opened."""
	opened = frappe.db.get_value("Process Task", {"instance": instance, "step": "check"}, "opened_on")
	return clockwork.sweep(opened + hours * HOUR)


def acts(instance: str) -> list[str]:
	return frappe.get_all("Process Log", {"instance": instance}, pluck="act", order_by="creation, idx")


def test_a_warning_comes_once():
	instance = limited("T-WARN")
	at(instance, 7.9)
	assert acts(instance) == ["Start"]
	at(instance, 8.1)
	at(instance, 8.2)
	assert acts(instance) == ["Start", "Remind"]


def test_a_reminder_of_what_is_late_is_repeated_as_the_step_says():
	instance = limited("T-REPEAT", repeat=5)
	for hours in (8.1, 10.1, 10.2, 15.2):
		at(instance, hours)
	assert acts(instance) == ["Start", "Remind", "Remind", "Remind"]


def test_a_sweep_that_comes_late_does_not_warn_of_what_is_already_late():
	instance = limited("T-LATE")
	at(instance, 30)
	at(instance, 31)
	assert acts(instance) == ["Start", "Remind"]


def test_a_clock_set_back_does_nothing_again():
	instance = limited("T-BACK")
	at(instance, 10.5)
	at(instance, 8.5)
	assert acts(instance) == ["Start", "Remind"]


def test_escalation_shows_the_run_to_the_superior():
	instance = limited("T-ESCALATE", then="escalate")
	at(instance, 11)
	seen = frappe.get_all("Process Instance Participant", {"instance": instance}, pluck="user")
	assert person("team1") in seen


def test_what_is_late_passes_where_the_step_says_so():
	instance = limited("T-PASS", then="pass")
	at(instance, 11)
	assert tasks_of("miner1", instance) == []
	assert tasks_of("office", instance)
	assert acts(instance)[-1] == "Pass"


def test_or_goes_back_to_the_initiator():
	instance = limited("T-RETURN", then="return")
	at(instance, 11)
	assert only_task("sales1", instance)
	assert frappe.db.get_value("Process Instance", instance, "returns") == 1


def test_or_is_handed_to_a_role():
	instance = limited("T-HAND", then="hand_over", role="Safety Information Clerk")
	at(instance, 11)
	assert tasks_of("information", instance)
	assert tasks_of("miner1", instance) == []


def test_one_task_that_fails_does_not_stop_the_others(monkeypatch):
	broken, fine = limited("T-BROKEN", then="pass"), limited("T-FINE")
	monkeypatch.setitem(clockwork.MOVES, "pass", lambda *args: 1 / 0)
	at(broken, 11)
	at(fine, 12)
	assert acts(fine) == ["Start", "Remind"]
	assert only_task("miner1", broken)


def more_of(code: str, count: int) -> list[str]:
	"""Further runs of a process that `limited` has published."""
	with signed_in("sales1"):
		found = [start(code, {})["instance"] for _number in range(count)]
	frappe.db.commit()
	return found


def test_many_reminders_share_their_statements():
	runs = [limited("T-MANY"), *more_of("T-MANY", 30)]
	at(runs[0], 7)  # what other tests have left
	frappe.get_cached_doc("User", clockwork.SYSTEM)  # the log has the name; the cache may have forgotten it
	with counted_statements() as few:
		at(runs[0], 7)
	with counted_statements() as many:
		at(runs[-1], 8.1)
	assert all(acts(run) == ["Start", "Remind"] for run in runs)
	assert len(many) - len(few) < 15
	at(runs[-1], 8.2)
	assert all(acts(run) == ["Start", "Remind"] for run in runs)


def test_one_job_tells_of_many_reminders(monkeypatch):
	runs = [limited("T-ONE-JOB"), *more_of("T-ONE-JOB", 3)]
	jobs = []
	monkeypatch.setattr(notify, "start_job", lambda job, **arguments: jobs.append((job, arguments)))
	at(runs[-1], 8.1)
	told = {log for job, arguments in jobs for log in arguments.get("logs", [])}
	logs = frappe.get_all("Process Log", {"instance": ("in", runs), "act": "Remind"}, pluck="name")
	assert set(logs) <= told and len(logs) == len(runs)
	outbox.deliver_many(logs)
	messages = frappe.get_all(
		"Process Message", {"instance": ("in", runs), "event": "near"}, pluck="instance"
	)
	assert set(messages) == set(runs)


def test_a_broken_run_among_many_does_not_stop_their_reminders():
	runs = [limited("T-AMONG"), *more_of("T-AMONG", 3)]
	state = frappe.db.get_value("Process Instance", runs[1], "state")
	put_state(runs[1], "[]")
	errors = frappe.db.count("Error Log")
	at(runs[-1], 8.1)
	assert [acts(run)[1:] for run in runs] == [["Remind"], [], ["Remind"], ["Remind"]]
	assert frappe.db.count("Error Log") > errors
	put_state(runs[1], state)
	at(runs[-1], 8.2)
	assert acts(runs[1]) == ["Start", "Remind"]


def put_state(instance: str, state: str):
	frappe.db.set_value("Process Instance", instance, "state", state, update_modified=False)
	frappe.db.commit()


def test_reminders_do_not_wait_for_a_run_that_somebody_works_on():
	runs = [limited("T-BUSY"), *more_of("T-BUSY", 2)]
	tasks = {only_task("miner1", run): run for run in runs}
	ready = frappe.utils.now_datetime() + 9 * HOUR
	frappe.db.commit()
	other = frappe.db.create_connection()
	try:
		other.cursor().execute("select name from `tabProcess Instance` where name = %s for update", runs[1])
		begun = time.monotonic()
		assert {tasks[name] for name in reminding.together(tasks, ready)} == {runs[0], runs[2]}
		assert time.monotonic() - begun < 20  # who waits for a lock waits for fifty seconds
	finally:
		other.rollback()  # closing alone leaves the lock until the server has noticed
		other.close()
	assert reminding.together(tasks, ready) == {only_task("miner1", runs[1])}
