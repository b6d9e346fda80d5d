"""What stands at an arrow: the action, and the condition in words that a reader of the form knows."""

from __future__ import annotations

import re
from collections.abc import Callable

from liuwan_process.definition.drawing.text import clean
from liuwan_process.definition.model import Definition, Transition

Titles = Callable[[str], str]

TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|[^\W\d]\w*|[<>=!]=|.", re.S)
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "="}
WORDS = ("and", "or", "not", "in")


def arrow_texts(definition: Definition, titles: Titles) -> dict[int, str]:
	"""Text by the index of the transition. Only steps with more than one arrow need any."""
	texts: dict[int, str] = {}
	leaving: dict[str, list[int]] = {}
	for index, transition in enumerate(definition.transitions):
		leaving.setdefault(transition.source, []).append(index)
	for source, indexes in leaving.items():
		if len(indexes) > 1 and source in definition.by_id:
			texts.update(_of_step(definition, indexes, titles))
	return {index: text for index, text in texts.items() if text}


def _of_step(definition: Definition, indexes: list[int], titles: Titles) -> dict[int, str]:
	"""Action and condition of each arrow; the action is left out where it is the same for all."""
	arrows = [definition.transitions[i] for i in indexes]
	same = len({(t.action, t.decision) for t in arrows}) == 1
	conditional = any(t.condition for t in arrows)
	exclusive = definition.by_id[arrows[0].source].split == "one"
	otherwise = clean(titles("otherwise")) if conditional and exclusive else ""
	return {
		i: _of_arrow(definition, t, same, otherwise, titles) for i, t in zip(indexes, arrows, strict=True)
	}


def _of_arrow(definition: Definition, arrow: Transition, same: bool, otherwise: str, titles: Titles) -> str:
	condition = condition_text(definition, arrow.condition, titles) if arrow.condition else ""
	if same:
		return condition or otherwise
	action = clean(titles(arrow.action)) if arrow.action else ""
	colon = "：" if action and not action[-1].isascii() else ": "
	return colon.join(filter(None, (action, condition)))


def condition_text(definition: Definition, condition: str, titles: Titles) -> str:
	"""`days >= 2` as `Days ≥ 2`: labels instead of names, signs instead of operators, strings without quotes."""
	labels = {f.name: f.label for f in definition.fields}
	return clean("".join(_word(token, labels, titles) for token in TOKEN.findall(condition)))


def _word(token: str, labels: dict[str, str], titles: Titles) -> str:
	if token[0] in "'\"" and len(token) > 1:
		return titles(token[1:-1]) if token[1:-1] else "“”"
	if token in labels:
		return titles(labels[token])
	if token in WORDS:
		return titles(token)
	return SIGNS.get(token, token)
