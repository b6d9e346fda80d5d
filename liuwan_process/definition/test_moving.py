"""A run that was moved to another version can always go on to an end: random versions, walks, mappings and returns."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from liuwan_process.definition import branches, flow, moving, paths
from liuwan_process.definition.flow import State
from liuwan_process.definition.model import WORK_KINDS, Definition, FormField, Step, Transition
from liuwan_process.definition.strategies import sound_definitions
from liuwan_process.definition.test_flow import definition, fork, walk, where

randoms = st.randoms(use_true_random=False)


def wander(d: Definition, random, most: int, state: State | None = None) -> tuple[State, dict[str, tuple]]:
	"""A walk of at most so many moves that stops before the end: (state, frames of the last visit of each step)."""
	state, visits = state or flow.begin(d), {}
	for _move in range(random.randint(0, most)):
		token = random.choice([t for t in state.tokens if not t.waiting])
		move = flow.leave(d, state, token.id, random.choice(list(paths.choices(d, token.step))))
		if move.ended:
			break
		visits[token.step] = token.frames
		state = move.state
	return state, visits


def finish(d: Definition, state: State) -> str:
	"""How a run ends in which everybody approves; no open token is left waiting for ever."""
	for _move in range(600):
		open_tokens = [t for t in state.tokens if not t.waiting]
		assert open_tokens, f"stuck in {where(state)}"
		assert len({t.step for t in open_tokens}) == len(open_tokens), f"twice in {where(state)}"
		token = open_tokens[0]
		approve = next(a for a, decision in d.actions(token.step).items() if decision == "approve")
		move = flow.leave(d, state, token.id, flow.choose(d, token.step, approve, lambda _c: True))
		if move.ended:
			return move.ended
		state = move.state
	raise AssertionError("it goes round in a circle")


def with_step(d: Definition, number: int, title: str = "Extra") -> Definition:
	"""The same with one more step in one of its arrows."""
	ways = list(d.transitions)
	way = ways[number % len(ways)]
	ways[number % len(ways)] = replace(way, target="extra")
	ways.append(Transition("extra", way.target, "Approve"))
	steps = (*d.steps, Step("extra", title, "task", participants=d.steps[1].participants))
	return replace(d, steps=steps, transitions=tuple(ways))


def with_other_splits(d: Definition, random) -> Definition:
	"""The same with other words at some splits and joins: sound or not."""
	steps = tuple(
		replace(
			s,
			split=random.choice(("one", "some", "all")) if s.split != "one" else s.split,
			join=random.choice(("any", "all")) if s.join else "",
		)
		for s in d.steps
	)
	return replace(d, steps=steps)


def random_steps(old: Definition, new: Definition, random) -> dict[str, str]:
	work = [step.id for step in new.steps if step.kind in WORK_KINDS]
	return {step.id: random.choice(work) for step in old.steps if random.random() < 0.3}


@settings(max_examples=100, deadline=None)
@given(sound_definitions(), sound_definitions(), randoms)
def test_a_run_that_may_move_to_any_other_version_reaches_an_end(old, new, random):
	state, visits = wander(old, random, 25)
	steps = random_steps(old, new, random)
	if moving.problems(old, new, state, steps):
		event("refused")
		return
	event("moved in parallel" if len(state.tokens) > 1 else "moved")
	moved = moving.place(old, new, state, steps).state
	assert {t.id for t in moved.tokens} <= {t.id for t in state.tokens}
	moved, _visits = wander(new, random, 15, moved)
	finish(new, returned(new, moved, visits, steps, random))


@settings(max_examples=100, deadline=None)
@given(sound_definitions(outer="_parallel"), randoms)
def test_a_run_in_branches_may_move_where_its_splits_and_joins_stay_sound(old, random):
	new = with_other_splits(old, random)
	if paths.problems(new):
		event("no version")
		return
	state, visits = wander(old, random, 25)
	if moving.problems(old, new, state, {}):
		event("refused")
		return
	event("moved")
	moved = moving.place(old, new, state, {}).state
	finish(new, returned(new, moved, visits, {}, random))


def returned(new: Definition, state: State, visits: dict[str, tuple], steps, random) -> State:
	"""The run after a return to a step that it did before it was moved, if there is one."""
	token = random.choice([t for t in state.tokens if not t.waiting])
	known = [step for step in visits if step in new.by_id and new.by_id[step].kind in WORK_KINDS]
	ways = {s: moving.frames_of_visit(s, visits[s], steps, paths.shapes(new)) for s in known}
	behind = [(s, f) for s, f in ways.items() if branches.lies_behind(new, token, s, f)]
	if not behind:
		return state
	step, frames = random.choice(behind)
	return flow.send_back(new, state, token.id, step, frames).state


@settings(max_examples=60, deadline=None)
@given(sound_definitions(depth=2), randoms, st.integers(0, 1_000))
def test_every_run_may_move_to_its_own_version_and_to_one_with_one_step_more(old, random, number):
	state, _visits = wander(old, random, 25)
	assert moving.problems(old, old, state, {}) == []
	assert where(moving.place(old, old, state, {}).state) == where(state)
	longer = with_step(old, number)
	assume(not paths.problems(longer))  # one step more may be one too many to be tried
	assert moving.problems(old, longer, state, {}) == []
	finish(longer, moving.place(old, longer, state, {}).state)


class TestReasons:
	def said(self, old: Definition, new: Definition, state: State, steps=None) -> list[str]:
		return [problem.text() for problem in moving.problems(old, new, state, steps or {})]

	def straight(self, *steps: Step) -> Definition:
		every = [Step("start", "Start", "start"), *steps, Step("end", "End", "end")]
		return definition(every, *(f"{a.id}>{b.id}" for a, b in itertools.pairwise(every)))

	def test_a_step_that_is_gone_needs_another_in_its_place(self):
		old, new = self.straight(Step("a", "A", "task")), self.straight(Step("b", "B", "task"))
		state = walk(old, flow.begin(old), "start").state
		[text] = self.said(old, new, state)
		assert text.startswith("“A”, where it stands, is not a step of the new version")
		assert self.said(old, new, state, {"a": "b"}) == []
		assert where(moving.place(old, new, state, {"a": "b"}).state) == ["b"]

	def test_a_step_may_not_become_one_in_which_nobody_acts(self):
		old, new = self.straight(Step("a", "A", "task")), self.straight(Step("a", "A", "notice"))
		state = walk(old, flow.begin(old), "start").state
		[text] = self.said(old, new, state)
		assert text == "“A”, where it stands, becomes “A”, which is another kind of step"

	def test_two_branches_do_not_stand_in_one_step(self):
		old, new = fork(), self.straight(Step("a", "A", "task"))
		state = walk(old, flow.begin(old), "start", "fork").state
		assert self.said(old, new, state, {"b": "a"}) == ["Two of its branches would stand in “A” at once"]

	def test_branches_that_follow_each_other_now_could_not_be_joined(self):
		old = fork()
		new = self.straight(
			Step("fork", "Fork", "task"),
			Step("a", "A", "task"),
			Step("b", "B", "task"),
			Step("join", "J", "task"),
		)
		state = walk(old, flow.begin(old), "start", "fork").state
		[text] = self.said(old, new, state)
		assert text == "Its branches could never be joined: each of them would lead to “B”"

	def test_a_run_waiting_at_a_join_that_has_become_a_plain_step_goes_on(self):
		old = fork()
		new = definition(
			[Step("start", "Start", "start"), Step("join", "Join", "task"), Step("end", "End", "end")],
			"start>join",
			"join>end",
		)
		state = walk(old, flow.begin(old), "start", "fork", "a").state
		lone = State(tuple(t for t in state.tokens if t.waiting), state.next)
		move = moving.place(old, new, lone, {})
		assert [t.step for t in move.opened] == ["join"] and not move.opened[0].frames

	def test_a_join_that_waits_for_any_now_lets_go(self):
		old, new = fork(), fork(join="any")
		state = walk(old, flow.begin(old), "start", "fork", "a").state
		move = moving.place(old, new, state, {})
		assert where(move.state) == ["join"] and [t.step for t in move.cancelled] == ["b"]


class TestForm:
	FIELDS = (
		FormField("amount", "Amount", required=True),
		FormField("plan", "Plan"),
		FormField("head", "H", "HTML"),
	)

	def version(self, **fields: dict[str, str]) -> Definition:
		names = ("start", "a", "b", "end")
		kinds = {"start": "start", "end": "end"}
		steps = [Step(n, n.upper(), kinds.get(n, "task"), fields=fields.get(n, {})) for n in names]
		return replace(definition(steps, "start>a", "a>b", "b>end"), fields=self.FIELDS)

	@pytest.mark.parametrize(
		("asked", "missing"),
		[
			({"a": {"plan": "require"}}, ["plan"]),
			({"a": {"plan": "require"}, "b": {"plan": "edit"}}, []),
			({"b": {"plan": "require"}}, []),
			({"start": {"plan": "require"}}, ["plan"]),
		],
	)
	def test_what_is_asked_only_in_steps_behind_it_is_missing(self, asked, missing):
		new = self.version(**{"start": {"amount": "edit"}, **asked})
		state = walk(new, flow.begin(new), "start", "a").state
		found = [f.name for f in moving.never_asked(new, state, set())]
		assert [name for name in found if name != "amount"] == missing

	def test_only_fields_that_hold_a_value_are_removed(self):
		old = self.version()
		new = replace(old, fields=self.FIELDS[:1])
		assert [f.name for f in moving.removed(old, new)] == ["plan"]
