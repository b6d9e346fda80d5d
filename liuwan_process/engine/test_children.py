"""Sub-processes: started, waited for, ended, in circles, deep, in branches, and many of them at once."""

import frappe
import pytest

from liuwan_process.compiler import retire
from liuwan_process.engine import acts, children, notify, repair
from liuwan_process.engine.children_for_tests import (
	FIELDS,
	acts_of,
	begin,
	child_of,
	child_process,
	decide,
	form_of,
	parent_process,
	part,
	state_of,
)
from tests.at_once import in_site, together
from tests.factories import (
	document,
	ensure_demo,
	only_task,
	person,
	publish_process,
	signed_in,
	step,
	tasks_of,
)


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def test_a_step_starts_a_run_of_another_process_and_waits():
	child_process()
	instance = begin(parent_process("T-PARENT"))
	child = child_of(instance)
	assert (child.parent_step, child.initiator, child.status) == ("part", person("sales1"), "Running")
	form = form_of(child.name)
	assert (form.amount, [row.item for row in form.items]) == (5, ["Pump"])
	assert state_of(instance) == ("Running", "Part")
	assert acts_of(instance) == ["Start", "Sub-process"]


def test_its_end_brings_values_back_and_the_run_goes_on():
	child_process()
	instance = begin(parent_process("T-PARENT"))
	child = child_of(instance).name
	decide("miner1", child, values={"note": "Fine"})
	assert tasks_of("office", instance) == []
	assert children.pick_up() >= 1
	form = form_of(instance)
	assert (form.amount, form.note) == (50, "Fine")
	assert only_task("office", instance)
	row = frappe.get_last_doc("Process Log", {"instance": instance, "act": "Sub-process Ended"})
	assert (row.action, row.reference_name) == ("Completed", child)
	assert children.go_on(child) is False


def test_the_job_after_the_act_and_the_pick_up_go_on_once():
	child_process()
	instance = begin(parent_process("T-PARENT"))
	child = child_of(instance).name
	decide("miner1", child)
	assert children.go_on(child) is True
	assert children.go_on(child) is False
	assert acts_of(instance).count("Sub-process Ended") == 1


def test_a_worker_is_asked_to_go_on_above_after_the_end_below(monkeypatch):
	child_process()
	instance = begin(parent_process("T-PARENT"))
	asked = []
	monkeypatch.setattr(notify, "start_job", lambda job, **arguments: asked.append((job, arguments)))
	decide("miner1", child_of(instance).name)
	[(job, arguments)] = [each for each in asked if "child" in each[1]]
	assert frappe.get_attr(job)(**arguments) is True
	assert only_task("office", instance)


@pytest.mark.parametrize(
	("act", "outcome"),
	[
		(lambda child: decide("miner1", child, acts.REFUSE, comment="No"), "Refused"),
		(lambda child: as_user("sales1", lambda: acts.withdraw(child)), "Withdrawn"),
		(lambda child: as_user("office", lambda: acts.terminate(child, "Stop")), "Terminated"),
	],
)
def test_each_outcome_takes_its_way(act, outcome):
	child_process()
	steps = [
		part(outcomes={outcome.lower(): "Other"}),
		step("check", user="office"),
		step("other", user="expert1"),
	]
	ways = ["start>part Submit", "part>check", "part>other !Other", "check>end", "other>end"]
	instance = begin(parent_process(f"T-OUT-{outcome.upper()}", steps, ways))
	act(child_of(instance).name)
	children.pick_up()
	assert only_task("expert1", instance)


def as_user(login: str, act) -> None:
	with signed_in(login):
		act()
	frappe.db.commit()


def test_an_outcome_without_a_way_goes_to_the_office_which_may_start_it_again():
	child_process()
	instance = begin(parent_process("T-PARENT"))
	first = child_of(instance).name
	decide("miner1", first, acts.REFUSE, comment="No")
	children.pick_up()
	decide("office", instance, repair.AGAIN)
	second = child_of(instance).name
	assert second != first
	decide("miner1", second)
	children.pick_up()
	assert state_of(instance) == ("Running", "Check")


