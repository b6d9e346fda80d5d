"""Writes SVG elements. All text and every attribute passes through here and is escaped."""

from __future__ import annotations

from html import escape

from liuwan_process.definition.drawing.text import UNPRINTABLE, clean


def tag(element: str, *children: str, **attributes: object) -> str:
	"""An element of finished children. `class_` and `data_step` stand for `class` and `data-step`; None is left out."""
	written = "".join(
		f' {name.rstrip("_").replace("_", "-")}="{attribute(value)}"'
		for name, value in attributes.items()
		if value is not None
	)
	return f"<{element}{written}>{''.join(children)}</{element}>" if children else f"<{element}{written}/>"


def attribute(value: object) -> str:
	if isinstance(value, float):
		return number(value)
	return escape(UNPRINTABLE.sub("", str(value)), quote=True)


def words(text: str) -> str:
	"""Text content."""
	return escape(clean(text), quote=False)


def number(value: float) -> str:
	return f"{round(value, 2):g}" if abs(value) < 1e5 else str(round(value, 2))


def lines(texts: tuple[str, ...], x: float, baseline: float, pitch: float, **attributes: object) -> str:
	"""A <text> with one line below the other."""
	spans = (
		tag("tspan", words(text), x=float(x), y=float(baseline + n * pitch)) for n, text in enumerate(texts)
	)
	return tag("text", *spans, **attributes)
