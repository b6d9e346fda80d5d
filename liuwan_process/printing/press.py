"""Makes the pages of a book; runs as a process of its own, beside others like it, and knows nothing of the site.

`python -m liuwan_process.printing.press SETUP` takes orders from its input, a line of JSON each, and answers each with
a line: how many pages it made and on which of them what begins, or what went wrong.
"""

from __future__ import annotations

import gc
import json
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from liuwan_process.definition.drawing.printed import lean
from liuwan_process.definition.layout import Layout, layout, pages
from liuwan_process.definition.parse import parse
from liuwan_process.definition.svg import render_pages
from liuwan_process.printing import fonts

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# Room for a drawing in CSS pixels, (width, height): below a heading, and on a sheet that lies on its side.
UPRIGHT, LYING = (672, 820), (1000, 600)
SMALLEST = 0.62  # of its size; smaller, its words are hard to read
LARGEST = 0.82
SIZES = 4  # that are tried between the largest and the smallest
DRAWING = re.compile(r"drawing:(\d+)")
Item = dict[str, Any]


def keep_objects_apart(_document: Any, pdf: Any) -> None:
	"""From version 1.5 on all objects are put into one stream, which pypdf reads from its beginning for each of them."""
	pdf.version = b"1.4"


class Line(str):
	"""Words that are drawn at once: who goes through them letter by letter meets one letter."""

	def __iter__(self) -> Iterator[str]:
		yield str(self)


def draw_whole_lines(svg: Any) -> None:
	"""WeasyPrint lays each letter of a drawing out by itself, in case it has a place of its own; none has in ours."""
	draw = getattr(svg, "TAGS", {}).get("text")
	if draw is None or getattr(draw, "whole_lines", False):
		return

	def text(drawing: Any, node: Any, font_size: float) -> None:
		element = getattr(node, "_etree_node", None)
		if element is not None and element.text:
			element.text = Line(element.text)
		draw(drawing, node, font_size)

	text.whole_lines = True
	svg.TAGS["text"] = text


class Press:
	"""One worker with its fonts, style and words. `setup`: `css`, `fonts` (text of style sheets), `words`, `language`."""

	def __init__(self, setup: Item) -> None:
		import weasyprint
		from weasyprint import svg
		from weasyprint.text.fonts import FontConfiguration

		draw_whole_lines(svg)
		self.weasyprint, self.fonts = weasyprint, FontConfiguration()
		self.words: dict[str, str] = setup["words"]
		self.language = setup["language"]
		sheets = (setup["css"], setup["fonts"])
		self.sheets = [weasyprint.CSS(string=text, font_config=self.fonts) for text in sheets if text]
		self.environment = Environment(
			loader=FileSystemLoader(TEMPLATES),
			autoescape=True,
			undefined=StrictUndefined,
			trim_blocks=True,
			lstrip_blocks=True,
		)
		self.environment.globals.update(_=self.translated, language=self.language)

	def translated(self, text: str, *values: object) -> str:
		words = self.words.get(text) or text
		return words.format(*values) if values else words

	def run(self, order: Item) -> Item:
		"""`order`: `template`, `file` (JSON for it), `pdf` (where to). Answers {"pages", "starts": {anchor: page from 0}}."""
		context = json.loads(Path(order["file"]).read_text(encoding="utf-8"))
		drawings: list[str] = []
		for item in context.get("items", ()):
			if item.get("definition"):
				item["drawing"] = self.drawing(item, drawings)
		html = self.environment.get_template(f"print/{order['template']}").render(context)
		page = self.weasyprint.HTML(string=html, url_fetcher=_from(drawings))
		document = page.render(stylesheets=self.sheets, font_config=self.fonts)
		document.write_pdf(order["pdf"], finisher=keep_objects_apart)
		return {"pages": len(document.pages), "starts": _starts(document.pages)}

	def drawing(self, item: Item, drawings: list[str]) -> Item:
		"""Whether it lies on its side, and where `_from` finds its sheets with their width in mm."""
		definition = parse(item.pop("definition"))
		laid_out = layout(definition, self.translated)
		flat = laid_out.width * SMALLEST > UPRIGHT[0]
		scale = _scale(laid_out, LYING if flat else UPRIGHT)
		height = (LYING if flat else UPRIGHT)[1] / scale
		sheets = render_pages(laid_out, definition, height, title=item["title"], translate=self.translated)
		first = len(drawings)
		drawings += [lean(svg, f"{fonts.SANS},Noto Sans CJK SC") for svg in sheets]
		width = round(laid_out.width * scale * 25.4 / 96, 1)
		return {"flat": flat, "width": width, "sheets": list(range(first, len(drawings)))}


def _scale(laid_out: Layout, room: tuple[int, int]) -> float:
	"""The largest size at which a drawing needs the fewest sheets."""
	largest = min(LARGEST, room[0] / laid_out.width)
	steps = [largest - (largest - SMALLEST) * n / SIZES for n in range(SIZES + 1)]
	return min(steps, key=lambda scale: (len(pages(laid_out, room[1] / scale)), -scale))


def _starts(sheets: Iterable[Any]) -> dict[str, int]:
	"""The first page of each anchor; what goes on over several pages bears it on each of them."""
	starts: dict[str, int] = {}
	for number, page in enumerate(sheets):
		for name in page.anchors:
			starts.setdefault(name, number)
	return starts


def _from(drawings: list[str]):
	"""Answers for `drawing:3`, and for nothing else: what is printed must not make the server ask for an address."""

	def fetch(url: str, *_more: Any, **_options: Any) -> dict:
		found = DRAWING.fullmatch(url)
		if not found:
			raise ValueError(f"not fetched: {url}")
		return {"string": drawings[int(found[1])].encode(), "mime_type": "image/svg+xml"}

	return fetch


def main() -> None:
	press = Press(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
	gc.disable()  # a document is boxes by the hundred thousand, all of them alive until its end
	for line in sys.stdin:
		try:
			answer = press.run(json.loads(line))
		except Exception:
			answer = {"error": traceback.format_exc()}
		print(json.dumps(answer), flush=True)
		gc.collect()


if __name__ == "__main__":
	main()
