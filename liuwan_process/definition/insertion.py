"""Steps put into one run alone: its definition with more boxes than its version has. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from liuwan_process.definition.model import Completion, Definition, Participant, Step, Transition

PREFIX = "inserted_"
APPROVE = "Approve"


def insert(definition: Definition, rows: Iterable[dict[str, Any]]) -> Definition:
	"""`definition` with a step before another for each row {id, title, kind, before, users}, in order.

	The new step takes over everything that led to `before`, its join included, and leads to it alone.
	"""
	for row in rows:
		definition = _insert_one(definition, row)
	return definition


def _insert_one(definition: Definition, row: dict[str, Any]) -> Definition:
	target = definition.by_id[row["before"]]
	new = Step(
		id=row["id"],
		title=row["title"],
		kind=row["kind"],
		lane=target.lane,
		participants=(Participant("users", users=tuple(row["users"])),),
		completion=Completion("all"),
		join=target.join,
	)
	steps: list[Step] = []
	for step in definition.steps:
		steps += (new, replace(step, join="")) if step.id == target.id else (step,)
	redirected = (replace(t, target=new.id) if t.target == target.id else t for t in definition.transitions)
	transitions = (*redirected, Transition(new.id, target.id, APPROVE))
	return replace(definition, steps=tuple(steps), transitions=transitions)


def shown_as(definition: Definition, step: str) -> str:
	"""The step of the version whose state a form shows while its run stands in `step`."""
	following = step
	while following.startswith(PREFIX):
		following = definition.leaving[following][0].target
	if definition.by_id[following].kind != "end":
		return following
	while step.startswith(PREFIX):
		step = next(t.source for t in definition.transitions if t.target == step)
	return step


def next_id(definition: Definition) -> str:
	return f"{PREFIX}{sum(step.id.startswith(PREFIX) for step in definition.steps) + 1}"
