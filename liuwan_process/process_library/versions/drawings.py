"""The two drawings of a comparison with what changed marked in them, in colour, by a sign and by a word."""

from __future__ import annotations

from frappe import _

from liuwan_process.definition.diff import ADDED, REMOVED, Comparison
from liuwan_process.definition.layout import layout
from liuwan_process.definition.svg import render


def before(comparison: Comparison, compact: bool = False) -> str:
	"""The old one: what is gone or changed is marked in it."""
	kinds = {step: kind for step, kind in comparison.kinds.items() if kind != ADDED}
	return _svg(comparison.before, kinds, comparison.ways[0], compact)


def after(comparison: Comparison, compact: bool = False) -> str:
	"""The new one: what is new or changed is marked in it."""
	kinds = {step: kind for step, kind in comparison.kinds.items() if kind != REMOVED}
	return _svg(comparison.after, kinds, comparison.ways[1], compact)


def _svg(definition, kinds: dict[str, str], ways: dict[int, str], compact: bool) -> str:
	laid_out = layout(definition, _, compact=compact)
	title = _(definition.title)
	return render(laid_out, definition, title=title, translate=_, changes=kinds, ways=ways)
