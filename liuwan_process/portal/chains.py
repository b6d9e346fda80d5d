"""The end-to-end view for all staff: how the published processes hang together."""

from __future__ import annotations

import frappe
from frappe import _
from markupsafe import Markup

from liuwan_process.portal.answer import Page
from liuwan_process.process_library import end_to_end_view


def page(code: str = "") -> Page:
	"""The chain of a process, or the longest one. Raises DoesNotExistError."""
	try:
		view = end_to_end_view.view(code)
	except KeyError:
		raise frappe.DoesNotExistError from None
	drawing = {name: Markup(svg) for name, svg in view.pop("drawings").items()}
	return Page(
		"chains.html",
		_("From end to end"),
		{**view, "chain": view["title"], "drawing": drawing},
		room="library",
	)
