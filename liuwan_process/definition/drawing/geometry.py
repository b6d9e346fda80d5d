"""What a finished drawing consists of, as frozen values in pixels (96 to the inch, y grows downward)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

Point = tuple[float, float]

MARGIN = 8
BOX_WIDTH = 152
COMPACT_BOX_WIDTH = 228
BOX_MIN_HEIGHT = 46
SIDE_GAP = 28  # between two boxes of the same lane and row
TRACK = 12  # between two parallel arrows
FIRST_TRACK = 16  # from a box to the arrow that passes nearest
LANE_PAD = 16  # from a box to the line of its lane when no arrow passes
ARROW_ROOM = 20  # above a box, kept for arrow heads
ROW_GAP = 36  # least distance between two rows
MARK = 10  # half the diagonal of the diamond that marks a split or a join
MARK_ROOM = 6  # by which a box grows for each mark, so that its text keeps off

FONT = 13
LINE = 17
CAPTION_FONT = 10.5
CAPTION_LINE = 14
LABEL_FONT = 11
LABEL_LINE = 14
HEADER_FONT = 13


@dataclass(frozen=True, slots=True)
class Lane:
	"""One column of the drawing; `lines` is its title as it is wrapped in the header."""

	id: str
	title: str
	x: float
	width: float
	lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
	"""One step. `split` and `join` name the marks to draw below and above it, empty for none."""

	step: str
	kind: str
	lane: str
	rank: int
	x: float
	y: float
	w: float
	h: float
	lines: tuple[str, ...]
	caption: str = ""
	split: str = ""
	join: str = ""
	status: str = ""

	@property
	def cx(self) -> float:
		return self.x + self.w / 2

	@property
	def cy(self) -> float:
		return self.y + self.h / 2

	@property
	def right(self) -> float:
		return self.x + self.w

	@property
	def bottom(self) -> float:
		return self.y + self.h

	@property
	def text_middle(self) -> float:
		"""The y about which the text is centred: away from the marks."""
		return self.cy + MARK_ROOM * (bool(self.join) - bool(self.split)) / 2


@dataclass(frozen=True, slots=True)
class Label:
	"""The words at an arrow: wrapped lines and the rectangle that they need."""

	text: str
	lines: tuple[str, ...]
	x: float
	y: float
	w: float
	h: float
	anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Edge:
	"""One transition as an orthogonal line from border to border. `index` is its place in the definition."""

	index: int
	source: str
	target: str
	decision: str
	points: tuple[Point, ...]
	label: Label | None = None
	back: bool = False

	@property
	def label_text(self) -> str:
		return self.label.text if self.label else ""

	@property
	def label_position(self) -> Point | None:
		return (self.label.x, self.label.y) if self.label else None


@dataclass(frozen=True)
class Layout:
	"""A drawing. `rows` holds top and bottom of each rank; `cuts` where a page may end below each but the last."""

	width: float
	height: float
	header: float
	lanes: tuple[Lane, ...]
	boxes: tuple[Box, ...]
	edges: tuple[Edge, ...]
	rows: tuple[tuple[float, float], ...] = ()
	cuts: tuple[float, ...] = ()
	compact: bool = False

	@property
	def wide(self) -> bool:
		"""Whether the drawing reads better on a landscape page."""
		return self.width > 900

	@cached_property
	def by_step(self) -> dict[str, Box]:
		return {box.step: box for box in self.boxes}


@dataclass(frozen=True, slots=True)
class Connector:
	"""A circled letter where an arrow is interrupted by the end of a page. `page` is where it goes on."""

	letter: str
	x: float
	y: float
	edge: int
	leaves: bool
	page: int


@dataclass(frozen=True)
class Page:
	"""One sheet: the part of the drawing from `top` to `bottom`, with its own pieces of the arrows.

	Letters need `above` and `below` in addition; `header` is repeated on each sheet.
	"""

	number: int
	top: float
	bottom: float
	above: float
	below: float
	header: float
	boxes: tuple[Box, ...]
	edges: tuple[Edge, ...]
	connectors: tuple[Connector, ...]

	@property
	def height(self) -> float:
		return 2 * MARGIN + self.header + self.above + self.bottom - self.top + self.below
