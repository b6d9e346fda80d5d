"""Tokens: splits, joins and returns, by example and by random walks over sound definitions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from liuwan_process.definition import flow, paths
from liuwan_process.definition.flow import NoWayOn, State, Token
from liuwan_process.definition.model import Definition, Step, Transition
from liuwan_process.definition.strategies import sound_definitions


def definition(steps: list[Step], *arrows: str) -> Definition:
	"""Arrows are written "a>b", with "!" before the action of a refusal: "a>b!Refuse"."""
	transitions = []
	for arrow in arrows:
		ends, _, refusal = arrow.partition("!")
		source, target = ends.split(">")
		transitions.append(
			Transition(source, target, refusal or "Approve", "refuse" if refusal else "approve")
		)
	return Definition("P", "P", 1, "P", (), tuple(steps), tuple(transitions))


def fork(split: str = "all", join: str = "all") -> Definition:
	steps = [
		Step("start", "Start", "start"),
		Step("fork", "Fork", "task", split=split),
		Step("a", "A", "task"),
		Step("b", "B", "task"),
		Step("join", "Join", "task", join=join),
		Step("end", "End", "end"),
	]
	return definition(steps, "start>fork", "fork>a", "fork>b", "a>join", "b>join", "join>end")


def where(state: State) -> list[str]:
	return sorted(f"{t.step}{'?' if t.waiting else ''}" for t in state.tokens)


def walk(d: Definition, state: State, *steps: str) -> flow.Move:
	"""Leave each of the steps in turn by its first action."""
	move = flow.Move(state)
	for step in steps:
		token = next(t for t in move.state.tokens if t.step == step)
		action = next(iter(d.actions(step)))
		move = flow.leave(d, move.state, token.id, flow.choose(d, step, action, lambda _c: True))
	return move


def test_a_join_of_all_waits_for_every_branch():
	d = fork()
	move = walk(d, flow.begin(d), "start", "fork", "a")
	assert where(move.state) == ["b", "join?"]
	move = walk(d, move.state, "b")
	assert where(move.state) == ["join"] and [t.step for t in move.opened] == ["join"]
	assert walk(d, move.state, "join").ended == "Completed"


def test_a_join_of_any_goes_on_at_the_first_and_cancels_the_rest():
	d = fork(join="any")
	move = walk(d, flow.begin(d), "start", "fork", "a")
	assert where(move.state) == ["join"]
	assert [t.step for t in move.cancelled] == ["b"]


def test_a_join_lets_a_single_activated_branch_pass():
	d = fork("some")
	state = walk(d, flow.begin(d), "start").state
	move = flow.leave(d, state, state.tokens[0].id, ["a"])
	assert where(walk(d, move.state, "a").state) == ["join"]


def test_a_refused_end_stops_every_branch():
	d = fork()
	d = Definition(
		"P",
		"P",
		1,
		"P",
		(),
		(*d.steps, Step("no", "No", "end", status="Refused")),
		(*d.transitions, Transition("a", "no", "Refuse", "refuse")),
	)
	state = walk(d, flow.begin(d), "start", "fork").state
	token = next(t for t in state.tokens if t.step == "a")
	move = flow.leave(d, state, token.id, ["no"])
	assert move.ended == "Refused" and not move.state.tokens
	assert [t.step for t in move.cancelled] == ["b"]


def test_return_before_a_split_cancels_the_other_branches():
	d = fork()
	state = walk(d, flow.begin(d), "start", "fork").state
	token = next(t for t in state.tokens if t.step == "a")
	move = flow.send_back(d, state, token.id, "start", ())
	assert where(move.state) == ["start"]
	assert [t.step for t in move.cancelled] == ["b"]


def test_return_within_a_branch_leaves_the_others_alone():
	steps = [*fork().steps, Step("a2", "A2", "task")]
	arrows = ("start>fork", "fork>a", "fork>b", "a>a2", "a2>join", "b>join", "join>end")
	d = definition(steps, *arrows)
	state = walk(d, flow.begin(d), "start", "fork", "a").state
	token = next(t for t in state.tokens if t.step == "a2")
	move = flow.send_back(d, state, token.id, "a", token.frames)
	assert where(move.state) == ["a", "b"]
	assert where(walk(d, move.state, "a", "a2", "b").state) == ["join"]


def test_no_condition_true_is_said():
	d = definition([Step("start", "S", "start"), Step("end", "E", "end")])
	d = Definition(
		"P", "P", 1, "P", (), d.steps, (Transition("start", "end", "Submit", condition="amount > 1"),)
	)
	try:
		flow.choose(d, "start", "Submit", lambda _c: False)
	except NoWayOn:
		return
	raise AssertionError("NoWayOn was not raised")


@settings(max_examples=300, deadline=None)
@given(sound_definitions(), st.randoms(use_true_random=False))
def test_every_sound_definition_runs_to_its_end(d, random):
	state, ended = flow.begin(d), ""
	for _ in range(400):
		open_tokens = [t for t in state.tokens if not t.waiting]
		assert open_tokens, f"stuck in {where(state)}"
		assert len({t.step for t in open_tokens}) == len(open_tokens)
		token = random.choice(open_tokens)
		move = flow.leave(d, state, token.id, random.choice(list(paths.choices(d, token.step))))
		assert not {t.id for t in move.cancelled} & {t.id for t in move.state.tokens}
		assert all(t in move.state.tokens for t in move.opened)
		state, ended = move.state, move.ended
		if ended:
			break
	else:
		ended = _finish(d, state)
	assert ended == "Completed"


def _finish(d: Definition, state: State) -> str:
	"""Random walks may circle; from wherever they are, approving must lead to the end."""
	for _ in range(400):
		token = next(t for t in state.tokens if not t.waiting)
		approve = next(a for a, decision in d.actions(token.step).items() if decision == "approve")
		move = flow.leave(d, state, token.id, flow.choose(d, token.step, approve, lambda _c: True))
		state = move.state
		if move.ended:
			return move.ended
	return ""


def test_tokens_compare_by_value():
	assert Token(1, "a") == Token(1, "a", (), False)
