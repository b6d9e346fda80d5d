"""The drawing for the press shows what the drawing on screen shows, in far fewer elements."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from benchmarks.generated_library import documents
from liuwan_process.definition import drawing_strategies
from liuwan_process.definition.drawing.printed import lean, moved
from liuwan_process.definition.layout import layout
from liuwan_process.definition.parse import parse
from liuwan_process.definition.svg import render, render_pages

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def long_one():
	return parse(next(d for d in documents(20) if len(d["steps"]) > 30))


def words(svg: str) -> list[str]:
	root = ElementTree.fromstring(svg)
	texts = (e.text for e in root.iter() if e.tag in (f"{SVG}text", f"{SVG}tspan"))
	return sorted(text for text in texts if text and text.strip())


def test_every_word_is_kept_and_few_elements_are_left(long_one):
	laid_out = layout(long_one)
	for page in render_pages(laid_out, long_one, 900):
		printed = lean(page, "Case Sans")
		assert words(printed) == words(page)
		shapes = [e for e in ElementTree.fromstring(printed).iter() if e.tag == f"{SVG}path"]
		assert len(shapes) < 40
		assert len(printed) < len(page)


def test_no_rule_is_left_to_look_up(long_one):
	printed = lean(render(layout(long_one), long_one), "Case Sans")
	assert "<style" not in printed and "class=" not in printed and "var(" not in printed


def test_colours_are_those_of_the_screen(long_one):
	printed = ElementTree.fromstring(lean(render(layout(long_one), long_one), "Case Sans"))
	fills = {e.get("fill") for e in printed.iter(f"{SVG}path")}
	assert {"#ffffff", "#edf4fc", "#f3effb", "#e6f4f2", "#eceff3"} <= fills
	[refused] = {e.get("stroke") for e in printed.iter(f"{SVG}path") if e.get("stroke-dasharray") == "6 3"}
	assert refused == "#b23b34"


@pytest.mark.parametrize(
	("path", "there"),
	[
		("M0 0L10 5Z", "M3 4L13 9Z"),
		("M0-3.5L4 0H7V2", "M3 0.5L7 4H10V6"),
		("M6 5.6a2.6 2.6 0 1 0 0-5.2", "M9 9.6a2.6 2.6 0 1 0 0 -5.2"),
		("M1 1Q2 2 3 3A5 5 0 0 1 9 9", "M4 5Q5 6 6 7A5 5 0 0 1 12 13"),
		("M1 1 2 2", "M4 5L5 6"),
	],
)
def test_a_path_is_moved(path, there):
	assert moved(path, 3, 4) == there


@settings(max_examples=30, deadline=None)
@given(drawing_strategies.definitions())
def test_any_drawing_can_be_printed(definition):
	drawn = render(layout(definition), definition)
	assert words(lean(drawn, "Case Sans")) == words(drawn)