def test_fire_and_forget_goes_on_at_once_and_by_the_last_actor():
	child_process()
	steps = [
		step("ask", user="expert1"),
		part(wait=False, take=[], starter="last_actor"),
		step("check", user="office"),
	]
	instance = begin(
		parent_process("T-FORGET", steps, ["start>ask Submit", "ask>part", "part>check", "check>end"])
	)
	decide("expert1", instance)
	child = child_of(instance)
	assert only_task("office", instance)
	assert (child.initiator, child.parent_waits) == (person("expert1"), 0)
	with signed_in("sales1"):
		acts.withdraw(instance)
	assert state_of(child.name)[0] == "Running"


def test_the_initiator_above_sees_the_run_below():
	child_process()
	steps = [step("ask", user="expert1"), part(starter="last_actor")]
	instance = begin(parent_process("T-SEES-BELOW", steps, ["start>ask Submit", "ask>part", "part>end"]))
	decide("expert1", instance)
	users = frappe.get_all(
		"Process Instance Participant", {"instance": child_of(instance).name}, pluck="user"
	)
	assert {person("expert1"), person("sales1"), person("miner1")} <= set(users)


@pytest.mark.parametrize("how", ["withdraw", "terminate"])
def test_the_end_above_ends_what_waits_below_and_says_so(how):
	child_process()
	grand = parent_process("T-MIDDLE")
	instance = begin(parent_process("T-TOP", [part(process=grand)], ["start>part Submit", "part>end"]))
	middle = child_of(instance).name
	lowest = child_of(middle).name
	if how == "withdraw":
		as_user("sales1", lambda: acts.withdraw(instance))
	else:
		as_user("office", lambda: acts.terminate(instance, "Stop"))
	assert (state_of(middle)[0], state_of(lowest)[0]) == ("Terminated", "Terminated")
	assert "Ended Above" in acts_of(lowest) and "Sub-process Ended" in acts_of(instance)
	assert children.pick_up() == 0


def test_a_return_past_the_step_ends_the_run_below_and_a_new_one_is_started():
	child_process()
	fork = [
		step("fork", user="expert1", split="all"),
		part(),
		step("beside", user="expert2"),
		step("join", user="office", join="all"),
	]
	ways = ["start>fork Submit", "fork>part", "fork>beside", "part>join", "beside>join", "join>end"]
	instance = begin(parent_process("T-BACK", fork, ways))
	decide("expert1", instance)
	first = child_of(instance).name
	as_user("expert2", lambda: acts.send_back(only_task("expert2", instance), "fork", "Once more"))
	assert state_of(first)[0] == "Terminated"
	decide("expert1", instance)
	second = child_of(instance).name
	assert second != first
	decide("expert2", instance)
	decide("miner1", second)
	children.pick_up()
	assert only_task("office", instance)


def test_a_join_of_any_ends_the_run_below():
	child_process()
	fork = [
		step("fork", user="expert1", split="all"),
		part(),
		step("beside", user="expert2"),
		step("join", user="office", join="any"),
	]
	ways = ["start>fork Submit", "fork>part", "fork>beside", "part>join", "beside>join", "join>end"]
	instance = begin(parent_process("T-ANY", fork, ways))
	decide("expert1", instance)
	decide("expert2", instance)
	assert state_of(child_of(instance).name)[0] == "Terminated"
	assert only_task("office", instance)


def test_as_first_and_last_step_with_a_child_that_ends_at_once():
	publish_process(
		document("T-QUICK", [step("start", "start"), step("end", "end")], ["start>end Submit"], FIELDS)
	)
	instance = begin(
		parent_process("T-FIRST-LAST", [part(process="T-QUICK")], ["start>part Submit", "part>end"])
	)
	assert state_of(instance)[0] == "Completed"
	assert form_of(instance).amount == 50


def test_what_is_retired_meanwhile_goes_to_the_office():
	child_process("T-RETIRED")
	code = parent_process("T-PARENT-OF-RETIRED", process="T-RETIRED")
	retire.retire("T-RETIRED")
	instance = begin(code)
	comment = frappe.db.get_value(
		"Process Log", {"instance": instance, "act": "Sub-process Failed"}, "comment"
	)
	assert "is not published" in comment
	assert frappe.get_all("Process Instance", {"parent_instance": instance}) == []
	decide("office", instance, repair.WITHOUT)
	assert state_of(instance) == ("Running", "Check")


