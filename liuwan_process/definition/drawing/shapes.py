"""The shapes of the drawing: one for each kind of step, and the marks at and in a box."""

from __future__ import annotations

from collections.abc import Iterable

from liuwan_process.definition.drawing.geometry import CAPTION_LINE, LABEL_LINE, LINE, MARK, Box, Edge, Point
from liuwan_process.definition.drawing.markup import attribute, lines, number, tag, words
from liuwan_process.definition.drawing.text import width

CUT = 11  # of the corners of an approval
ROUND = 6  # of the corners of arrows
HEAD = 8  # length of an arrow head
SIGNS = {
	"one": "M-3.4-3.4L3.4 3.4M3.4-3.4L-3.4 3.4",
	"all": "M-4.6 0H4.6M0-4.6V4.6",
	"some": "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0",
}
SIGNS["any"] = SIGNS["some"]
CHANGE_SIGNS = {
	"added": "M-4 0H4M0-4V4",
	"removed": "M-4 0H4",
	"changed": "M-4-2C-1.5-5 1.5 1 4-2M-4 2.5C-1.5-.5 1.5 5.5 4 2.5",
	"moved": "M-4 0H4M1-3L4 0L1 3",
}
ICONS = {
	"approval": "M6 5.6a2.6 2.6 0 1 0 0-5.2a2.6 2.6 0 0 0 0 5.2M1 12c0-6 10-6 10 0",
	"notice": "M.5 1.5h12v8.5h-12zM.5 1.5l6 5l6-5",
	"automatic": "M6.5 3.6a2.9 2.9 0 1 0 0 5.8a2.9 2.9 0 0 0 0-5.8M6.5.3v2M6.5 10.7v2M.3 6.5h2M10.7 6.5h2"
	"M2.1 2.1l1.4 1.4M9.5 9.5l1.4 1.4M2.1 10.9l1.4-1.4M9.5 3.5l1.4-1.4",
}


def shape(box: Box, grow: float = 0, class_: str = "shape") -> str:
	"""The outline of a box, `grow` pixels outside its border."""
	x, y, w, h = box.x - grow, box.y - grow, box.w + 2 * grow, box.h + 2 * grow
	if box.kind == "approval":
		return tag("path", d=_octagon(x, y, w, h), class_=class_)
	corner = min(h / 2, 23 + grow) if box.kind in ("start", "end") else 2 if box.kind == "notice" else 6
	return tag("rect", x=x, y=y, width=w, height=h, rx=float(corner), class_=class_)


def _octagon(x: float, y: float, w: float, h: float) -> str:
	right, bottom = x + w, y + h
	corners = [
		(x + CUT, y),
		(right - CUT, y),
		(right, y + CUT),
		(right, bottom - CUT),
		(right - CUT, bottom),
		(x + CUT, bottom),
		(x, bottom - CUT),
		(x, y + CUT),
	]
	return "M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z"


def icon(box: Box) -> str:
	"""The small picture on the left of an approval, a notice or an automatic step."""
	path = ICONS.get(box.kind)
	return tag("path", d=path, class_="icon", transform=_at(box.x + 8, box.cy - 6)) if path else ""


def plus(box: Box) -> str:
	"""The framed cross on the right of a box that stands for another process."""
	frame = tag("rect", x=-6, y=-6, width=12, height=12, rx=1.5)
	cross = tag("path", d="M-3.4 0H3.4M0-3.4V3.4")
	return tag("g", frame, cross, class_="plus", transform=_at(box.right - 14, box.cy))


def title(box: Box, status_word: str) -> str:
	"""The text in a box: lane caption, wrapped title, status word."""
	tall = len(box.lines) * LINE + CAPTION_LINE * (bool(box.caption) + bool(status_word))
	y = box.text_middle - tall / 2
	parts = []
	if box.caption:
		parts.append(lines((box.caption,), box.cx, y + 10.5, 0, class_="caption"))
		y += CAPTION_LINE
	parts.append(lines(box.lines, box.cx, y + 13, LINE, class_="words"))
	if status_word:
		parts.append(lines((status_word,), box.cx, y + len(box.lines) * LINE + 10.5, 0, class_="caption"))
	return "".join(parts)


def mark(name: str, x: float, y: float) -> str:
	"""The diamond of a split or join."""
	if name not in SIGNS:
		return ""
	diamond = f"M0-{MARK}L{MARK} 0L0 {MARK}L-{MARK} 0Z"
	return tag(
		"g",
		tag("path", d=diamond),
		tag("path", d=SIGNS[name]),
		class_=f"mark mark-{name}",
		transform=_at(x, y),
	)


