"""300 processes of 8 to 40 steps, drawn: the SVG itself is measured, its words by the fonts that show them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise

import pytest
from fontTools.ttLib import TTFont

from liuwan_process.definition.drawing.geometry import CAPTION_FONT, FONT, LABEL_FONT
from liuwan_process.definition.generated_for_tests import FEWEST, MOST, process
from liuwan_process.definition.layout import layout
from liuwan_process.definition.svg import render
from liuwan_process.printing.fonts import place

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"words": FONT, "caption": CAPTION_FONT, "label": LABEL_FONT}
# What prints are set in, and what a browser takes without any of the style's own fonts.
FACES = ("Noto Sans CJK SC:regular:lang=zh-cn", "sans-serif", "system-ui")
SLACK = 0.01
MANY = 300

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Shape:
	"""The outline of a box: a rectangle with corners cut straight or rounded by `corner`."""

	left: float
	top: float
	right: float
	bottom: float
	corner: float
	rounded: bool

	@property
	def rectangle(self) -> Rectangle:
		return self.left, self.top, self.right, self.bottom

	def holds(self, x: float, y: float) -> bool:
		inside = self.left - SLACK <= x <= self.right + SLACK and self.top - SLACK <= y <= self.bottom + SLACK
		aside = max(self.left + self.corner - x, x - self.right + self.corner, 0)
		above = max(self.top + self.corner - y, y - self.bottom + self.corner, 0)
		if not inside or not (aside and above):
			return inside
		far = (aside**2 + above**2) ** 0.5 if self.rounded else aside + above
		return far <= self.corner + SLACK


@dataclass(frozen=True)
class Picture:
	"""What stands in a drawing: outlines and lines of words by step, lines of arrows, words at arrows, the canvas."""

	shapes: dict[str, Shape]
	words: dict[str, list[Rectangle]]
	arrows: list[tuple[str, str, list[Point]]]
	labels: list[Rectangle]
	canvas: Rectangle


# Measuring


@lru_cache
def faces() -> tuple[tuple[dict[int, str], dict, float], ...]:
	"""For each font: glyph by character, width by glyph, units of an em."""
	found = {place(pattern) for pattern in FACES}
	fonts = [TTFont(file, fontNumber=number, lazy=True) for file, number in found]
	assert any(ord("审") in font.getBestCmap() for font in fonts), "no font with Chinese characters"
	return tuple((font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm) for font in fonts)


@cache
def em(char: str) -> float:
	"""The width of a character in em: the widest of the fonts that have it."""
	known = [widths[glyphs[ord(char)]][0] / units for glyphs, widths, units in faces() if ord(char) in glyphs]
	return max(known)


def span(text: str, size: float) -> float:
	return sum(map(em, text)) * size


# Reading an SVG


def numbers(text: str) -> list[float]:
	return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", text)]


def picture(seed: int) -> Picture:
	definition = process(seed)
	root = ElementTree.fromstring(render(layout(definition), definition))
	steps = {g.get("data-step"): g for g in root.iter(f"{SVG}g") if g.get("data-step")}
	x, y, w, h = numbers(root.get("viewBox"))
	return Picture(
		{step: shape(g.find("*[@class='shape']")) for step, g in steps.items()},
		{step: [each for text in g.iter(f"{SVG}text") for each in lines(text)] for step, g in steps.items()},
		[
			(g.get("data-from"), g.get("data-to"), points(g))
			for g in root.iter(f"{SVG}g")
			if g.get("data-from")
		],
		[
			each
			for g in root.iter(f"{SVG}g")
			if (g.get("class") or "").startswith("label")
			for text in g.iter(f"{SVG}text")
			for each in lines(text, "label")
		],
		(x, y, x + w, y + h),
	)


def shape(element: ElementTree.Element) -> Shape:
	if element.tag == f"{SVG}rect":
		x, y, w, h, corner = (float(element.get(name)) for name in ("x", "y", "width", "height", "rx"))
		return Shape(x, y, x + w, y + h, corner, True)
	corners = numbers(element.get("d"))
	xs, ys = corners[::2], corners[1::2]
	return Shape(min(xs), min(ys), max(xs), max(ys), sorted(set(xs))[1] - min(xs), False)


def lines(text: ElementTree.Element, kind: str = "") -> list[Rectangle]:
	"""Each line of a text as the rectangle that its glyphs fill."""
	size = SIZES[kind or text.get("class")]
	anchor = text.get("text-anchor") or "middle"
	found = []
	for part in list(text) or [text]:
		words = "".join(part.itertext())
		wide = span(words, size)
		x = float(part.get("x") or text.get("x")) - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
		y = float(part.get("y") or text.get("y"))
		found.append((x, y - 0.88 * size, x + wide, y + 0.22 * size))
	return found


def points(arrow: ElementTree.Element) -> list[Point]:
	"""The corners of an arrow's line, those that are rounded too, and its tip."""
	values = numbers(re.sub(r"L[^LQ]+(?=Q)", "", arrow.find(f"{SVG}path").get("d")))
	tip = numbers(arrow.find(f"{SVG}polygon").get("points"))[:2]
	return [*zip(values[::2], values[1::2], strict=True), (tip[0], tip[1])]


