"""Random sound definitions, run by the real engine on the real database to their end."""

import json
from dataclasses import replace

import frappe
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import Definition, Participant
from liuwan_process.definition.strategies import sound_definitions
from liuwan_process.engine import acts
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
	middle = [step(f"s{i}", user="office", title=f"Step {i}") for i in range(1, MOST_STEPS)]
	steps = [
		step("s0", "start", title="Step 0"),
		*middle,
		step(f"s{MOST_STEPS}", "end", title=f"Step {MOST_STEPS}"),
	]
	return publish_process(document(CODE, steps, [f"s{i}>s{i + 1}" for i in range(MOST_STEPS)], fields))


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
	with signed_in("office"):
		answer = start(CODE, {"amount": amount})
		for count in range(MOST_ACTS):
			if answer["status"] != "Running":
				break
			answer = decide_something(answer["instance"], random, approving=count > MOST_ACTS // 2)
			check_consistency(answer["instance"])
	assert answer["status"] == "Completed"
	frappe.db.rollback(save_point="generated")


def decide_something(instance: str, random, approving: bool) -> dict:
	tasks = frappe.get_all("Process Task", {"instance": instance, "status": "Open"}, ["name", "step"])
	run = frappe.get_doc("Process Instance", instance)
	task = random.choice(sorted(tasks, key=lambda t: t.step))
	actions = acts.offered(get_definition(run.process_version), task.step)
	drawn = [a for a in actions if a != acts.REFUSE]
	action = next(a for a in drawn if actions[a] == "approve") if approving else random.choice(drawn)
	return acts.decide(task.name, action, comment="Because")


def check_consistency(instance: str) -> None:
	"""Each open token has its task, and no task is without a token."""
	run = frappe.get_doc("Process Instance", instance)
	state, _queues = load_state(run.state)
	tasks = frappe.get_all("Process Task", {"instance": instance, "status": "Open"}, pluck="token")
	assert sorted(set(tasks)) == sorted(token.id for token in state.tokens if not token.waiting)
