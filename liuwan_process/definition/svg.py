"""Draws a layout as SVG: self-contained, readable by a screen reader, its colours replaceable by a theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from liuwan_process.definition.drawing import shapes
from liuwan_process.definition.drawing.geometry import (
	LINE,
	MARGIN,
	Box,
	Connector,
	Edge,
	Lane,
	Layout,
	Page,
)
from liuwan_process.definition.drawing.markup import lines, number, tag, words
from liuwan_process.definition.drawing.paging import pages
from liuwan_process.definition.drawing.style import stylesheet
from liuwan_process.definition.drawing.text import clean
from liuwan_process.definition.model import Definition

STATUS_WORDS = {"done": "Done", "current": "Current", "skipped": "Skipped", "coming": "Coming"}
CHANGE_WORDS = {"added": "New", "removed": "Removed", "changed": "Changed", "moved": "Moved"}
KIND_WORDS = {
	"start": "Start",
	"task": "Task",
	"approval": "Approval",
	"notice": "Notice",
	"automatic": "Automatic",
	"subprocess": "Sub-process",
	"end": "End",
}
SPLIT_WORDS = {"one": "One way is taken", "some": "Some ways are taken", "all": "All ways are taken"}
JOIN_WORDS = {"any": "Goes on when one way has arrived", "all": "Goes on when all ways have arrived"}


@dataclass(frozen=True)
class _View:
	"""What is shown about the steps, besides where they stand."""

	translate: Callable[[str], str] = str
	status: Mapping[str, str] = field(default_factory=dict)
	badges: Mapping[str, str] = field(default_factory=dict)
	problems: frozenset[str] = frozenset()
	interactive: bool = False
	changes: Mapping[str, str] = field(default_factory=dict)
	ways: Mapping[int, str] = field(default_factory=dict)


def render(
	layout: Layout,
	definition: Definition,
	*,
	status: Mapping[str, str] | None = None,
	badges: Mapping[str, str] | None = None,
	problems: Iterable[str] | None = None,
	title: str = "",
	translate: Callable[[str], str] = str,
	interactive: bool = False,
	changes: Mapping[str, str] | None = None,
	ways: Mapping[int, str] | None = None,
) -> str:
	"""The drawing as one <svg>.

	`status` says done, current, skipped or coming by step; `badges` a counter or an age; `problems` the steps to
	mark. `translate` is used for the few words of the drawing itself; titles were translated by `layout`.
	`interactive` lets the keyboard reach each step. `changes` says added, removed, changed or moved by step, `ways`
	by the index of a transition.
	"""
	view = _View(
		translate,
		status or {},
		badges or {},
		frozenset(problems or ()),
		interactive,
		changes or {},
		ways or {},
	)
	body = _lanes(layout.lanes, layout.header, layout.height) + _content(layout.boxes, layout.edges, view)
	name = clean(title) or definition.title
	return _svg(layout, layout.height, name, _description(layout, view), body, view)


def render_pages(
	layout: Layout,
	definition: Definition,
	page_height: float,
	*,
	status: Mapping[str, str] | None = None,
	badges: Mapping[str, str] | None = None,
	problems: Iterable[str] | None = None,
	title: str = "",
	translate: Callable[[str], str] = str,
) -> list[str]:
	"""The drawing as one <svg> for each page of at most `page_height` pixels, lane titles repeated on each."""
	view = _View(translate, status or {}, badges or {}, frozenset(problems or ()))
	name = clean(title) or definition.title
	sheets = pages(layout, page_height)
	return [_sheet(layout, page, len(sheets), name, view) for page in sheets]


def _sheet(layout: Layout, page: Page, count: int, name: str, view: _View) -> str:
	top = MARGIN + layout.header + page.above
	content = _content(page.boxes, page.edges, view, page.connectors)
	shifted = tag("g", content, transform=f"translate(0 {number(top - page.top)})")
	body = _lanes(layout.lanes, layout.header, page.height) + shifted
	name = f"{name} ({page.number}/{count})" if count > 1 else name
	return _svg(layout, page.height, name, _description(layout, view, page.boxes), body, view)


def _svg(layout: Layout, height: float, name: str, description: str, body: str, view: _View) -> str:
	return tag(
		"svg",
		tag("title", words(name)),
		tag("desc", words(description)),
		tag("style", stylesheet(changes=bool(view.changes or view.ways))),
		tag("rect", x=0, y=0, width=layout.width, height=height, class_="paper"),
		body,
		xmlns="http://www.w3.org/2000/svg",
		viewBox=f"0 0 {number(layout.width)} {number(height)}",
		width="100%",
		style=f"max-width:{number(layout.width)}px;height:auto;display:block",
		role="group" if view.interactive else "img",
		aria_label=name,
		class_="lp-drawing lp-compact" if layout.compact else "lp-drawing",
	)


# Lanes


def _lanes(lanes: tuple[Lane, ...], header: float, height: float) -> str:
	"""Columns with their titles and the lines between them."""
	if not lanes or not header:
		return ""
	bottom = height - MARGIN
	columns = [_lane(n, lane, header, bottom) for n, lane in enumerate(lanes)]
	first, last = lanes[0], lanes[-1]
	borders = [f"M{number(lane.x)} {MARGIN}V{number(bottom)}" for lane in lanes[1:]]
	borders.append(f"M{number(first.x)} {number(MARGIN + header)}H{number(last.x + last.width)}")
	frame = tag(
		"rect",
		x=first.x,
		y=MARGIN,
		width=last.x + last.width - first.x,
		height=bottom - MARGIN,
		rx=6,
		class_="frame",
	)
	return tag("g", *columns, tag("path", d="".join(borders), class_="lane-line"), frame, class_="lanes")


def _lane(number_: int, lane: Lane, header: float, bottom: float) -> str:
	parity = "even" if number_ % 2 else "odd"
	column = tag(
		"rect", x=lane.x, y=MARGIN, width=lane.width, height=bottom - MARGIN, class_=f"lane {parity}"
	)
	head = tag("rect", x=lane.x, y=MARGIN, width=lane.width, height=header, class_="header")
	baseline = MARGIN + header / 2 - len(lane.lines) * LINE / 2 + 13
	title = lines(lane.lines, lane.x + lane.width / 2, baseline, LINE, class_="lane-title")
	return column + head + (title if lane.lines else "")


# Steps and arrows


def _content(
	boxes: Iterable[Box], edges: Iterable[Edge], view: _View, connectors: Iterable[Connector] = ()
) -> str:
	edges = tuple(edges)
	leaving = {c.edge for c in connectors if c.leaves}
	parts = [_step(box, view) for box in boxes]
	drawn = (_edge(edge, edge.index in leaving, view.ways.get(edge.index, "")) for edge in edges)
	parts.append(tag("g", *drawn, class_="edges"))
	parts += [shapes.label(edge) for edge in edges]
	parts += [_connector(connector, view) for connector in connectors]
	return "".join(parts)


def _edge(edge: Edge, goes_on: bool, change: str) -> str:
	drawn = shapes.plain_line(edge) if goes_on else shapes.line(edge)
	kind = f"edge {edge.decision}" + (" back" if edge.back else "") + (f" change-{change}" if change else "")
	return tag(
		"g", drawn, class_=kind, data_from=edge.source, data_to=edge.target, data_transition=edge.index
	)


def _step(box: Box, view: _View) -> str:
	status = view.status.get(box.step, "")
	kind = "refused" if box.kind == "end" and box.status == "Refused" else box.kind
	current = "▶ " + view.translate(STATUS_WORDS["current"]) if status == "current" else ""
	return tag(
		"g",
		tag("title", words(_spoken(box, view))),
		shapes.shape(box),
		shapes.icon(box),
		shapes.title(box, current),
		shapes.plus(box) if box.kind == "subprocess" else "",
		shapes.mark(box.join, box.cx, box.y),
		shapes.mark(box.split, box.cx, box.bottom),
		_signs(box, status, view),
		data_step=box.step,
		class_=" ".join(_classes(box, view, status, kind)),
		tabindex=0 if view.interactive else None,
		role="button" if view.interactive else None,
		aria_label=_spoken(box, view) if view.interactive else None,
		aria_current="step" if status == "current" else None,
	)


def _classes(box: Box, view: _View, status: str, kind: str) -> Iterable[str]:
	yield f"step kind-{kind}"
	if status:
		yield f"status-{status}"
	if change := view.changes.get(box.step):
		yield f"change-{change}"


def _signs(box: Box, status: str, view: _View) -> str:
	"""What stands at the corners: done or skipped, counter, problem."""
	signs = shapes.tick(box, status == "done") if status in ("done", "skipped") else ""
	if box.step in view.problems:
		signs += shapes.alarm(box)
	if view.badges.get(box.step):
		signs += shapes.badge(box, clean(view.badges[box.step]))
	if word := CHANGE_WORDS.get(view.changes.get(box.step, "")):
		signs += shapes.flag(box, view.changes[box.step], clean(view.translate(word)))
	return signs


def _connector(connector: Connector, view: _View) -> str:
	where = f"{view.translate('Page')} {connector.page}"
	x, y = connector.x, connector.y
	drawn = tag("circle", cx=x, cy=y, r=9) + lines((connector.letter,), x, y + 3.8, 0)
	return tag("g", tag("title", words(where)), drawn, class_="connector")


# In words


def _spoken(box: Box, view: _View) -> str:
	"""A step as a screen reader says it: title, kind, marks, status, counter, problem."""
	title = "".join(box.lines) if any(ord(c) > 0x2E7F for c in box.lines[0]) else " ".join(box.lines)
	kind = box.status if box.kind == "end" and box.status == "Refused" else KIND_WORDS.get(box.kind, "")
	said = [kind, SPLIT_WORDS.get(box.split, ""), JOIN_WORDS.get(box.join, "")]
	said.append(STATUS_WORDS.get(view.status.get(box.step, ""), ""))
	said.append(CHANGE_WORDS.get(view.changes.get(box.step, ""), ""))
	said.append("Problem" if box.step in view.problems else "")
	extra = [view.translate(word) for word in said if word]
	extra += [clean(view.badges[box.step])] if view.badges.get(box.step) else []
	return f"{title} ({', '.join(extra)})" if extra else title


def _description(layout: Layout, view: _View, boxes: Iterable[Box] | None = None) -> str:
	"""All steps in reading order, each with where it leads."""
	leads: dict[str, list[str]] = {}
	for edge in layout.edges:
		words_ = f"{edge.label.text}: " if edge.label else ""
		leads.setdefault(edge.source, []).append(words_ + " ".join(layout.by_step[edge.target].lines))
	lanes = {lane.id: lane.title for lane in layout.lanes}
	steps = sorted(layout.boxes if boxes is None else boxes, key=lambda b: (b.rank, b.x))
	return " ".join(_sentence(box, lanes.get(box.lane) or box.caption, leads, view) for box in steps)


def _sentence(box: Box, lane: str, leads: Mapping[str, list[str]], view: _View) -> str:
	where = f"{lane}: " if lane else ""
	onward = f" → {'; '.join(leads[box.step])}" if box.step in leads else ""
	return f"{where}{_spoken(box, view)}{onward}."
