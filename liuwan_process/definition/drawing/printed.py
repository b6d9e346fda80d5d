"""A drawing for the press: the same picture in a tenth of the elements, its colours on the elements themselves.

A printer of SVG looks every rule of a style sheet up for every element, and takes its time for each. Here all that
has one style becomes one path, and each line of words one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.etree import ElementTree

from liuwan_process.definition.drawing import style
from liuwan_process.definition.drawing.markup import attribute, number, tag, words

Style = tuple[tuple[str, str], ...]
SPACE = "{http://www.w3.org/2000/svg}"
INHERITED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor")
OF_SHAPES = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin")
OF_WORDS = ("fill", "font-size", "font-weight", "text-anchor")
TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}
TRANSLATE = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")
GROUND = {"paper", "lane", "header", "lane-line", "frame"}


def lean(svg: str, font: str) -> str:
	"""The same drawing, from what `svg.render` or `render_pages` made. `font` is the family of its words."""
	root = ElementTree.fromstring(svg)
	press = _Press()
	press.take(root, (), {"fill": "#000000", "stroke": "none"}, (0.0, 0.0))
	return tag(
		"svg",
		*press.paths(),
		*press.texts,
		xmlns="http://www.w3.org/2000/svg",
		viewBox=root.get("viewBox"),
		width=root.get("viewBox").split()[2],
		height=root.get("viewBox").split()[3],
		font_family=font,
	)


class _Press:
	def __init__(self) -> None:
		self.shapes: dict[tuple[int, Style], list[str]] = {}
		self.texts: list[str] = []

	def take(
		self,
		element: ElementTree.Element,
		above: tuple[str, ...],
		given: dict[str, str],
		at: tuple[float, float],
	) -> None:
		"""`above`: tag and classes of each element around it; `given`: what it inherits."""
		name = element.tag.removeprefix(SPACE)
		if name in ("title", "desc", "style"):
			return
		line = (*above, f"{name} {element.get('class') or ''}")
		looks = given | own_style(line) | _anchor(element)
		at = _moved(element, at)
		if name in ("text", "tspan") and (element.text or "").strip():
			self._words(element, looks, at)
		elif name in OUTLINES:
			self._shape(_layer(line), looks, OUTLINES[name](element, *at))
		passed = {key: value for key, value in looks.items() if key in INHERITED}
		for child in element:
			self.take(child, line, passed, at)

	def _shape(self, layer: int, looks: dict[str, str], outline: str) -> None:
		if looks["stroke"] == "none":
			looks = {"fill": looks["fill"], "stroke": "none"}
		self.shapes.setdefault((layer, _chosen(looks, OF_SHAPES)), []).append(outline)

	def _words(self, element: ElementTree.Element, looks: dict[str, str], at: tuple[float, float]) -> None:
		x, y = float(element.get("x", 0)) + at[0], float(element.get("y", 0)) + at[1]
		given = "".join(f' {key}="{attribute(value)}"' for key, value in _chosen(looks, OF_WORDS))
		self.texts.append(f'<text x="{number(x)}" y="{number(y)}"{given}>{words(element.text)}</text>')

	def paths(self) -> Iterable[str]:
		"""From the ground up: what is drawn over what does not change, only among things that do not touch."""
		for (_ground, looks), outlines in sorted(self.shapes.items(), key=lambda item: item[0][0]):
			given = "".join(f' {key}="{attribute(value)}"' for key, value in looks)
			yield f'<path d="{"".join(outlines)}"{given}/>'


def _layer(line: tuple[str, ...]) -> int:
	"""Ground, boxes, arrows, what stands on them."""
	classes = set(line[-1].split())
	if classes & GROUND or any("lanes" in each for each in line):
		return 0
	if "shape" in classes:
		return 1
	return 2 if any(" edge" in each for each in line) else 3


def _anchor(element: ElementTree.Element) -> dict[str, str]:
	anchor = element.get("text-anchor")
	return {"text-anchor": anchor} if anchor else {}


def _chosen(looks: dict[str, str], keys: tuple[str, ...]) -> Style:
	return tuple((key, looks[key].removesuffix("px")) for key in keys if key in looks)


def _moved(element: ElementTree.Element, at: tuple[float, float]) -> tuple[float, float]:
	found = TRANSLATE.search(element.get("transform") or "")
	return (at[0] + float(found[1]), at[1] + float(found[2])) if found else at


# Outlines as paths


def _rect(element: ElementTree.Element, dx: float, dy: float) -> str:
	x, y, w, h = (float(element.get(key, 0)) for key in ("x", "y", "width", "height"))
	r = min(float(element.get("rx", 0)), w / 2, h / 2)
	x, y = x + dx, y + dy
	if not r:
		return f"M{number(x)} {number(y)}H{number(x + w)}V{number(y + h)}H{number(x)}Z"
	arc = f"A{number(r)} {number(r)} 0 0 1 "
	return (
		f"M{number(x + r)} {number(y)}H{number(x + w - r)}{arc}{number(x + w)} {number(y + r)}"
		f"V{number(y + h - r)}{arc}{number(x + w - r)} {number(y + h)}"
		f"H{number(x + r)}{arc}{number(x)} {number(y + h - r)}V{number(y + r)}{arc}{number(x + r)} {number(y)}Z"
	)


def _circle(element: ElementTree.Element, dx: float, dy: float) -> str:
	x, y = float(element.get("cx", 0)) + dx, float(element.get("cy", 0)) + dy
	r = float(element.get("r", 0))
	half = f"A{number(r)} {number(r)} 0 0 1 "
	return f"M{number(x - r)} {number(y)}{half}{number(x + r)} {number(y)}{half}{number(x - r)} {number(y)}Z"


def _polygon(element: ElementTree.Element, dx: float, dy: float) -> str:
	corners = [tuple(map(float, pair.split(","))) for pair in element.get("points", "").split()]
	return "M" + "L".join(f"{number(x + dx)} {number(y + dy)}" for x, y in corners) + "Z"


def _path(element: ElementTree.Element, dx: float, dy: float) -> str:
	return moved(element.get("d", ""), dx, dy)


OUTLINES = {"rect": _rect, "circle": _circle, "polygon": _polygon, "path": _path}


def moved(path: str, dx: float, dy: float) -> str:
	"""A path's data shifted; it begins with an absolute command."""
	if not dx and not dy:
		return path
	tokens = TOKEN.findall(path)
	out: list[str] = []
	command, place = "M", 0
	while place < len(tokens):
		if tokens[place].isalpha():
			command, place = tokens[place], place + 1
		count = ARGUMENTS[command.upper()]
		values = [float(token) for token in tokens[place : place + count]]
		out.append(command + " ".join(number(value) for value in _shifted(command, values, dx, dy)))
		place += count
		command = {"M": "L", "m": "l"}.get(command, command)
	return "".join(out)