def tick(box: Box, done: bool) -> str:
	"""The round sign at the corner of a step that is done, or was skipped."""
	sign = "M-3.6.2L-1 2.9L3.8-2.7" if done else "M-3.4 0H3.4"
	x, y = corner(box)
	return tag("g", tag("circle", r=8), tag("path", d=sign), class_="tick", transform=_at(x, y))


def corner(box: Box) -> Point:
	"""Where signs stand: on the upper left of the border."""
	inset = 4 if box.kind in ("start", "end", "approval") else 0
	return box.x + inset, box.y + inset


def badge(box: Box, text: str) -> str:
	"""The rounded counter at the upper right."""
	wide = max(20.0, width(text, 11) + 12)
	x = min(box.right + 8 - wide, box.right - 12)
	rect = tag("rect", x=x, y=box.y - 10, width=wide, height=20, rx=10)
	return tag("g", rect, lines((text,), x + wide / 2, box.y + 4, 0), class_="badge")


def flag(box: Box, change: str, word: str) -> str:
	"""The sign and the word of what became of a step, at its lower left corner."""
	sign, wide = CHANGE_SIGNS[change], width(word, 11.5) + 26
	x, y = box.x - 6, box.bottom - 9
	rect = tag("rect", x=x, y=y, width=wide, height=17, rx=3)
	drawn = tag("path", d=sign, transform=_at(x + 10, y + 8.5))
	return tag("g", rect, drawn, lines((word,), x + 18, y + 12.4, 0), class_=f"flag flag-{change}")


def alarm(box: Box) -> str:
	"""The dashed halo and the exclamation mark of a step with a problem."""
	x, y = box.right - 14, box.bottom
	sign = tag("circle", cx=x, cy=y, r=8) + lines(("!",), x, y + 4.2, 0)
	return shape(box, 6, "halo") + tag("g", sign, class_="alarm")


def line(edge: Edge) -> str:
	"""The line of an arrow with rounded corners, and its head."""
	tip, before = edge.points[-1], edge.points[-2]
	dx, dy = _direction(before, tip)
	end = (tip[0] - dx * (HEAD - 2), tip[1] - dy * (HEAD - 2))
	return tag("path", d=_rounded([*edge.points[:-1], end])) + head(tip, (dx, dy))


def head(tip: Point, direction: Point) -> str:
	(x, y), (dx, dy) = tip, direction
	back = (x - dx * HEAD, y - dy * HEAD)
	corners = [tip, (back[0] - dy * 4, back[1] + dx * 4), (back[0] + dy * 4, back[1] - dx * 4)]
	return tag("polygon", points=" ".join(f"{number(a)},{number(b)}" for a, b in corners))


def plain_line(edge: Edge) -> str:
	"""The line of an arrow that goes on elsewhere."""
	return tag("path", d=_rounded(edge.points))


def _rounded(points: Iterable[Point]) -> str:
	points = list(points)
	path = [f"M{_pair(points[0])}"]
	for before, here, after in zip(points, points[1:], points[2:], strict=False):
		radius = min(ROUND, _distance(before, here) / 2, _distance(here, after) / 2)
		into, out = _direction(before, here), _direction(here, after)
		path.append(f"L{_pair((here[0] - into[0] * radius, here[1] - into[1] * radius))}")
		path.append(f"Q{_pair(here)} {_pair((here[0] + out[0] * radius, here[1] + out[1] * radius))}")
	return "".join([*path, f"L{_pair(points[-1])}"])


def _pair(point: Point) -> str:
	return f"{number(point[0])} {number(point[1])}"


def _distance(a: Point, b: Point) -> float:
	return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _direction(a: Point, b: Point) -> Point:
	far = _distance(a, b) or 1
	return (b[0] - a[0]) / far, (b[1] - a[1]) / far


def label(edge: Edge) -> str:
	"""The words at an arrow; the whole text on hover where it was shortened."""
	words_at = edge.label
	if not words_at:
		return ""
	x = words_at.x if words_at.anchor == "start" else words_at.x + words_at.w
	text = lines(words_at.lines, x, words_at.y + 11, LABEL_LINE, text_anchor=words_at.anchor)
	return tag("g", tag("title", words(words_at.text)), text, class_=f"label {attribute(edge.decision)}")


def _at(x: float, y: float) -> str:
	return f"translate({number(x)} {number(y)})"
