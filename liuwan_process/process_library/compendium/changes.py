"""What has become different between two versions of a process, step by step. Pure.

Steps are the same when their ids are; what the drawing alone shows (an arrow that goes elsewhere) belongs to the step
that it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from liuwan_process.definition.model import Definition, Step

NEW, CHANGED, REMOVED = "New", "Changed", "Removed"
# What of a step has changed: the word for it, by its parts.
PARTS = {
	"Title": ("title",),
	"Kind of Step": ("kind",),
	"Unit": ("lane",),
	"People": ("participants", "nobody"),
	"Countersigning": ("completion",),
	"Limit": ("limit", "deferrable", "make_up"),
	"Fields": ("fields", "rows", "sets"),
	"Ways": ("split", "join"),
	"Automatic Work": ("creation", "call", "subprocess"),
	"Inputs and outputs": ("inputs", "outputs"),
	"Regulation": ("clauses",),
	"Risks and controls": ("risks",),
	"Indicators": ("indicators",),
	"Responsibility": ("responsibilities",),
}
OF_PROCESS = {
	"Title": ("title",),
	"Limit of the whole": ("limit",),
	"Form": ("fields",),
	"Rules of approval": ("same_approver", "initiator_approver", "lead", "urgent_quota", "absence"),
	"Responsibility": ("accountable",),
}
KNOWLEDGE = "Knowledge"


@dataclass(frozen=True)
class Changes:
	"""`steps`: id -> (NEW or CHANGED, words for what has changed); `removed`: steps that are gone; `process`: words."""

	steps: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
	removed: tuple[Step, ...] = ()
	process: tuple[str, ...] = ()

	def __bool__(self) -> bool:
		return bool(self.steps or self.removed or self.process)


def between(before: Definition, after: Definition) -> Changes:
	"""From one version to another of the same process."""
	steps: dict[str, tuple[str, tuple[str, ...]]] = {}
	for step in after.steps:
		old = before.by_id.get(step.id)
		if old is None:
			steps[step.id] = (NEW, ())
		elif words := _of_step(before, after, old, step):
			steps[step.id] = (CHANGED, words)
	removed = tuple(step for step in before.steps if step.id not in after.by_id)
	return Changes(steps, removed, _different(before, after, OF_PROCESS))


def _of_step(before: Definition, after: Definition, old: Step, new: Step) -> tuple[str, ...]:
	words = list(_different(old, new, PARTS))
	if _ways(before, old.id) != _ways(after, new.id) and "Ways" not in words:
		words.append("Ways")
	if old.knowledge != new.knowledge:
		words.append(KNOWLEDGE)
	return tuple(words)


def _different(old: object, new: object, parts: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
	return tuple(
		word
		for word, names in parts.items()
		if any(getattr(old, name) != getattr(new, name) for name in names)
	)


def _ways(definition: Definition, step: str) -> set[tuple]:
	return {(t.target, t.action, t.decision, t.condition) for t in definition.leaving[step]}
