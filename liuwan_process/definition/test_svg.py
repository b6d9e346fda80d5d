"""The SVG of a drawing: well formed whatever the titles say, told apart by shape, colour and word."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuwan_process.definition.drawing_strategies import definitions
from liuwan_process.definition.layout import a4_height, layout
from liuwan_process.definition.model import Definition, Step, Transition
from liuwan_process.definition.svg import render, render_pages

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "g", "title", "desc", "style", "rect", "path", "polygon", "circle", "text", "tspan"}
HOSTILE = "</title><script>alert('x')</script>\" onload=\"alert(1)"

KINDS = Definition(
	"p",
	"Leave",
	1,
	"Leave",
	(),
	(
		Step("apply", "Apply", "start", "Applicant"),
		Step("fill", "Fill in", "task", "Applicant"),
		Step("decide", "Decide", "approval", "Office", split="one"),
		Step("tell", "Tell staff", "notice", "Office"),
		Step("done", "Completed", "end", "Office"),
		Step("refused", "Refused", "end", "Applicant", status="Refused"),
	),
	(
		Transition("apply", "fill", "Submit"),
		Transition("fill", "decide", "Submit"),
		Transition("decide", "tell", "Approve"),
		Transition("decide", "refused", "Refuse", "refuse"),
		Transition("tell", "done", "Send"),
	),
)


def draw(definition: Definition = KINDS, compact: bool = False, **options) -> ElementTree.Element:
	return ElementTree.fromstring(render(layout(definition, compact=compact), definition, **options))


def steps(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
	return {g.get("data-step"): g for g in root.iter(f"{SVG}g") if g.get("data-step")}


def texts(element: ElementTree.Element) -> str:
	return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


def spoken(element: ElementTree.Element) -> str:
	return element.find(f"{SVG}title").text


@given(definitions(15), st.booleans(), st.sampled_from(("", HOSTILE, "审批")))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_drawing_is_well_formed_and_holds_only_drawing_elements(definition, compact, title):
	badges = {step.id: HOSTILE for step in definition.steps}
	status = dict.fromkeys(badges, "current")
	root = draw(definition, compact, title=title, badges=badges, status=status, problems=set(badges))
	assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
	assert not any(name.startswith("on") or "href" in name for e in root.iter() for name in e.attrib)
	assert set(steps(root)) == set(definition.by_id)


@given(definitions(25), st.floats(300, 1500))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pages_of_any_drawing_are_well_formed(definition, height):
	sheets = [ElementTree.fromstring(sheet) for sheet in render_pages(layout(definition), definition, height)]
	drawn = [step for sheet in sheets for step in steps(sheet)]
	assert sorted(drawn) == sorted(definition.by_id)


@pytest.mark.parametrize("place", ["id", "title", "lane", "action", "condition", "status"])
def test_hostile_words_stay_words(place):
	step = {"id": "s", "title": "T", "kind": "task", "lane": "L"}
	arrow = {"action": "Go", "condition": ""}
	if place in step:
		step[place] = HOSTILE
	if place in arrow:
		arrow[place] = HOSTILE
	source = Step(**step)
	arrows = (Transition(source.id, "e", **arrow), Transition(source.id, "e", "Other"))
	definition = Definition("p", HOSTILE, 1, "P", (), (source, Step("e", "E", "end", "L2")), arrows)
	root = draw(definition, status={source.id: HOSTILE} if place == "status" else None)
	assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
	assert steps(root)[source.id].get("onload") is None


def test_says_what_it_shows():
	root = draw(title="Ask for leave")
	assert root.get("role") == "img"
	assert root.find(f"{SVG}title").text == "Ask for leave"
	assert "Applicant: Apply (Start) → Fill in." in root.find(f"{SVG}desc").text
	assert "Refuse: Refused" in root.find(f"{SVG}desc").text


def test_each_kind_has_its_own_shape_and_colour():
	drawn = steps(draw())
	shapes = {step: g.find("*[@class='shape']").tag for step, g in drawn.items()}
	assert shapes["decide"] == f"{SVG}path"
	assert shapes["fill"] == f"{SVG}rect"
	rounding = {step: g.find(f"{SVG}rect[@class='shape']") for step, g in drawn.items() if step != "decide"}
	assert float(rounding["apply"].get("rx")) > 20 > float(rounding["fill"].get("rx"))
	classes = {g.get("class").split()[1] for g in drawn.values()}
	assert classes == {"kind-start", "kind-task", "kind-approval", "kind-notice", "kind-end", "kind-refused"}
	assert drawn["tell"].find(f"{SVG}path[@class='icon']") is not None


def test_status_is_told_by_word_and_sign_and_not_by_colour_alone():
	status = {"apply": "done", "fill": "current", "decide": "coming", "tell": "skipped"}
	drawn = steps(draw(status=status))
	assert {step: g.get("class").split()[-1] for step, g in drawn.items() if step in status} == {
		step: f"status-{value}" for step, value in status.items()
	}
	assert "▶ Current" in texts(drawn["fill"])
	assert drawn["fill"].get("aria-current") == "step"
	assert drawn["apply"].find(f"{SVG}g[@class='tick']") is not None
	assert [spoken(drawn[s]) for s in status] == [
		"Apply (Start, Done)",
		"Fill in (Task, Current)",
		"Decide (Approval, One way is taken, Coming)",
		"Tell staff (Notice, Skipped)",
	]


def test_badges_and_problems_are_marked_and_said():
	drawn = steps(draw(badges={"fill": "12"}, problems={"decide"}))
	assert "12" in texts(drawn["fill"].find(f"{SVG}g[@class='badge']"))
	assert drawn["decide"].find("*[@class='halo']") is not None
	assert spoken(drawn["decide"]).endswith("Problem)")
	assert drawn["tell"].find("*[@class='halo']") is None


def test_words_of_the_drawing_are_translated():
	chinese = {"Current": "当前", "Task": "任务"}
	drawn = steps(draw(status={"fill": "current"}, translate=lambda word: chinese.get(word, word)))
	assert "▶ 当前" in texts(drawn["fill"])
	assert spoken(drawn["fill"]) == "Fill in (任务, 当前)"


def test_marks_show_how_ways_part():
	drawn = steps(draw())
	assert drawn["decide"].find(f"{SVG}g[@class='mark mark-one']") is not None
	assert drawn["fill"].find(f"{SVG}g[@class='mark mark-one']") is None


def test_arrows_carry_their_ends_and_their_decision():
	arrows = [g for g in draw().iter(f"{SVG}g") if g.get("data-from")]
	assert [(g.get("data-from"), g.get("data-to")) for g in arrows][:2] == [
		("apply", "fill"),
		("fill", "decide"),
	]
	assert [g.get("class") for g in arrows].count("edge refuse") == 1


def test_colours_can_be_replaced_and_have_a_plain_fallback():
	style = draw().find(f"{SVG}style").text
	assert "fill:#edf4fc;fill:var(--lp-task-fill,#edf4fc)" in style
	assert "url(" not in style
	assert "@" not in style


def test_steps_can_be_reached_by_keyboard_when_asked_for():
	assert steps(draw(interactive=True))["fill"].get("tabindex") == "0"
	assert steps(draw())["fill"].get("tabindex") is None


def test_pages_repeat_lane_titles_and_number_themselves():
	many = tuple(Step(f"s{n}", f"Step {n}", "task", "AB"[n % 2]) for n in range(30))
	arrows = tuple(Transition(f"s{n}", f"s{n + 1}", "Go") for n in range(29))
	definition = Definition("p", "Long", 1, "P", (), many, arrows)
	drawing = layout(definition)
	sheets = [ElementTree.fromstring(s) for s in render_pages(drawing, definition, a4_height(drawing))]
	assert [s.find(f"{SVG}title").text for s in sheets] == [
		f"Long ({n + 1}/{len(sheets)})" for n in range(len(sheets))
	]
	assert all("A" in texts(sheet.find(f"{SVG}g[@class='lanes']")) for sheet in sheets)
	assert sheets[0].find(f".//{SVG}g[@class='connector']") is not None


def test_what_changed_is_told_by_a_word_a_sign_and_a_colour():
	changes = {"fill": "added", "decide": "changed", "tell": "removed", "done": "moved"}
	root = draw(changes=changes, ways={0: "added", 3: "removed"})
	found = steps(root)
	for step, word in (("fill", "New"), ("decide", "Changed"), ("tell", "Removed"), ("done", "Moved")):
		assert word in texts(found[step]) and word in spoken(found[step])
		assert f"change-{changes[step]}" in found[step].get("class")
	assert "change-" not in found["apply"].get("class")
	arrows = {
		g.get("data-transition"): g.get("class") for g in root.iter(f"{SVG}g") if g.get("data-transition")
	}
	assert "change-added" in arrows["0"] and "change-removed" in arrows["3"] and "change-" not in arrows["1"]


def test_a_drawing_without_changes_does_not_speak_of_them():
	assert "change-" not in render(layout(KINDS), KINDS)
