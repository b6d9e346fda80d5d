"""Where everything in the drawing of a process stands. Lanes are columns, the flow goes down, arrows pass no box.

The stages are in `drawing/`: ranks (lane and row), frame (left to right), routes (way of each arrow), ports and
tracks (lines apart from each other), labels, assembly (heights), paging.
"""

from __future__ import annotations

from liuwan_process.definition.drawing import assembly, frame, labels, ports, routes, tracks, wording
from liuwan_process.definition.drawing.boxes import Plan, header_height, plan_boxes, plan_lanes
from liuwan_process.definition.drawing.geometry import Box, Connector, Edge, Label, Lane, Layout, Page
from liuwan_process.definition.drawing.paging import a4_height, pages
from liuwan_process.definition.drawing.ranks import arrange
from liuwan_process.definition.drawing.wording import Titles
from liuwan_process.definition.model import Definition

__all__ = [
	"Box",
	"Connector",
	"Edge",
	"Label",
	"Lane",
	"Layout",
	"Page",
	"a4_height",
	"arranged",
	"layout",
	"pages",
]


def layout(definition: Definition, locale_titles: Titles | None = None, *, compact: bool = False) -> Layout:
	"""Lay out a definition, in pixels.

	`locale_titles` gives the words to show for a lane, a step's title, an action or a field's label (and for
	"otherwise", "and", "or", "not", "in"); without it they are shown as they are. `compact` puts all steps into one
	column for a phone, with the lane as a caption in each box.
	"""
	titles = locale_titles or str
	plans = plan_boxes(definition, titles, compact)
	return arranged(definition, plans, wording.arrow_texts(definition, titles), titles, compact)


def arranged(
	definition: Definition,
	plans: dict[str, Plan],
	texts: dict[int, str],
	titles: Titles = str,
	compact: bool = False,
) -> Layout:
	"""Lay out boxes of given sizes, with given words at the arrows (by index of the transition)."""
	grid = arrange(definition, one_column=compact)
	sizes = {step: (plan.w, plan.h) for step, plan in plans.items()}
	guess = {(lane, side): 1 for lane in range(len(grid.lanes)) for side in ("left", "right")}
	splits = {step for step, plan in plans.items() if plan.split in ("all", "some")}
	joins = {step for step, plan in plans.items() if plan.join}
	ways = routes.choose(grid, frame.build(grid, sizes, guess), splits, joins)
	track = routes.assign_tracks(ways)
	exact = frame.build(grid, sizes, routes.tracks_by_gutter(ways, track))
	ways = [routes.moved(way, exact) for way in ways]
	lines = ports.assign(ways, exact, track, set(texts))
	lanes = _lanes(grid.lanes, exact, titles, compact)
	return _finish(definition, exact, ways, lines, texts, plans, lanes, compact)


def _lanes(ids: tuple[str, ...], exact: frame.Frame, titles: Titles, compact: bool) -> tuple[Lane, ...]:
	return () if compact else plan_lanes(ids, exact, titles)


def _finish(
	definition: Definition,
	exact: frame.Frame,
	ways: list[routes.Route],
	lines: ports.Lines,
	texts: dict[int, str],
	plans: dict[str, Plan],
	lanes: tuple[Lane, ...],
	compact: bool,
) -> Layout:
	"""From lines to points: heights depend on how many tracks and words there are between the rows."""
	parts = tracks.parts(ways, lines)
	words = labels.place(ways, lines, exact, parts, texts)
	header = header_height(lanes)
	marked = {2 * exact.spots[step].row + 2 for step, plan in plans.items() if plan.split}
	heights = assembly.measure(exact, parts, words, marked, header)
	placed = {each.index: assembly.label(each, heights) for each in words}
	return Layout(
		width=round(exact.width, 2),
		height=round(heights.height, 2),
		header=header,
		lanes=lanes,
		boxes=tuple(_box(plan, exact, heights) for plan in plans.values()),
		edges=tuple(_edge(definition, way, lines, heights, plans, placed.get(way.index)) for way in ways),
		rows=heights.rows,
		cuts=tuple(top - 12 for top, _ in heights.rows[1:]),
		compact=compact,
	)


def _box(plan: Plan, exact: frame.Frame, heights: assembly.Heights) -> Box:
	spot = exact.spots[plan.step]
	y = round(heights.middle(spot.row) - plan.h / 2, 2)
	return Box(
		step=plan.step,
		kind=plan.kind,
		lane=plan.lane,
		rank=spot.row,
		x=round(spot.left, 2),
		y=y,
		w=plan.w,
		h=plan.h,
		lines=plan.lines,
		caption=plan.caption,
		split=plan.split,
		join=plan.join,
		status=plan.status,
	)


def _edge(
	definition: Definition,
	way: routes.Route,
	lines: ports.Lines,
	heights: assembly.Heights,
	plans: dict[str, Plan],
	words: Label | None,
) -> Edge:
	source, target = way.source.step, way.target.step
	corners = assembly.points(way, lines, heights, bool(plans[target].join), bool(plans[source].split))
	decision = definition.transitions[way.index].decision
	return Edge(way.index, source, target, decision, corners, words, way.back)
