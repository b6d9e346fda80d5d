"""Random flows with people, rules of decision, policies and limits: `sound_definitions` dressed up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from liuwan_process.definition.model import (
	LEADS,
	ROUTING_KINDS,
	Completion,
	Definition,
	Limit,
	Participant,
	Step,
)
from liuwan_process.definition.strategies import sound_definitions
from liuwan_process.definition.work import Assignment

POOL = ("office", "safety", "expert1", "expert2", "expert3", "miner1")
OFFICE = ("office", "office2")
NOBODY = (Participant("lead_person"),)  # somebody only where a lead person is named
NO_PROCESS = "T-NOBODY-KNOWS"  # a sub-process that cannot be started

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
make_ups = st.sampled_from((None, Limit(1, "working_days", 0.5), Limit(2, "hours", 0, "escalate", 1)))


@st.composite
def peopled_definitions(draw: st.DrawFn, email) -> Definition:
	"""A sound definition whose steps are done by people of POOL; `email` makes a user of a sign-in name."""
	definition = draw(sound_definitions(depth=2))
	steps = tuple(_dressed(draw, _by_machine(draw, step), email) for step in definition.steps)
	policy = st.sampled_from(("ask", "ask", "pass"))
	return replace(
		definition,
		steps=steps,
		same_approver=draw(policy),
		initiator_approver=draw(policy),
		lead=draw(st.sampled_from(LEADS)),
		urgent_quota=draw(st.sampled_from((0, 1, 1))),
	)


def _by_machine(draw: st.DrawFn, step: Step) -> Step:
	"""Some of the steps that nobody does are done by people; some sub-processes cannot be started."""
	if step.kind not in ROUTING_KINDS:
		return step
	chosen = draw(st.sampled_from(("people", "people", "kept", "kept", "open", "unknown")))
	if chosen == "people":
		return Step(step.id, step.title, "task", lane=step.lane)
	if not step.subprocess or chosen == "kept":
		return step
	if chosen == "unknown":
		return replace(step, subprocess=replace(step.subprocess, process=NO_PROCESS))
	return replace(step, subprocess=replace(step.subprocess, give=(Assignment("amount", "amount + 2"),)))


def _dressed(draw: st.DrawFn, step: Step, email) -> Step:
	if step.kind in ("start", "end", *ROUTING_KINDS):
		return step
	completion = draw(completions)
	logins = draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique=True))
	if completion.rule == "weighted":
		people = [Participant("users", users=(email(u),), weight=draw(st.integers(1, 3))) for u in logins]
	else:
		people = [Participant("users", users=tuple(map(email, logins)))]
	found = NOBODY if draw(st.integers(0, 19)) == 0 else tuple(people)
	nobody = draw(st.sampled_from(("administrator", "skip")))
	step = replace(step, participants=found, nobody=nobody, completion=completion, limit=draw(limits))
	if step.kind == "notice":
		return step
	more = {"lead_decides": draw(st.booleans()), "deferrable": draw(st.integers(0, 2)) == 0}
	return replace(step, **more, make_up=draw(make_ups) if more["deferrable"] else None)
