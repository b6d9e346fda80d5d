"""A comparison as pages show it: words and drawings."""

from __future__ import annotations

from typing import Any

from frappe import _
from markupsafe import Markup

from liuwan_process.definition.diff import Comparison, compare
from liuwan_process.process_library.versions import drawings
from liuwan_process.process_library.versions.sides import Side
from liuwan_process.process_library.versions.words import Told


def of(before: Side, after: Side, desk: bool = False) -> dict[str, Any]:
	"""What `portal/comparison.html` shows; `drawings` {"before", "after"}, each {"wide", "narrow"} for the portal.

	`desk`: with what the machine does, and wide drawings only.
	"""
	found = compare(before.definition, after.definition)
	told = Told(found, desk)
	shapes = ("wide",) if desk else ("wide", "narrow")
	return {
		"titles": (before.title, after.title),
		"steps": told.steps(),
		"fields": told.fields(),
		"policies": told.policies(),
		"words": words(),
		"drawings": {
			"before": _both(drawings.before, found, shapes),
			"after": _both(drawings.after, found, shapes),
		},
	}


def words() -> dict[str, str]:
	"""What became of a step or field."""
	return {"added": _("New"), "removed": _("Removed"), "changed": _("Changed"), "moved": _("Moved")}


def _both(draw, comparison: Comparison, shapes: tuple[str, ...]) -> dict[str, Markup]:
	return {shape: Markup(draw(comparison, shape == "narrow")) for shape in shapes}
