"""Versions to which the random cases are moved, and where they must then stand by the rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import count

import frappe

from liuwan_process.definition import moving, paths
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import WORK_KINDS, Definition, Participant, Step, Transition
from liuwan_process.engine.versions import get_definition
from tests.factories import person
from tests.machine.case import Row
from tests.machine.votes import Visit
from tests.machine.world import CODE, World, counts

KINDS = ("same", "one more", "renamed", "one less", "others")
Steps = Mapping[str, str]
_numbers = count(1)


def like(world: World, kind: str, number: int) -> tuple[Definition, Steps]:
	"""A version that is like the case's own, mostly but for where it stands, and which step takes the place of which."""
	base = world.base
	work = [step for step in base.steps if step.kind in WORK_KINDS and step.kind != "start"]
	here = {token.step for token in world.case.standing}
	work = [step for step in work if step.id in here and number % 3] or work
	if kind == "same" or not work:
		return base, {}
	return MADE[kind](base, work[number % len(work)], next(_numbers))


def _one_more(base: Definition, step: Step, number: int) -> tuple[Definition, Steps]:
	"""After a step that somebody does, on all of its ways."""
	new = Step(f"more{number}", "Step 58", "task", lane=step.lane, participants=_safety(), split=step.split)
	mine = [replace(way, source=new.id) for way in base.leaving[step.id] if way.decision == "approve"]
	if len({way.action for way in mine}) > 1:
		return base, {}
	others = [way for way in base.transitions if way.source != step.id or way.decision != "approve"]
	steps = [replace(each, split="one") if each.id == step.id else each for each in base.steps]
	ways = (*others, Transition(step.id, new.id, "Approve"), *mine)
	return replace(base, steps=(*steps, new), transitions=ways), {}


def _renamed(base: Definition, step: Step, number: int) -> tuple[Definition, Steps]:
	name = f"named{number}"

	def called(each: str) -> str:
		return name if each == step.id else each

	steps = tuple(replace(each, id=called(each.id)) for each in base.steps)
	ways = tuple(replace(t, source=called(t.source), target=called(t.target)) for t in base.transitions)
	return replace(base, steps=steps, transitions=ways), {step.id: name}


def _one_less(base: Definition, step: Step, _number: int) -> tuple[Definition, Steps]:
	"""Without a step that has one way out; whoever stands there goes to what comes next."""
	ways = base.leaving[step.id]
	if len(ways) > 1 or step.split != "one" or step.join or base.by_id[ways[0].target].kind == "end":
		return base, {}
	after = ways[0].target
	kept = (t for t in base.transitions if t.source != step.id)
	led = tuple(replace(t, target=after) if t.target == step.id else t for t in kept)
	steps = tuple(each for each in base.steps if each.id != step.id)
	return replace(base, steps=steps, transitions=led), {step.id: after}


def _others(base: Definition, step: Step, _number: int) -> tuple[Definition, Steps]:
	"""Somebody else does a step."""
	changed = replace(step, participants=_safety(), completion=replace(step.completion, rule="any"))
	return replace(base, steps=tuple(changed if each is step else each for each in base.steps)), {}


MADE = {"one more": _one_more, "renamed": _renamed, "one less": _one_less, "others": _others}


def _safety() -> tuple[Participant, ...]:
	return (Participant("users", users=(person("safety"), person("expert3"))),)


def publish(definition: Definition) -> tuple[str, Definition]:
	"""A version in force beside the case's own."""
	row = frappe.copy_doc(frappe.get_cached_doc("Process Version", f"{CODE}-v1"))
	row.update({"name": f"{CODE}-{next(_numbers)}-{frappe.generate_hash(length=6)}", "version": 0})
	row.update({"definition": json.dumps(dump(definition)), "status": "Current"})
	row.db_insert()
	return row.name, get_definition(row.name)


def is_movable(world: World, new: Definition, steps: Steps) -> bool:
	case, facts = world.case, world.facts
	if not case.running or facts.making_up or case.memory.get("held") or case.memory.get("inserted"):
		return False
	if any(steps.get(step, step) not in new.by_id for step in facts.put_off):
		return False
	return not moving.problems(world.definition, new, case.state, steps)


def judge(world: World, new: Definition, steps: Steps, rows: list[Row]) -> None:
	"""Everything stands where it stood, by its new name; what a join let go or nobody has to do has gone on."""
	before = world.before[world.now].case.state
	placed = moving.place(world.base, new, before, steps)
	facts = world.facts
	world.base, facts.put_off = new, tuple(steps.get(step, step) for step in facts.put_off)
	shapes = paths.shapes(new)
	world.frames = {
		step: moving.frames_of_visit(steps.get(step, step), frames, steps, shapes)
		for step, frames in world.frames.items()
		if step in new.by_id
	}
	replay = world.replay(rows)
	state = replay.follow(placed)
	for token in placed.state.tokens:  # those whose people are others now are asked anew, or pass
		if state.token(token.id) and token not in placed.opened and replay.passed[token.step] > 0:
			state = replay.open_again(state, token.id)
	world.visits = {number: _anew(world, number, visit, steps) for number, visit in world.visits.items()}
	world.expect(state, replay)
	assert world.case.run.process_version != world.before[world.now].case.run.process_version
	counts["moved, standing in a step of another name"] += any(t.step in steps for t in before.tokens)


def _anew(world: World, number: int, visit: Visit, steps: Steps) -> Visit:
	"""Who is asked now, beside those who have decided."""
	step = world.base.by_id.get(steps.get(visit.step.id, visit.step.id))
	if step is None:
		return visit
	tasks = [task for task in world.case.of_token(number) if not task.added]
	queue = world.case.memory.get("queues", {}).get(str(number), [])
	asked = Fraction(len(tasks) + len(queue) + len(visit.said))
	if step.completion.rule == "weighted":
		asked = sum((Fraction(task.weight) for task in tasks), Fraction(0))
		asked += sum((weight for _action, _decision, weight in visit.said), Fraction(0))
	return replace(visit, step=step, order=tuple(world.base.actions(step.id)), asked=asked)
