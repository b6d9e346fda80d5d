"""Soundness of what a step is tied to, as far as the definition alone tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from liuwan_process.definition.knowledge import NAMED_PARTIES
from liuwan_process.definition.model import Step
from liuwan_process.definition.problems import Problem, _

KNOWLEDGE, RESPONSIBILITIES = "step_knowledge", "responsibilities"


def check(step: Step) -> Iterator[Problem]:
	yield from _twice(step)
	yield from _parties(step)
	if sum(row.letter == "A" for row in step.responsibilities) > 1:
		message = _("“{0}”: more than one party is accountable; one alone should be")
		yield Problem(message, step.id, (step.title,), level="warning", table=RESPONSIBILITIES)


def _twice(step: Step) -> Iterator[Problem]:
	"""The same thing named twice: a slip of the pen, which would be counted twice."""
	clauses = [f"{row.regulation} {row.clause}".strip() for row in step.clauses]
	indicators = [row.title for row in step.indicators]
	for names in (step.inputs, step.outputs, clauses, step.risks, indicators):
		for name in _repeated(names):
			yield Problem(_("“{0}”: {1} is named twice"), step.id, (step.title, name), table=KNOWLEDGE)


def _parties(step: Step) -> Iterator[Problem]:
	for row in step.responsibilities:
		if row.party in NAMED_PARTIES and not row.name:
			message = _("“{0}”: it is not said who has the letter {1}")
			yield Problem(message, step.id, (step.title, row.letter), table=RESPONSIBILITIES)
	for row in _repeated(step.responsibilities):
		message = _("“{0}”: one party has the letter {1} twice")
		yield Problem(message, step.id, (step.title, row.letter), table=RESPONSIBILITIES)


def _repeated(things: Iterable) -> list:
	return [thing for thing, count in Counter(things).items() if count > 1]
