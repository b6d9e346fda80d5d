"""What differs between two definitions of one process: its steps, its form, its policies. Pure.

Steps and fields are the same when their ids are. Every field of the model is compared: one that no part below names
is a part of its own, so that nothing differs in silence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition, FormField, Step, Transition

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"

# Part of a step, as people speak of it: the fields of the model that say it. "ways" and "form" look further.
PARTS = {
	"title": ("title",),
	"kind": ("kind",),
	"lane": ("lane",),
	"people": ("participants", "nobody", "completion", "lead_decides"),
	"limit": ("limit",),
	"form": ("fields", "rows"),
	"responsibility": ("responsibilities",),
	"knowledge": ("knowledge", "inputs", "outputs", "clauses", "risks", "indicators"),
	"routing": ("split", "join"),
	"outcome": ("status",),
	"urgency": ("deferrable", "make_up"),
	"work": ("sets", "creation", "call", "subprocess"),
}
WAYS, FORM = "ways", "form"
IDENTITY = {"id"}
# Of a definition, compared elsewhere or different by nature.
ELSEWHERE = {"process", "version", "fields", "steps", "transitions", "raw"}


@dataclass(frozen=True, slots=True)
class Difference:
	"""One step or field. `before` None: it is new; `after` None: it is gone. `parts`: in what it differs.

	`moved`: it stands at another place among those that both have.
	"""

	before: Any
	after: Any
	parts: tuple[str, ...] = ()
	moved: bool = False

	@property
	def kind(self) -> str:
		if self.before is None:
			return ADDED
		if self.after is None:
			return REMOVED
		return CHANGED if self.parts else MOVED

	@property
	def thing(self) -> Any:
		"""As it is now, else as it was."""
		return self.before if self.after is None else self.after


@dataclass(frozen=True)
class Comparison:
	"""`steps` and `fields` in the order of the new definition, those that are gone where they stood before."""

	before: Definition
	after: Definition
	steps: tuple[Difference, ...]
	fields: tuple[Difference, ...]
	policies: tuple[str, ...]

	def __bool__(self) -> bool:
		return bool(self.steps or self.fields or self.policies)

	@cached_property
	def of_step(self) -> dict[str, Difference]:
		return {each.thing.id: each for each in self.steps}

	@property
	def kinds(self) -> dict[str, str]:
		"""Step -> added, removed, changed or moved, of those that differ."""
		return {step: each.kind for step, each in self.of_step.items()}

	@cached_property
	def ways(self) -> tuple[dict[int, str], dict[int, str]]:
		"""What became of the arrows: by their index in the old definition and in the new one."""
		return _arrows(self.before.transitions, self.after.transitions)

	@cached_property
	def concerned(self) -> tuple[frozenset[str], frozenset[str]]:
		"""Steps of the new definition that are new, changed, or ask for a changed field; steps of the old one that are gone."""
		now = {each.after.id for each in self.steps if each.after and (each.parts or each.before is None)}
		gone = {each.before.id for each in self.steps if each.after is None}
		changed = {_path(each.thing) for each in self.fields if each.kind == CHANGED}
		asking = {step.id for step in self.after.steps if changed & _asked(self.after, step)}
		return frozenset(now | asking), frozenset(gone)


def compare(before: Definition, after: Definition) -> Comparison:
	"""What became of `before` in `after`. Falsy: nothing but the number of the version may differ."""
	steps = _differences(before.by_id, after.by_id, lambda old, new: _step_parts(before, old, after, new))
	old_fields, new_fields = ({(f.table, f.name): f for f in d.fields} for d in (before, after))
	form = _differences(old_fields, new_fields, lambda old, new: _unequal(old, new, ()))
	return Comparison(before, after, steps, form, _unequal(before, after, ELSEWHERE))


def nothing(definition: Definition) -> Definition:
	"""The same process without steps, form and ways: to compare a first version with."""
	return Definition(definition.process, definition.title, 0, definition.doctype, (), (), ())


def _differences(old: Mapping, new: Mapping, parts) -> tuple[Difference, ...]:
	moved = _moved([key for key in old if key in new], [key for key in new if key in old])
	found = []
	for key in _interwoven(list(old), list(new)):
		before, after = old.get(key), new.get(key)
		differing = parts(before, after) if before and after else ()
		if before is None or after is None or differing or key in moved:
			found.append(Difference(before, after, differing, key in moved))
	return tuple(found)


def _interwoven(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Hashable]:
	"""The new ones in order; each of those that are gone behind what it stood behind."""
	known = set(new)
	gone: dict[Hashable, list[Hashable]] = defaultdict(list)
	last: Hashable = None
	for key in old:
		if key in known:
			last = key
		else:
			gone[last].append(key)
	yield from gone[None]
	for key in new:
		yield key
		yield from gone[key]


def _moved(old: Sequence[Hashable], new: Sequence[Hashable]) -> set[Hashable]:
	"""The fewest that have to be moved to come from one order to the other."""
	place = {key: n for n, key in enumerate(old)}
	tails: list[int] = []
	behind: dict[int, int | None] = {}
	for key in new:
		here = place[key]
		at = bisect_left(tails, here)
		behind[here] = tails[at - 1] if at else None
		tails[at : at + 1] = [here]
	stays, here = set(), tails[-1] if tails else None
	while here is not None:
		stays.add(here)
		here = behind[here]
	return {key for key in old if place[key] not in stays}


def _step_parts(before: Definition, old: Step, after: Definition, new: Step) -> tuple[str, ...]:
	unequal = set(_unequal(old, new, IDENTITY))
	found = [part for part, names in PARTS.items() if unequal & set(names)]
	found += sorted(unequal - {name for names in PARTS.values() for name in names})
	if FORM not in found and _form(before, old) != _form(after, new):
		found.append(FORM)
	if before.leaving[old.id] != after.leaving[new.id]:
		found.append(WAYS)
	return tuple(found)


def _unequal(old: Any, new: Any, without: Iterable[str]) -> tuple[str, ...]:
	"""Names of the dataclass fields in which two values differ."""
	names = (f.name for f in fields(old) if f.name not in without)
	return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _form(definition: Definition, step: Step) -> tuple[set[str], set[str]]:
	"""What a step asks for; a start step without rules of its own asks for the whole form."""
	return access.editable(definition, step), access.required(definition, step)


def _asked(definition: Definition, step: Step) -> set[str]:
	"""Fields, and columns of tables as `table.column`, that a step edits."""
	whole = access.editable(definition, step)
	return whole | {_path(f) for f in definition.fields if f.table in whole}


def _path(field: FormField) -> str:
	return f"{field.table}.{field.name}" if field.table else field.name


def _arrows(old: Sequence[Transition], new: Sequence[Transition]) -> tuple[dict[int, str], dict[int, str]]:
	"""Arrows between the same steps by the same action are the same; of several, the first is the first."""
	was, now = _by_ends(old), _by_ends(new)
	gone, come = dict[int, str](), dict[int, str]()
	for ends in {**was, **now}:
		before, after = was.get(ends, []), now.get(ends, [])
		for a, b in zip(before, after, strict=False):
			if old[a] != new[b]:
				gone[a] = come[b] = CHANGED
		gone |= dict.fromkeys(before[len(after) :], REMOVED)
		come |= dict.fromkeys(after[len(before) :], ADDED)
	return gone, come


def _by_ends(ways: Sequence[Transition]) -> dict[tuple[str, str, str], list[int]]:
	found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
	for index, way in enumerate(ways):
		found[way.source, way.target, way.action].append(index)
	return found
