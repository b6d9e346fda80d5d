"""Which steps lie in one branch: a run is never put from one branch into another that runs beside it. Pure.

Branches of one split share its frame, so frames alone do not tell them apart. Put into its neighbour, a branch would
be done twice there, and its own work never.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from liuwan_process.definition import paths
from liuwan_process.definition.flow import State, Token, common
from liuwan_process.definition.model import Definition

Splits = tuple[str, ...]
Visit = Mapping[str, Any]


def lies_behind(definition: Definition, token: Token, step: str, frames: tuple[str, ...]) -> bool:
	"""Whether a run that stands with a token may be returned to a step that it visited with `frames`."""
	kept = common(token.frames, frames)
	return _leads(definition, step, token.step, paths.splits_of(replace(token, frames=kept)))


def lies_in_branch(definition: Definition, token: Token, step: str, kept: Splits) -> bool:
	"""Whether a step lies behind or ahead of a token in the innermost branch of the splits that it keeps."""
	return _leads(definition, step, token.step, kept) or _leads(definition, token.step, step, kept)


def to_return_to(definition: Definition, state: State, token: int, visits: Iterable[Visit]) -> list[Visit]:
	"""Of the visits of a run, mappings with `step` and `frames` (JSON), those to which it may be returned from a token."""
	here = state.token(token)
	return [
		visit
		for visit in visits
		if here
		and visit["step"] != here.step
		and visit["step"] in definition.by_id
		and lies_behind(definition, here, visit["step"], tuple(json.loads(visit["frames"])))
	]


def _leads(definition: Definition, start: str, target: str, splits: Splits) -> bool:
	"""Whether transitions lead from one step to the other without leaving these splits; outside of all of them, always."""
	if not splits or start == target:
		return True
	shapes = paths.shapes(definition)
	inside = {step for step, found in shapes.items() if any(s[: len(splits)] == splits for s in found)}
	seen: set[str] = set()
	todo = [start]
	while todo:
		step = todo.pop()
		if step in inside - seen:
			seen.add(step)
			todo += (way.target for way in definition.leaving[step])
	return target in seen
