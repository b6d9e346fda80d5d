"""The quiz about what changed: questions as they are written down, and what an attempt is worth. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

RIGHT = "*"


@dataclass(frozen=True, slots=True)
class Question:
	"""`right`: numbers of the choices that are right, from 0. Several: all of them have to be chosen, and no other."""

	name: str
	text: str
	choices: tuple[str, ...]
	right: frozenset[int]

	@property
	def several(self) -> bool:
		return len(self.right) > 1


def read(name: str, text: str, choices: str) -> Question:
	"""`choices`: one a line, an asterisk before each that is right."""
	lines = [line.strip() for line in choices.splitlines() if line.strip()]
	right = frozenset(n for n, line in enumerate(lines) if line.startswith(RIGHT))
	return Question(name, text.strip(), tuple(line.removeprefix(RIGHT).strip() for line in lines), right)


def is_sound(question: Question) -> bool:
	"""Whether there is something to choose and something right, and all choices differ."""
	choices = question.choices
	return bool(question.right) and len(choices) > 1 and all(choices) and len(set(choices)) == len(choices)


def wrong(questions: Sequence[Question], answers: Mapping[str, Collection[int]]) -> list[str]:
	"""Names of the questions that were not answered rightly."""
	return [q.name for q in questions if frozenset(answers.get(q.name, ())) != q.right]


def score(questions: Sequence[Question], answers: Mapping[str, Collection[int]]) -> float:
	"""Share of questions that were answered rightly, in percent; 100 of none."""
	if not questions:
		return 100.0
	return round(100 * (1 - len(wrong(questions, answers)) / len(questions)), 1)
