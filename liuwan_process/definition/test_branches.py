"""Runs are returned and put within their own branch, never into one that goes on beside it."""

from hypothesis import event, given, settings
from hypothesis import strategies as st

from liuwan_process.definition import branches, flow, paths
from liuwan_process.definition.flow import State
from liuwan_process.definition.model import Definition, Step
from liuwan_process.definition.strategies import sound_definitions
from liuwan_process.definition.test_flow import definition, fork, walk
from liuwan_process.definition.test_moving import finish

STEPS = {"fork": "all", "fork2": "all"}


def nested() -> Definition:
	"""fork ─ a ─ fork2 ─ (x, y) ─ join2 ─ c ┐
	└ b ─────────────────────────────┴ join"""
	names = ("start", "fork", "a", "fork2", "x", "y", "join2", "c", "b", "join", "end")
	kinds = {"start": "start", "end": "end"}
	steps = [
		Step(
			n, n, kinds.get(n, "task"), split=STEPS.get(n, "one"), join="all" if n.startswith("join") else ""
		)
		for n in names
	]
	ways = "start>fork fork>a fork>b a>fork2 fork2>x fork2>y x>join2 y>join2 join2>c c>join b>join join>end"
	return definition(steps, *ways.split())


def behind(d: Definition, state: State, here: str, visits: dict[str, tuple]) -> set[str]:
	token = next(t for t in state.tokens if t.step == here)
	return {s for s, frames in visits.items() if s != here and branches.lies_behind(d, token, s, frames)}


def walked(d: Definition, *steps: str) -> tuple[State, dict[str, tuple]]:
	state, visits = flow.begin(d), {}
	for step in steps:
		visits[step] = next(t for t in state.tokens if t.step == step).frames
		state = walk(d, state, step).state
	return state, visits


def test_nobody_returns_into_the_branch_beside():
	d = fork()
	state, visits = walked(d, "start", "fork", "a")
	assert behind(d, state, "b", visits) == {"start", "fork"}


def test_steps_of_inner_branches_lie_behind_what_comes_after_them():
	d = nested()
	state, visits = walked(d, "start", "fork", "a", "fork2", "x", "y", "join2")
	assert behind(d, state, "c", visits) == {"start", "fork", "a", "fork2", "x", "y", "join2"}
	assert behind(d, state, "b", visits) == {"start", "fork"}


def test_after_the_join_everything_lies_behind():
	d = nested()
	steps = ("start", "fork", "a", "fork2", "x", "y", "join2", "c", "b")
	state, visits = walked(d, *steps)
	assert behind(d, state, "join", visits) == set(steps)


def test_one_is_put_ahead_or_back_in_ones_branch_only():
	d = nested()
	state, _visits = walked(d, "start", "fork", "a")
	token = next(t for t in state.tokens if t.step == "fork2")
	found = {s for s in d.by_id if branches.lies_in_branch(d, token, s, ("fork",))}
	assert found == {"a", "fork2", "x", "y", "join2", "c"}


@settings(max_examples=150, deadline=None)
@given(sound_definitions(outer="_parallel"), st.randoms(use_true_random=False))
def test_however_often_a_run_is_returned_no_branch_is_done_twice_or_never(d, random):
	state, visits = flow.begin(d), {}
	for _move in range(25):
		token = random.choice([t for t in state.tokens if not t.waiting])
		ways = [s for s, f in visits.items() if s != token.step and branches.lies_behind(d, token, s, f)]
		if ways and random.random() < 0.4:
			step = random.choice(ways)
			event("returned inside a split" if token.frames and visits[step] else "returned")
			state = flow.send_back(d, state, token.id, step, visits[step]).state
			continue
		move = flow.leave(d, state, token.id, random.choice(list(paths.choices(d, token.step))))
		if move.ended:
			return
		visits[token.step], state = token.frames, move.state
	finish(d, state)