def test_who_may_not_start_it_leaves_it_to_the_office_and_nothing_of_it_is_written():
	child_process("T-OTHERS", participants=[{"rule": "users", "users": [person("miner1")]}])
	instance = begin(parent_process("T-NOT-MINE", process="T-OTHERS"))
	assert only_task("office", instance)
	assert "may not start" in frappe.db.get_value(
		"Process Log", {"instance": instance, "act": "Sub-process Failed"}, "comment"
	)
	assert frappe.local.message_log == []


def test_runs_lie_only_so_deep(monkeypatch):
	child_process()
	middle = parent_process("T-MIDDLE")
	top = parent_process("T-TOP", [part(process=middle)], ["start>part Submit", "part>end"])
	monkeypatch.setattr(children, "DEEPEST", 1)
	below = child_of(begin(top)).name
	assert only_task("office", below)
	assert "not deeper" in frappe.db.get_value(
		"Process Log", {"instance": below, "act": "Sub-process Failed"}, "comment"
	)


def test_a_result_that_cannot_be_taken_goes_to_the_office_and_is_taken_again(monkeypatch):
	child_process()
	instance = begin(parent_process("T-PARENT"))
	child = child_of(instance).name
	decide("miner1", child)
	with monkeypatch.context() as broken:
		broken.setattr(children, "_take", lambda *args: 1 / 0)
		children.pick_up()
	assert "Sub-process Failed" in acts_of(instance)
	decide("office", instance, repair.AGAIN)
	assert child_of(instance).name == child
	assert form_of(instance).amount == 50
	assert state_of(instance) == ("Running", "Check")


def test_children_that_end_at_once_in_parallel_each_go_on_once():
	"""Every branch waits for a run of its own; all end together, in workers and pick-ups of their own."""
	child_process()
	count = 6
	branches = [part(f"part{i}", title=f"Part {i}", take=[]) for i in range(count)]
	steps = [
		step("fork", user="expert1", split="all"),
		*[b | {"title": f"Part {i}"} for i, b in enumerate(branches)],
		step("join", user="office", join="all"),
	]
	ways = ["start>fork Submit", "join>end"]
	ways += [f"fork>part{i}" for i in range(count)] + [f"part{i}>join" for i in range(count)]
	instance = begin(parent_process("T-MANY", steps, ways))
	decide("expert1", instance)
	below = frappe.get_all("Process Instance", {"parent_instance": instance}, pluck="name")
	assert len(below) == count
	tasks = [only_task("miner1", child) for child in below]
	errors = together(
		[
			*[in_site(lambda t=t, c=c: _approve_and_go_on(t, c)) for t, c in zip(tasks, below, strict=True)],
			in_site(children.pick_up),
		]
	)
	assert errors == []
	frappe.db.rollback()
	children.pick_up()
	assert [task for task in tasks_of("office", instance)] and state_of(instance) == ("Running", "Join")
	assert acts_of(instance).count("Sub-process Ended") == count


def test_an_end_below_and_one_above_at_the_same_time_do_not_block_each_other():
	child_process()
	code = parent_process("T-PARENT")
	for _round in range(5):
		instance = begin(code)
		child = child_of(instance).name
		task = only_task("miner1", child)
		withdraw = in_site(lambda i=instance: _as("sales1", lambda: acts.withdraw(i)))
		approve = in_site(lambda t=task: _as("miner1", lambda: acts.decide(t, "Approve")))
		errors = [
			e for e in together([withdraw, approve]) if "already" not in str(e) and "Terminated" not in str(e)
		]
		assert errors == []
		frappe.db.rollback()
		children.pick_up()
		assert state_of(instance)[0] == "Withdrawn"
		assert state_of(child)[0] in ("Terminated", "Completed")
		assert frappe.db.get_value("Process Instance", child, "parent_waits") == 0


def _as(login: str, act) -> None:
	from liuwan_process.engine.transaction import repeated

	frappe.set_user(person(login))
	repeated(act)


def _approve_and_go_on(task: str, child: str) -> None:
	_as("miner1", lambda: acts.decide(task, "Approve"))
	children.go_on(child)
