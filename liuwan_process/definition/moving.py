"""Where a run of one version stands in another one, and whether it can go on to its end from there. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from liuwan_process.definition import access, flow, paths
from liuwan_process.definition.flow import Move, State, Token
from liuwan_process.definition.model import WORK_KINDS, Definition, FormField, Step
from liuwan_process.definition.problems import Problem, _

Steps = Mapping[str, str]  # old step -> new step; steps that are not named keep their id


def place(old: Definition, new: Definition, state: State, steps: Steps) -> Move:
	"""The same run in the new version. Tokens keep their numbers; `opened` holds those whom a join let go thereby.

	Expects that `problems` found nothing.
	"""
	shared = Counter(frame for token in state.tokens for frame in token.frames)
	tokens = tuple(_placed(new, token, steps, shared) for token in state.tokens)
	before = {token.id for token in state.tokens if token.waiting}
	freed = tuple(token for token in tokens if token.id in before and not token.waiting)
	move = flow.settle(new, State(tokens, state.next))
	return replace(move, opened=(*(t for t in freed if move.state.token(t.id)), *move.opened))


def _placed(new: Definition, token: Token, steps: Steps, shared: Counter[str]) -> Token:
	step = steps.get(token.step, token.step)
	kept = [frame for frame in token.frames if shared[frame] > 1 or _splits(new, renamed(frame, steps))]
	waiting = token.waiting and bool(new.by_id[step].join)
	return Token(token.id, step, tuple(renamed(frame, steps) for frame in kept), waiting)


def renamed(frame: str, steps: Steps) -> str:
	split, _sign, number = frame.rpartition("#")
	return f"{steps.get(split, split)}#{number}"


def frames_of_visit(
	step: str, frames: tuple[str, ...], steps: Steps, shapes: dict[str, set[tuple[str, ...]]]
) -> tuple[str, ...]:
	"""With which frames a run may be returned to a step that it did before it was moved.

	`shapes` are those of the new version (`paths.shapes`). Where the step stands inside other splits now, a return
	cancels every branch: one lone token without frames passes every join.
	"""
	kept = tuple(renamed(frame, steps) for frame in frames)
	plain = tuple(frame.rpartition("#")[0] for frame in kept)
	return kept if plain in shapes.get(step, set()) else ()


def _splits(new: Definition, frame: str) -> bool:
	"""Whether the split that made a frame still splits; the frame of one lone token has no meaning otherwise."""
	step = new.by_id.get(frame.rpartition("#")[0])
	return bool(step and step.split != "one")


def problems(old: Definition, new: Definition, state: State, steps: Steps) -> list[Problem]:
	"""Why a run that stands in `state` cannot go on in the new version; empty: it can reach an end."""
	found = [problem for token in state.tokens for problem in _standing(old, new, token, steps)]
	if found:
		return list(dict.fromkeys(found))
	moved = place(old, new, state, steps).state
	found = list(_doubled(new, moved))
	return found or [_unjoined(problem) for problem in paths.problems(new, moved)[:1]]


def _standing(old: Definition, new: Definition, token: Token, steps: Steps) -> Iterator[Problem]:
	before = old.by_id[token.step]
	after = new.by_id.get(steps.get(token.step, token.step))
	if after is None:
		yield Problem(
			_("“{0}”, where it stands, is not a step of the new version; name the step that takes its place"),
			before.id,
			(before.title,),
		)
	elif not token.waiting and not _alike(before, after):
		yield Problem(
			_("“{0}”, where it stands, becomes “{1}”, which is another kind of step"),
			before.id,
			(before.title, after.title),
		)


def _alike(before: Step, after: Step) -> bool:
	if before.kind in WORK_KINDS:
		return after.kind in WORK_KINDS
	return before.kind == after.kind and before.waits == after.waits


def _doubled(new: Definition, state: State) -> Iterator[Problem]:
	standing = Counter(token.step for token in state.tokens if not token.waiting)
	for step, count in standing.items():
		if count > 1:
			yield Problem(
				_("Two of its branches would stand in “{0}” at once"), step, (new.by_id[step].title,)
			)


def _unjoined(problem: Problem) -> Problem:
	return replace(problem, message=CANNOT_JOIN.get(problem.message, problem.message))


# The message of `paths` about a definition: what it means for a run that would be moved.
CANNOT_JOIN = {
	"The join “{0}” can wait for ever": _("Its branches could never be joined: “{0}” would wait for ever"),
	"“{0}” leads to the end while other branches still run; join them first": _(
		"Its branches could never be joined: “{0}” would end it while others still run"
	),
	"“{0}” can be open twice at once; join the branches before it": _(
		"Its branches could never be joined: each of them would lead to “{0}”"
	),
	"“{0}” splits again before its branches are joined": _(
		"Its branches could never be joined: “{0}” would split once more"
	),
}


# The form


def never_asked(new: Definition, state: State, visited: set[str]) -> list[FormField]:
	"""Fields that the new version requires only in steps which a run standing here has behind it.

	Behind it are the steps that it has done and those without which nobody comes here.
	"""
	here = {token.step for token in state.tokens}
	behind = {step for step in new.by_id if step not in here and _is_behind(new, step, here, visited)}
	ahead = here | _ahead(new, here, behind)
	wanted = _required(new, behind) - _required(new, ahead)
	can_edit = {name for step in here for name in access.editable(new, new.by_id[step])}
	return [field for name, field in new.fields_by_name.items() if name in wanted - can_edit]


def _is_behind(new: Definition, step: str, here: set[str], visited: set[str]) -> bool:
	if step in visited or step == new.start.id:
		return True
	others = here - {new.start.id}
	return any(place not in new.reach_avoiding(new.start.id, step) for place in others)


def _ahead(new: Definition, here: set[str], behind: set[str]) -> set[str]:
	"""Steps that are reached from here without going back."""
	found: set[str] = set()
	todo = list(here)
	while todo:
		for transition in new.leaving[todo.pop()]:
			if transition.target not in found | behind:
				found.add(transition.target)
				todo.append(transition.target)
	return found


def _required(new: Definition, steps: set[str]) -> set[str]:
	work = [new.by_id[step] for step in steps if new.by_id[step].kind in WORK_KINDS]
	return set().union(*(access.required(new, step) for step in work))


def removed(old: Definition, new: Definition) -> list[FormField]:
	"""Fields with values that the new version does not have."""
	return [f for name, f in old.fields_by_name.items() if f.holds_value and name not in new.fields_by_name]
