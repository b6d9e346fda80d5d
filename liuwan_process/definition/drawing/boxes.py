"""What stands in each box and in the header of each lane, and how high that makes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from liuwan_process.definition.drawing.frame import Frame
from liuwan_process.definition.drawing.geometry import (
	BOX_MIN_HEIGHT,
	BOX_WIDTH,
	CAPTION_FONT,
	CAPTION_LINE,
	COMPACT_BOX_WIDTH,
	FONT,
	HEADER_FONT,
	LINE,
	MARK_ROOM,
	Lane,
)
from liuwan_process.definition.drawing.ranks import lanes_of_steps
from liuwan_process.definition.drawing.text import clean, wrap
from liuwan_process.definition.model import SPLITS, Definition, Step

TEXT_PAD = 13  # above and below the text
SIDE_PADS = {"start": 18, "end": 18, "approval": 25, "notice": 25, "automatic": 25, "subprocess": 28}
PAD = 12
HEADER_PAD = 11


@dataclass(frozen=True, slots=True)
class Plan:
	"""A box without its place."""

	step: str
	kind: str
	lane: str
	w: float
	h: float
	lines: tuple[str, ...]
	caption: str
	split: str
	join: str
	status: str


def text_room(kind: str, w: float) -> float:
	"""Width that the text of a box may take."""
	return w - 2 * SIDE_PADS.get(kind, PAD)


def plan_boxes(definition: Definition, titles: Callable[[str], str], compact: bool) -> dict[str, Plan]:
	arriving: dict[str, int] = {}
	leaving: dict[str, int] = {}
	for transition in definition.transitions:
		leaving[transition.source] = leaving.get(transition.source, 0) + 1
		arriving[transition.target] = arriving.get(transition.target, 0) + 1
	lanes = lanes_of_steps(definition)
	return {
		step.id: _plan(
			step, lanes[step.id], titles, compact, leaving.get(step.id, 0) > 1, arriving.get(step.id, 0) > 1
		)
		for step in definition.by_id.values()
	}


def _plan(
	step: Step, lane: str, titles: Callable[[str], str], compact: bool, splits: bool, joins: bool
) -> Plan:
	w = COMPACT_BOX_WIDTH if compact else BOX_WIDTH
	room = text_room(step.kind, w)
	caption = wrap(titles(lane), room, CAPTION_FONT, 1)[0] if compact and clean(lane) else ""
	lines = wrap(titles(step.title) or step.id, room, FONT)
	marks = MARK_ROOM * ((splits and step.split in SPLITS) + (joins and bool(step.join)))
	h = 2 * TEXT_PAD + len(lines) * LINE + (CAPTION_LINE if caption else 0)
	return Plan(
		step=step.id,
		kind=step.kind,
		lane="" if compact else lane,
		w=w,
		h=max(BOX_MIN_HEIGHT, h) + marks,
		lines=lines,
		caption=caption,
		split=step.split if splits else "",
		join=step.join if joins else "",
		status=step.status if step.kind == "end" else "",
	)


def plan_lanes(ids: tuple[str, ...], exact: Frame, titles: Callable[[str], str]) -> tuple[Lane, ...]:
	lanes = []
	for lane, (x, w) in zip(ids, exact.lanes, strict=True):
		title = clean(titles(lane)) if lane else ""
		lanes.append(Lane(lane, title, round(x, 2), round(w, 2), wrap(title, w - 20, HEADER_FONT, 4)))
	return tuple(lanes)


def header_height(lanes: tuple[Lane, ...]) -> float:
	"""Height of the row of lane titles; none if there is nothing to say."""
	lines = max((len(lane.lines) for lane in lanes), default=0)
	return lines * LINE + 2 * HEADER_PAD if lines else 0
