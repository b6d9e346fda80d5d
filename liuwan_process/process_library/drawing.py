"""The drawing of a definition, as the desk, the portal and the compendium show it."""

from __future__ import annotations

from collections.abc import Collection

from frappe import _

from liuwan_process.definition.model import Definition


def svg(definition: Definition, problems: Collection[str] = ()) -> str:
	"""The drawing as SVG; `problems` are ids of steps to mark."""
	try:
		from liuwan_process.definition.layout import layout
		from liuwan_process.definition.svg import render
	except ImportError:
		return ""
	return render(layout(definition), definition, problems=problems, title=definition.title, translate=_)
