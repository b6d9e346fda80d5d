"""The share of cases that have power after so many days, one curve a flow. Pure: gives the text of an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

WIDTH, HEIGHT = 760, 380
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 48, 56
STYLES = (("#b3541e", "7 4"), ("#1f6f54", ""))  # told apart without colour too


@dataclass(frozen=True)
class Curve:
	name: str
	days: Sequence[float]


@dataclass(frozen=True)
class Frame:
	most: float

	def x(self, days: float) -> float:
		return LEFT + (WIDTH - LEFT - RIGHT) * days / self.most

	@staticmethod
	def y(share: float) -> float:
		return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def svg(curves: Sequence[Curve], title: str, axis: str) -> str:
	"""`days` of the curves in any order; `axis` names the horizontal axis."""
	most = max(day for curve in curves for day in curve.days)
	step = max(5 * ceil(most / 50), 5)
	frame = Frame(step * ceil(most / step))
	parts = [
		f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="13">',
		f"<title>{escape(title)}</title>",
		f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
		*_grid(frame, step),
		_text(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 14, axis, "middle"),
		*(part for i, curve in enumerate(curves) for part in _curve(frame, curve, i)),
		"</svg>",
	]
	return "\n".join(parts) + "\n"


def _grid(frame: Frame, step: int) -> list[str]:
	parts = []
	for share in (0, 0.25, 0.5, 0.75, 1):
		y = frame.y(share)
		parts += [_line(LEFT, y, WIDTH - RIGHT, y), _text(LEFT - 8, y + 4, f"{share:.0%}", "end")]
	for days in range(0, int(frame.most) + 1, step):
		x = frame.x(days)
		parts += [_line(x, TOP, x, HEIGHT - BOTTOM), _text(x, HEIGHT - BOTTOM + 18, str(days), "middle")]
	return parts


def _curve(frame: Frame, curve: Curve, index: int) -> list[str]:
	colour, dashes = STYLES[index]
	ordered = sorted(curve.days)
	points, share = [f"{frame.x(0):.1f},{frame.y(0):.1f}"], 0.0
	for i, days in enumerate(ordered):
		points.append(f"{frame.x(days):.1f},{frame.y(share):.1f}")
		share = (i + 1) / len(ordered)
		points.append(f"{frame.x(days):.1f},{frame.y(share):.1f}")
	stroke = f'fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes}"'
	x = LEFT + index * (WIDTH - LEFT - RIGHT) / 2
	return [
		f'<polyline points="{" ".join(points)}" {stroke}/>',
		f'<path d="M{x:.0f} 24h36" {stroke}/>',
		_text(x + 44, 28, curve.name, "start"),
	]


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
	return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#d9dde1"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
	return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#2b3036">{escape(text)}</text>'
