"""The portal's own template environment. Frappe's does not escape values; this one escapes every one of them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from frappe import _
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import liuwan_process

PACKAGE = Path(liuwan_process.__file__).parent
ASSETS = PACKAGE / "public" / "portal"


@lru_cache(maxsize=1)
def environment() -> Environment:
	"""Templates are compiled once in each worker."""
	made = Environment(
		loader=FileSystemLoader(PACKAGE / "templates"),
		autoescape=True,
		undefined=StrictUndefined,
		trim_blocks=True,
		lstrip_blocks=True,
	)
	made.globals.update(_=translated, asset=asset)
	return made


def translated(text: str, *values: object) -> str:
	"""A translation that is escaped like any other value."""
	words = _(text) if text else ""
	return words.format(*values) if values else words


def render(template: str, context: dict) -> str:
	return environment().get_template(f"portal/{template}").render(context)


def asset(name: str) -> str:
	"""Address of a static file; it changes with the file, so that browsers may keep it."""
	return f"/assets/liuwan_process/portal/{name}?v={_mark(name, (ASSETS / name).stat().st_mtime_ns)}"


@lru_cache(maxsize=32)
def _mark(name: str, _changed: int) -> str:
	return hashlib.sha1((ASSETS / name).read_bytes()).hexdigest()[:10]
