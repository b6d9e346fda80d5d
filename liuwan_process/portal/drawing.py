"""The drawing of a process on a page: lanes on a wide screen, one column on a phone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import frappe
from frappe import _
from markupsafe import Markup

from liuwan_process.definition.layout import Layout, layout
from liuwan_process.definition.model import Definition
from liuwan_process.definition.svg import render
from liuwan_process.engine.versions import definition_of, get_definition


def drawings(version: str, status: dict[str, str] | None = None) -> dict[str, str]:
	"""{"wide", "narrow"}: SVG, whose words are escaped where it is made."""
	definition = get_definition(version)
	return {
		name: _svg(definition, _kept_layout(version, name == "narrow"), status) for name in ("wide", "narrow")
	}


def of_run(run: dict[str, Any], status: dict[str, str]) -> dict[str, str]:
	"""The drawing of a run {process_version, state}; with steps of its own it is laid out for it alone."""
	definition = definition_of(run)
	if definition is get_definition(run["process_version"]):
		return drawings(run["process_version"], status)
	return {
		name: _svg(definition, layout(definition, _, compact=name == "narrow"), status)
		for name in ("wide", "narrow")
	}


def _svg(definition: Definition, laid_out: Layout, status: dict[str, str] | None) -> Markup:
	title = _(definition.title)
	return Markup(render(laid_out, definition, status=status, title=title, translate=_))


def _kept_layout(version: str, compact: bool) -> Layout:
	return _layout(frappe.local.site, version, frappe.local.lang, compact)


@lru_cache(maxsize=256)
def _layout(_site: str, version: str, _language: str, compact: bool) -> Layout:
	"""Laid out once in each worker: a version never changes."""
	return layout(get_definition(version), _, compact=compact)
