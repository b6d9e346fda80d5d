"""Measures and wraps text without a font: Chinese characters count 1 em, Latin letters what a wide sans needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

NARROW = frozenset("iljtfrI.,:;|!'`()[]{} /\\-")
BROAD = frozenset("mwMW@%&")
CLOSING = frozenset("，。、；：？！）】》」』”’…,.;:?!)]}%")
OPENING = frozenset("（【《「『“‘([{")
UNPRINTABLE = re.compile(
	"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)


def clean(text: str) -> str:
	"""One line of printable text: control characters gone, white space single."""
	return " ".join(UNPRINTABLE.sub(" ", str(text)).split())


@lru_cache(maxsize=4096)
def em(char: str) -> float:
	"""Width of one character in em."""
	if unicodedata.combining(char):
		return 0
	if not char.isascii():
		return 0.62 if unicodedata.east_asian_width(char) in ("N", "Na", "H") else 1
	if char in NARROW:
		return 0.36
	if char in BROAD:
		return 0.9
	return 0.68 if char.isupper() else 0.57


def width(text: str, size: float) -> float:
	return sum(map(em, text)) * size


def wrap(text: str, room: float, size: float, limit: int = 8) -> tuple[str, ...]:
	"""`text` in lines not wider than `room`, of about equal length; what exceeds `limit` lines ends in an ellipsis."""
	tokens = list(_tokens(clean(text), room, size))
	lines = _fill(tokens, room, size)
	if len(lines) > limit:
		return (*lines[: limit - 1], _clip(lines[limit - 1] + lines[limit], room, size))
	return tuple(_balance(tokens, lines, room, size))


def _balance(tokens: list[str], lines: list[str], room: float, size: float) -> list[str]:
	"""The same number of lines, as even as whole words allow."""
	if len(lines) < 2:
		return lines
	low = max(room / 2, max(width(token.rstrip(), size) for token in tokens))
	for _ in range(4):
		middle = (low + room) / 2
		tried = _fill(tokens, middle, size)
		if len(tried) == len(lines):
			lines, room = tried, middle
		else:
			low = middle
	return lines


def _fill(tokens: list[str], room: float, size: float) -> list[str]:
	lines, line, used = [], "", 0.0
	for token in tokens:
		wide = width(token, size)
		if line and used + width(token.rstrip(), size) > room:
			lines.append(line.rstrip())
			line, used = "", 0.0
		line, used = line + token, used + wide
	if line.strip():
		lines.append(line.rstrip())
	return lines


def _tokens(text: str, room: float, size: float) -> Iterator[str]:
	"""Pieces between which a line may break. A Latin word keeps the blank after it."""
	for piece in _glue(re.findall(r"[!-~\u00a1-\u1fff]+ ?|.", text)):
		yield from _chop(piece, room, size)


def _glue(pieces: list[str]) -> list[str]:
	"""Closing punctuation stays with what precedes it, opening punctuation with what follows."""
	glued: list[str] = []
	for piece in pieces:
		if glued and (piece[0] in CLOSING or piece == " " or glued[-1][-1] in OPENING):
			glued[-1] += piece
		else:
			glued.append(piece)
	return glued


def _chop(piece: str, room: float, size: float) -> Iterator[str]:
	"""A piece wider than a line, in parts that fit."""
	part = ""
	for char in piece:
		if part and width(part + char, size) > room and char != " ":
			yield part
			part = ""
		part += char
	yield part


def _clip(text: str, room: float, size: float) -> str:
	while text and width(text + "…", size) > room:
		text = text[:-1]
	return text + "…"
