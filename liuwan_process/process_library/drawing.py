"""The drawing of a definition, as the desk, the portal and the compendium show it."""

from __future__ import annotations

from collections.abc import Collection

from frappe import _

from liuwan_process.definition.layout import layout
from liuwan_process.definition.model import Definition
from liuwan_process.definition.svg import render


def svg(definition: Definition, problems: Collection[str] = (), **options) -> str:
	"""The drawing as SVG; `problems` are ids of steps to mark, `options` those of `render`."""
	laid_out = layout(definition, _)
	return render(laid_out, definition, problems=problems, title=definition.title, translate=_, **options)
