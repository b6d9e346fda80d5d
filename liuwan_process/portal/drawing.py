"""The drawing of a process on a page: lanes on a wide screen, one column on a phone."""

from __future__ import annotations

from functools import lru_cache

import frappe
from frappe import _
from markupsafe import Markup

from liuwan_process.definition.layout import Layout, layout
from liuwan_process.definition.model import Definition
from liuwan_process.definition.svg import render
from liuwan_process.engine.versions import get_definition


def drawings(version: str, status: dict[str, str] | None = None) -> dict[str, str]:
	"""{"wide", "narrow"}: SVG, whose words are escaped where it is made."""
	definition = get_definition(version)
	return {name: _svg(definition, version, name == "narrow", status) for name in ("wide", "narrow")}


def _svg(definition: Definition, version: str, compact: bool, status: dict[str, str] | None) -> Markup:
	laid_out = _layout(frappe.local.site, version, frappe.local.lang, compact)
	title = _(definition.title)
	return Markup(render(laid_out, definition, status=status, title=title, translate=_))


@lru_cache(maxsize=256)
def _layout(_site: str, version: str, _language: str, compact: bool) -> Layout:
	"""Laid out once in each worker: a version never changes."""
	return layout(get_definition(version), _, compact=compact)
