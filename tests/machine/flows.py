"""Random flows with people, rules of decision, policies and limits: `sound_definitions` dressed up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from liuwan_process.definition.model import ROUTING_KINDS, Completion, Definition, Limit, Participant, Step
from liuwan_process.definition.strategies import sound_definitions

POOL = ("office", "safety", "expert1", "expert2", "expert3", "miner1")
OFFICE = ("office", "office2")
NOBODY = (Participant("lead_person"),)  # no case of these tests has one

completions = st.one_of(
	st.sampled_from(("any", "all", "in_turn")).map(Completion),
	st.builds(Completion, st.just("at_least"), st.integers(1, 3), st.sampled_from(("decides", "counts"))),
	st.builds(
		Completion,
		st.sampled_from(("percent", "weighted")),
		st.sampled_from((20, 50, 67, 100)),
		st.sampled_from(("decides", "counts")),
	),
	st.just(Completion("all", 1, "counts")),
)
limits = st.one_of(
	st.none(),
	st.builds(
		Limit,
		amount=st.sampled_from((1, 4, 30)),
		unit=st.sampled_from(("minutes", "hours", "working_hours", "working_days")),
		warn_before=st.sampled_from((0, 0.5)),
		then=st.sampled_from(("remind", "escalate", "pass", "return", "hand_over")),
		repeat=st.sampled_from((0, 2)),
	),
)


@st.composite
def peopled_definitions(draw: st.DrawFn, email) -> Definition:
	"""A sound definition whose steps are done by people of POOL; `email` makes a user of a sign-in name."""
	definition = draw(sound_definitions(depth=2))
	steps = tuple(_dressed(draw, _for_people(step), email) for step in definition.steps)
	policy = st.sampled_from(("ask", "ask", "pass"))
	return replace(definition, steps=steps, same_approver=draw(policy), initiator_approver=draw(policy))


def _for_people(step: Step) -> Step:
	"""Machines have tests of their own; here people do their work."""
	return Step(step.id, step.title, "task", lane=step.lane) if step.kind in ROUTING_KINDS else step


def _dressed(draw: st.DrawFn, step: Step, email) -> Step:
	if step.kind in ("start", "end"):
		return step
	completion = draw(completions)
	logins = draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique=True))
	if completion.rule == "weighted":
		people = [Participant("users", users=(email(u),), weight=draw(st.integers(1, 3))) for u in logins]
	else:
		people = [Participant("users", users=tuple(map(email, logins)))]
	found = NOBODY if draw(st.integers(0, 19)) == 0 else tuple(people)
	nobody = draw(st.sampled_from(("administrator", "skip")))
	return replace(step, participants=found, nobody=nobody, completion=completion, limit=draw(limits))