def _shifted(command: str, values: list[float], dx: float, dy: float) -> list[float]:
	if command in ("H", "V"):
		return [values[0] + (dx if command == "H" else dy)]
	if command == "A":
		return [*values[:5], values[5] + dx, values[6] + dy]
	if command.isupper():
		return [value + (dy if n % 2 else dx) for n, value in enumerate(values)]
	return values


# Style


@lru_cache(maxsize=4096)
def _own_style(line: tuple[str, ...]) -> Style:
	found = [
		(weight, order, declared)
		for order, (compounds, weight, declared) in enumerate(_rules())
		if _matches(compounds, line)
	]
	merged: dict[str, str] = {}
	for _weight, _order, declared in sorted(found, key=lambda each: each[:2]):
		merged |= declared
	return tuple(merged.items())


def own_style(line: tuple[str, ...]) -> dict[str, str]:
	"""What the rules of the drawing say of an element itself; `line` holds "tag classes" from the root down to it."""
	return dict(_own_style(line))


@lru_cache(maxsize=1)
def _rules() -> list[tuple[list[set[str]], int, dict[str, str]]]:
	"""(compounds of a selector, its weight, what it declares)."""
	found = []
	for selectors, declared in style.plain_rules():
		for selector in selectors:
			if "[" not in selector:
				compounds = [_compound(part) for part in selector.split()]
				weight = sum(10 if name[0] == "." else 1 for each in compounds for name in each)
				found.append((compounds, weight, declared))
	return found


def _compound(part: str) -> set[str]:
	return set(re.findall(r"\.?[\w-]+", part))


def _matches(compounds: list[set[str]], line: tuple[str, ...]) -> bool:
	"""Whether the last compound fits the element and the others, in order, elements around it."""
	if not compounds or not _fits(compounds[-1], line[-1]):
		return not compounds and len(line) == 1
	around = iter(line[:-1])
	return all(any(_fits(compound, each) for each in around) for compound in compounds[:-1])


def _fits(compound: set[str], element: str) -> bool:
	name, *classes = element.split()
	return compound <= {name, *(f".{each}" for each in classes)}
