"""Random sound definitions, run by the real engine on the real database to their end."""

import json
from dataclasses import replace
from unittest import mock

import frappe
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import Definition, Participant
from liuwan_process.definition.strategies import CHILD, sound_definitions
from liuwan_process.engine import acts, calls, children, outgoing
from liuwan_process.engine.history import task_page
from liuwan_process.engine.run import load_state
from liuwan_process.engine.start import start
from liuwan_process.engine.versions import get_definition
from tests.factories import document, ensure_demo, publish_process, signed_in, step

CODE = "T-GENERATED"
MOST_ACTS = 120
MOST_STEPS = 60  # the form's Workflow needs a state for every title that the strategy makes


@pytest.fixture(scope="module")
def version(site) -> str:
	ensure_demo()
	fields = [{"name": "amount", "label": "Amount", "type": "Int"}, {"name": "reason", "label": "Reason"}]
	publish_child(fields)
	middle = [step(f"s{i}", user="office", title=f"Step {i}") for i in range(1, MOST_STEPS)]
	steps = [
		step("s0", "start", title="Step 0"),
		*middle,
		step(f"s{MOST_STEPS}", "end", title=f"Step {MOST_STEPS}"),
	]
	return publish_process(document(CODE, steps, [f"s{i}>s{i + 1}" for i in range(MOST_STEPS)], fields))


def publish_child(fields: list[dict]) -> None:
	"""The sub-process of the generated definitions: it ends at once where the amount is small."""
	steps = [step("start", "start"), step("decide", user="office"), step("end", "end")]
	ways = ["start>decide Submit if amount > 3", "start>end Submit", "decide>end"]
	publish_process(document(CHILD, steps, ways, fields))


def install(definition: Definition) -> str:
	"""A version of the published process with another flow; the form stays."""
	current = frappe.get_doc("Process Version", frappe.db.get_value("Process", CODE, "current_version"))
	rules = (Participant("initiator"),)
	steps = tuple(replace(s, participants=rules if s.participants else ()) for s in definition.steps)
	definition = replace(definition, process=CODE, doctype=current.document_type, steps=steps)
	name = f"{CODE}-{frappe.generate_hash(length=8)}"
	row = frappe.copy_doc(current)
	row.update({"name": name, "definition": json.dumps(dump(definition)), "version": 0})
	row.db_insert()
	frappe.db.set_value("Process", CODE, "current_version", name)
	return name


@settings(
	max_examples=30,
	deadline=None,
	suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sound_definitions(depth=2), st.randoms(use_true_random=False), st.integers(0, 12))
def test_the_engine_runs_every_sound_definition_to_its_end(version, definition, random, amount):
	frappe.db.savepoint("generated")
	install(definition)
	with signed_in("office"), in_one_transaction():
		answer = start(CODE, {"amount": amount})
		for count in range(MOST_ACTS):
			if answer["status"] != "Running":
				break
			something(answer["instance"], random, approving=count > MOST_ACTS // 2)
			check_consistency(answer["instance"])
			answer["status"] = frappe.db.get_value("Process Instance", answer["instance"], "status")
	assert answer["status"] == "Completed"
	frappe.db.rollback(save_point="generated")


def in_one_transaction():
	"""What waits for no person commits for itself; here all of it can be undone at the end."""
	return mock.patch.object(frappe.db, "commit", lambda: None)


def something(instance: str, random, approving: bool) -> None:
	"""One of the things that can happen next: a decision or a return here or below, the end of a run below, an answer."""
	below = frappe.get_all(
		"Process Instance",
		{"parent_instance": instance, "parent_waits": 1},
		["name", "status"],
		order_by="parent_token",
	)
	running = [row.name for row in below if row.status == "Running"]
	mine = {"assignee": frappe.session.user, "status": "Open"}  # trouble goes to others of the office, too
	filters = {"instance": ("in", [instance, *running]), **mine}
	tasks = frappe.get_all("Process Task", filters, ["name", "step", "instance"], order_by="instance, step")
	possible = [lambda task=task: decide(task, random, approving) for task in sort(tasks, instance)]
	possible += [lambda row=row: children.go_on(row.name) for row in below if row.status != "Running"]
	waiting = frappe.get_all(
		"Process Call", {"instance": instance, "status": "Waiting"}, pluck="name", order_by="token"
	)
	possible += [lambda name=name: answer_call(name) for name in waiting]
	random.choice(possible)()


def sort(tasks: list, instance: str) -> list:
	"""In an order that does not hang on random names."""
	return sorted(tasks, key=lambda task: (task.instance != instance, task.step))


def decide(task, random, approving: bool) -> None:
	run = frappe.get_doc("Process Instance", task.instance)
	earlier = [visit["step"] for visit in task_page(task.name)["earlier"]]
	if earlier and not approving and random.random() < 0.2:
		acts.send_back(task.name, random.choice(sorted(earlier)), "Once more")
		return
	actions = acts.offered(get_definition(run.process_version), task.step)
	drawn = [a for a in actions if a != acts.REFUSE]
	action = next(a for a in drawn if actions[a] == "approve") if approving else random.choice(drawn)
	acts.decide(task.name, action, comment="Because")


def answer_call(name: str) -> None:
	answered = outgoing.Outcome(answer={"answer": "answered"})
	with mock.patch.object(outgoing, "post", return_value=answered):
		assert calls.make(name)


def check_consistency(instance: str) -> None:
	"""Each open token has its task, its call or a run below that it waits for; and none of these is without a token."""
	run = frappe.get_doc("Process Instance", instance)
	state, _queues = load_state(run.state)
	waiting = frappe.get_all("Process Task", {"instance": instance, "status": "Open"}, pluck="token")
	waiting += frappe.get_all("Process Call", {"instance": instance, "status": "Waiting"}, pluck="token")
	below = {"parent_instance": instance, "parent_waits": 1}
	waiting += frappe.get_all("Process Instance", below, pluck="parent_token")
	assert sorted(set(waiting)) == sorted(token.id for token in state.tokens if not token.waiting)
