"""Where exactly each arrow touches its boxes, so that no two upright lines lie on each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from liuwan_process.definition.drawing.frame import Frame, Spot
from liuwan_process.definition.drawing.routes import Route

APART, CLOSE = 10, 5  # wished and least distance of two upright lines
PITCH, WIDE_PITCH = 28, 58  # between neighbours on a border, without and with words
CORNER = 14  # kept free at the ends of a border
BESIDE = 8  # least distance of a line from a box that it passes


@dataclass
class Lines:
	"""The x of every upright part: at the source's lower border, of the run, at the target's upper border."""

	out: dict[int, float] = field(default_factory=dict)
	run: dict[int, float] = field(default_factory=dict)
	into: dict[int, float] = field(default_factory=dict)


def assign(routes: list[Route], frame: Frame, tracks: Mapping[int, int], labelled: set[int]) -> Lines:
	"""Places straight arrows first, then long runs, then the rest outward from the middle of each border."""
	wishes = _wishes(routes, frame, tracks, labelled)
	ports = _Ports(frame)
	for route in sorted(routes, key=lambda r: _order(r, wishes)):
		ports.place(route, wishes, tracks)
	return ports.lines


def _order(route: Route, wishes: Mapping) -> tuple:
	kind = ("straight", "target", "source").index(route.run) if isinstance(route.run, str) else 3
	wish = abs(wishes.get((route.index, "out"), 0)) + abs(wishes.get((route.index, "in"), 0))
	return kind, route.span[0] - route.span[1], wish, route.index


def _wishes(routes: list[Route], frame: Frame, tracks: Mapping[int, int], labelled: set[int]) -> dict:
	"""Wished distance from the middle of the box, by (index, "out" or "in")."""
	borders: dict[tuple[str, str], list[tuple[float, float, int, bool]]] = {}
	spots: dict[str, Spot] = frame.spots
	for route in routes:
		run = frame.track_x(route.run, tracks[route.index]) if isinstance(route.run, tuple) else None
		if route.leave == "bottom":
			level = route.in_level if route.run == "source" else route.out_level
			arrow = _arrow(route, route.source, route.target.cx if run is None else run, -level)
			borders.setdefault((route.source.step, "out"), []).append(arrow)
		if route.enter == "top":
			level = route.out_level if route.run == "target" else route.in_level
			arrow = _arrow(route, route.target, route.source.cx if run is None else run, level)
			borders.setdefault((route.target.step, "in"), []).append(arrow)
	wishes = {}
	for (step, end), arrows in borders.items():
		wordy = end == "out" and len(arrows) > 2 and any(arrow[2] in labelled for arrow in arrows)
		spread = _spread(spots[step], sorted(arrows), WIDE_PITCH if wordy else PITCH)
		wishes.update({(index, end): offset for index, offset in spread.items()})
	return wishes


def _arrow(route: Route, spot: Spot, to: float, near: float) -> tuple[float, float, int, bool]:
	"""What the order on a border depends on: left, straight or right, then how near to the box the arrow turns."""
	if route.run == "straight":
		return 0, 0, route.index, True
	side = -1 if to < spot.cx else 1
	return side, side * near, route.index, False


def _spread(spot: Spot, arrows: list[tuple[float, float, int, bool]], pitch: float) -> dict[int, float]:
	"""Side by side in the order of where they go; straight ones about the middle."""
	straight = [n for n, arrow in enumerate(arrows) if arrow[3]]
	middle = sum(straight) / len(straight) if straight else (len(arrows) - 1) / 2
	room = spot.w / 2 - CORNER
	most = max(middle, len(arrows) - 1 - middle)
	pitch = min(pitch, room / most) if most else pitch
	return {arrow[2]: (n - middle) * pitch for n, arrow in enumerate(arrows)}


class _Ports:
	def __init__(self, frame: Frame) -> None:
		self.frame = frame
		self.lines = Lines()
		self.taken: dict[int, list[float]] = {}

	def place(self, route: Route, wishes: Mapping, tracks: Mapping[int, int]) -> None:
		index, lines = route.index, self.lines
		out, into = wishes.get((index, "out"), 0), wishes.get((index, "in"), 0)
		span = range(route.span[0], route.span[1] + 1)
		if route.run == "straight":
			wish = out if abs(out) > abs(into) else into
			lines.out[index] = lines.run[index] = lines.into[index] = self._take(route.source, wish, span)
			return
		if route.run == "target":
			lines.run[index] = lines.into[index] = self._take(route.target, into, span)
		elif route.run == "source":
			lines.run[index] = lines.out[index] = self._take(route.source, out, span)
		else:
			lines.run[index] = self.frame.track_x(route.run, tracks[index])
		if route.leave == "bottom" and index not in lines.out:
			lines.out[index] = self._take(route.source, out, range(route.out_level, route.out_level + 1))
		if route.enter == "top" and index not in lines.into:
			lines.into[index] = self._take(route.target, into, range(route.in_level, route.in_level + 1))

	def _take(self, spot: Spot, wish: float, levels: range) -> float:
		"""The x nearest to the wish that keeps its distance from lines and boxes at all these levels."""
		choices = [x for x in self._choices(spot, wish) if self._passes(spot, x, levels)]
		for distance in (APART, CLOSE, 1):
			for x in choices:
				if all(abs(x - other) >= distance for level in levels for other in self.taken.get(level, ())):
					return self._note(x, levels)
		return self._note(choices[0] if choices else spot.cx, levels)

	def _note(self, x: float, levels: range) -> float:
		for level in levels:
			self.taken.setdefault(level, []).append(x)
		return x

	@staticmethod
	def _choices(spot: Spot, wish: float) -> list[float]:
		room = spot.w / 2 - CORNER
		outward = 1 if wish >= 0 else -1
		offsets = [wish]
		for step in range(1, 24):
			offsets += [wish + outward * step * 6, wish - outward * step * 6]
		return [spot.cx + offset for offset in offsets if abs(offset) <= room + 0.01]

	def _passes(self, spot: Spot, x: float, levels: range) -> bool:
		"""Whether a line at x touches no box of the rows among these levels but the spot itself."""
		rows = [level // 2 for level in levels if level % 2]
		boxes = (box for row in rows for box in self.frame.rows[row] if box is not spot)
		return all(x < box.left - BESIDE or x > box.right + BESIDE for box in boxes)
