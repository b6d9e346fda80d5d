"""The drawing of any definition: nothing overlaps, nothing is cut off, no arrow runs through a step."""

from __future__ import annotations

import time
from itertools import combinations, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuwan_process.definition.drawing.boxes import text_room
from liuwan_process.definition.drawing.geometry import FONT, LINE, Box, Edge, Layout
from liuwan_process.definition.drawing.text import width, wrap
from liuwan_process.definition.drawing_strategies import definitions
from liuwan_process.definition.layout import a4_height, layout, pages
from liuwan_process.definition.model import Definition, FormField, Step, Transition

MARK = 10.01  # an arrow may end at the tip of a mark instead of at the border
any_drawing = st.builds(
	lambda definition, compact: (definition, layout(definition, compact=compact)),
	definitions(),
	st.booleans(),
)
thorough = settings(
	max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def inside(box: Box, x1: float, y1: float, x2: float, y2: float, slack: float = 0.01) -> bool:
	"""Whether a segment or rectangle meets the inner part of a box."""
	low, high, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
	return (
		low < box.right - slack
		and high > box.x + slack
		and top < box.bottom - slack
		and bottom > box.y + slack
	)


@given(any_drawing)
@thorough
def test_boxes_keep_apart_and_in_their_lanes(drawn):
	_, drawing = drawn
	lanes = {lane.id: lane for lane in drawing.lanes}
	for a, b in combinations(drawing.boxes, 2):
		assert not inside(a, b.x, b.y, b.right, b.bottom)
	for box in drawing.boxes:
		assert box.x >= 0 and box.right <= drawing.width
		assert drawing.header <= box.y and box.bottom <= drawing.height
		if lanes:
			assert lanes[box.lane].x <= box.x and box.right <= lanes[box.lane].x + lanes[box.lane].width


@given(any_drawing)
@thorough
def test_lanes_stand_side_by_side(drawn):
	_, drawing = drawn
	for left, right in pairwise(drawing.lanes):
		assert abs(left.x + left.width - right.x) < 0.05


@given(any_drawing)
@thorough
def test_every_arrow_is_drawn_between_its_steps(drawn):
	definition, drawing = drawn
	assert [e.index for e in drawing.edges] == list(range(len(definition.transitions)))
	for edge in drawing.edges:
		transition = definition.transitions[edge.index]
		assert (edge.source, edge.target) == (transition.source, transition.target)
		assert touches(drawing.by_step[edge.source], edge.points[0])
		assert touches(drawing.by_step[edge.target], edge.points[-1])


def touches(box: Box, point: tuple[float, float]) -> bool:
	x, y = point
	at_side = min(abs(x - box.x), abs(x - box.right)) < 0.02 and box.y < y < box.bottom
	at_end = min(abs(y - box.y), abs(y - box.bottom)) < MARK and box.x < x < box.right
	return at_side or at_end


@given(any_drawing)
@thorough
def test_arrows_are_orthogonal_and_on_the_canvas(drawn):
	_, drawing = drawn
	for edge in drawing.edges:
		assert len(edge.points) >= 2
		for (x1, y1), (x2, y2) in pairwise(edge.points):
			assert (x1 == x2) != (y1 == y2)
		assert all(0 <= x <= drawing.width and drawing.header <= y <= drawing.height for x, y in edge.points)


@given(any_drawing)
@thorough
def test_no_arrow_runs_through_a_step(drawn):
	_, drawing = drawn
	for edge in drawing.edges:
		for (x1, y1), (x2, y2) in pairwise(edge.points):
			assert not any(inside(box, x1, y1, x2, y2) for box in drawing.boxes)


@given(any_drawing)
@thorough
def test_arrows_of_different_steps_do_not_lie_on_each_other(drawn):
	_, drawing = drawn
	for a, b in combinations(drawing.edges, 2):
		if {a.source, a.target} & {b.source, b.target}:
			continue
		assert not overlap(a, b), (a, b)


def overlap(a: Edge, b: Edge) -> bool:
	return any(_collinear(p, q, r, s) for p, q in pairwise(a.points) for r, s in pairwise(b.points))


def _collinear(p, q, r, s) -> bool:
	for axis, along in ((0, 1), (1, 0)):
		if p[axis] == q[axis] == r[axis] == s[axis]:
			low = max(min(p[along], q[along]), min(r[along], s[along]))
			high = min(max(p[along], q[along]), max(r[along], s[along]))
			return high - low > 0.01
	return False


@given(any_drawing)
@thorough
def test_text_fits_its_box(drawn):
	_, drawing = drawn
	for box in drawing.boxes:
		assert all(width(line, FONT) <= text_room(box.kind, box.w) + 0.01 for line in box.lines)
		assert len(box.lines) * LINE < box.h


@given(any_drawing)
@thorough
def test_words_at_arrows_keep_off_boxes_and_each_other(drawn):
	_, drawing = drawn
	labels = [edge.label for edge in drawing.edges if edge.label]
	for label in labels:
		assert label.x >= 0 and label.x + label.w <= drawing.width
		for box in drawing.boxes:
			assert not inside(box, label.x, label.y, label.x + label.w, label.y + label.h)
	for a, b in combinations(labels, 2):
		assert not (a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h)


@given(definitions())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_definition_gives_the_same_drawing(definition):
	assert layout(definition) == layout(definition)


@given(any_drawing, st.floats(200, 3000))
@thorough
def test_pages_hold_every_step_once_and_join_arrows_by_letters(drawn, height):
	_, drawing = drawn
	sheets = pages(drawing, height)
	assert [b.step for b in sorted(drawing.boxes, key=lambda b: b.step)] == sorted(
		b.step for sheet in sheets for b in sheet.boxes
	)
	left = {(c.letter, c.edge) for sheet in sheets for c in sheet.connectors if c.leaves}
	arrived = {(c.letter, c.edge) for sheet in sheets for c in sheet.connectors if not c.leaves}
	assert left == arrived
	for sheet in sheets:
		assert all(sheet.top <= box.y and box.bottom <= sheet.bottom for box in sheet.boxes)
		assert len({b.rank for b in sheet.boxes}) == 1 or sheet.height <= height


@given(st.text(max_size=200), st.floats(20, 300))
@settings(max_examples=300, deadline=None)
def test_wrapping_keeps_the_text_and_the_width(text, room):
	lines = wrap(text, room, 13, limit=10_000)
	assert all(width(line, 13) <= max(room, 13) + 0.01 for line in lines)
	assert "".join("".join(lines).split()) == "".join(wrap(text, 1e9, 13)).replace(" ", "")


# Plain cases


def process(steps: list[tuple], arrows: list[tuple], fields: tuple[FormField, ...] = ()) -> Definition:
	made = tuple(Step(id=s[0], title=s[0], kind=s[1], lane=s[2], **dict(s[3:])) for s in steps)
	return Definition("p", "P", 1, "P", fields, made, tuple(Transition(*arrow) for arrow in arrows))


LEAVE = process(
	[("Apply", "start", "A"), ("Office", "approval", "B"), ("Vice", "approval", "C"), ("End", "end", "A")],
	[
		("Apply", "Office", "Submit"),
		("Office", "Vice", "Approve", "approve", "days >= 2"),
		("Office", "End", "Approve", "approve", ""),
		("Vice", "End", "Approve"),
		("Vice", "Apply", "Return", "refuse"),
	],
	(FormField("days", "Days off", "Int"),),
)


def labels(drawing: Layout) -> dict[tuple[str, str], str]:
	return {(e.source, e.target): e.label_text for e in drawing.edges}


def test_flow_goes_down_and_lanes_stand_in_order_of_appearance():
	drawing = layout(LEAVE)
	assert [lane.id for lane in drawing.lanes] == ["A", "B", "C"]
	assert [drawing.by_step[s].rank for s in ("Apply", "Office", "Vice", "End")] == [0, 1, 2, 3]
	assert [edge.back for edge in drawing.edges] == [False, False, False, False, True]


def test_only_steps_with_several_arrows_have_words_at_them():
	words = labels(layout(LEAVE))
	assert words["Apply", "Office"] == ""
	assert words["Office", "Vice"] == "Days off ≥ 2"
	assert words["Office", "End"] == "otherwise"
	assert words["Vice", "Apply"] == "Return"


def test_titles_are_translated():
	chinese = {"A": "申请人", "Office": "办公室", "Return": "退回", "Days off": "请假天数"}
	drawing = layout(LEAVE, lambda text: chinese.get(text, text))
	assert drawing.lanes[0].title == "申请人"
	assert drawing.by_step["Office"].lines == ("办公室",)
	assert labels(drawing)["Vice", "Apply"] == "退回"
	assert labels(drawing)["Office", "Vice"] == "请假天数 ≥ 2"


def test_compact_drawing_fits_a_phone_and_names_the_lane_in_the_box():
	drawing = layout(LEAVE, compact=True)
	assert drawing.width <= 390
	assert drawing.lanes == ()
	assert drawing.by_step["Vice"].caption == "C"
	assert len({box.rank for box in drawing.boxes}) == len(drawing.boxes)


def test_marks_stand_where_ways_part_and_meet():
	three = [("S", "start", "A", ("split", "all"))] + [(n, "task", n) for n in "XYZ"]
	drawing = layout(
		process(
			[*three, ("E", "end", "A", ("join", "all"))],
			[("S", n, "Go") for n in "XYZ"] + [(n, "E", "Done") for n in "XYZ"],
		)
	)
	assert (drawing.by_step["S"].split, drawing.by_step["E"].join) == ("all", "all")
	assert all(drawing.by_step[n].split == "" for n in "XYZ")
	assert not any(edge.label for edge in drawing.edges)


def test_straight_flow_has_straight_arrows():
	drawing = layout(
		process([(n, "task", "A") for n in "ABCD"], [("A", "B", ""), ("B", "C", ""), ("C", "D", "")])
	)
	assert all(len(edge.points) == 2 for edge in drawing.edges)


def test_nothing_is_drawn_for_an_empty_definition():
	drawing = layout(process([], []))
	assert (drawing.boxes, drawing.edges) == ((), ())


def test_arrows_to_unknown_steps_are_left_out():
	drawing = layout(process([("A", "start", "")], [("A", "gone", "Go"), ("A", "A", "Again")]))
	assert [edge.target for edge in drawing.edges] == ["A"]


def test_a_long_process_breaks_over_pages():
	steps = [(f"S{n}", "task", "AB"[n % 2]) for n in range(30)]
	arrows = [(f"S{n}", f"S{n + 1}", "Go") for n in range(29)] + [("S28", "S1", "Again", "refuse")]
	drawing = layout(process(steps, arrows))
	sheets = pages(drawing, a4_height(drawing))
	assert len(sheets) > 1
	assert all(sheet.connectors for sheet in sheets)


def test_sixty_steps_are_laid_out_in_time():
	steps = [(f"S{n}", ("task", "approval")[n % 2], "ABCDEF"[n * 7 % 6]) for n in range(60)]
	arrows = [(f"S{n}", f"S{n + 1}", "Go") for n in range(59)]
	arrows += [(f"S{n}", f"S{n * 11 % 60}", "Return", "refuse") for n in range(1, 60, 2)]
	definition = process(steps, arrows)
	assert min(seconds(definition) for _ in range(5)) < 0.2


def seconds(definition: Definition) -> float:
	begin = time.perf_counter()
	layout(definition)
	return time.perf_counter() - begin