# Geometry


def meet(a: Rectangle, b: Rectangle) -> bool:
	return a[0] < b[2] - SLACK and b[0] < a[2] - SLACK and a[1] < b[3] - SLACK and b[1] < a[3] - SLACK


def box_of(p: Point, q: Point) -> Rectangle:
	"""A segment as a rectangle without width."""
	grown = 2 * SLACK
	left, right, top, bottom = min(p[0], q[0]), max(p[0], q[0]), min(p[1], q[1]), max(p[1], q[1])
	return left - grown, top - grown, right + grown, bottom + grown


def inner(shape: Shape) -> Rectangle:
	left, top, right, bottom = shape.rectangle
	return left + 0.1, top + 0.1, right - 0.1, bottom - 0.1


@pytest.fixture(scope="module")
def drawn() -> dict[int, Picture]:
	return {seed: picture(seed) for seed in range(MANY)}


def test_they_have_8_to_40_steps_of_every_kind():
	made = [process(seed) for seed in range(MANY)]
	sizes = [len(each.steps) for each in made]

	assert (min(sizes), max(sizes)) == (FEWEST, MOST)
	assert {step.kind for each in made for step in each.steps} >= {
		"start", "task", "approval", "notice", "automatic", "subprocess", "end",
	}  # fmt: skip


def test_no_boxes_overlap(drawn):
	found = [
		(seed, a, b)
		for seed, each in drawn.items()
		for (a, one), (b, other) in combinations(each.shapes.items(), 2)
		if meet(one.rectangle, other.rectangle)
	]
	assert found == []


def test_no_words_stand_outside_their_box(drawn):
	found = [
		(seed, step, words, shape)
		for seed, each in drawn.items()
		for step, shape in each.shapes.items()
		for words in each.words[step]
		if not all(shape.holds(x, y) for x in words[::2] for y in words[1::2])
	]
	assert found == []


def test_no_arrow_runs_through_a_box(drawn):
	found = [
		(seed, source, target, step)
		for seed, each in drawn.items()
		for source, target, line in each.arrows
		for p, q in pairwise(line)
		for step, shape in each.shapes.items()
		if meet(box_of(p, q), inner(shape))
	]
	assert found == []


def test_every_arrow_begins_and_ends_at_its_boxes(drawn):
	found = [
		(seed, source, target)
		for seed, each in drawn.items()
		for source, target, line in each.arrows
		for step, end in ((source, line[0]), (target, line[-1]))
		if not near(each.shapes[step], end)
	]
	assert found == []


def near(shape: Shape, end: Point) -> bool:
	"""At the border, or at the tip of the diamond that stands there."""
	left, top, right, bottom = shape.rectangle
	return left - 0.1 <= end[0] <= right + 0.1 and top - 10.1 <= end[1] <= bottom + 10.1


def test_words_at_arrows_keep_off_the_boxes_and_on_the_paper(drawn):
	found = [
		(seed, words)
		for seed, each in drawn.items()
		for words in each.labels
		if words[0] < each.canvas[0] - SLACK
		or words[2] > each.canvas[2] + SLACK
		or any(meet(words, shape.rectangle) for shape in each.shapes.values())
	]
	assert found == []
