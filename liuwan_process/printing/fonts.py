"""Fonts for a print: of the server's Chinese fonts just the characters that are used, so that embedding them is quick.

WeasyPrint would cut the whole font, tens of thousands of characters, for every document; that takes half a minute.
"""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from functools import lru_cache

SANS, SERIF = "Case Sans", "Case Serif"
# Family in the style sheet, weight: what is asked of fontconfig.
FACES = {
	(SANS, 400): "Noto Sans CJK SC:regular:lang=zh-cn",
	(SANS, 700): "Noto Sans CJK SC:bold:lang=zh-cn",
	(SERIF, 700): "Noto Serif CJK SC:bold:lang=zh-cn",
}
ALWAYS = " 0123456789/.,:-–·→▶✓()（）、。，：；“”…"
UNUSED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "FFTM")


def has_chinese() -> bool:
	"""Whether the server has a font with Chinese characters; without fontconfig's tools nobody can tell."""
	return not shutil.which("fc-list") or bool(_ask("fc-list", ":lang=zh-cn", "family").strip())


def style(text: str) -> str:
	"""`@font-face` rules for everything in a text; empty where fontconfig has no tools, then it is slow."""
	if not shutil.which("fc-match"):
		return ""
	characters = frozenset(map(ord, text + ALWAYS))
	return "".join(_face(family, weight, pattern, characters) for (family, weight), pattern in FACES.items())


def _face(family: str, weight: int, pattern: str, characters: frozenset[int]) -> str:
	data = base64.b64encode(cut(*place(pattern), characters)).decode()
	return f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/otf;base64,{data})}}"


@lru_cache(maxsize=8)
def place(pattern: str) -> tuple[str, int]:
	"""(file, number of the font in it) of the font that fits best."""
	file, _bar, index = _ask("fc-match", "-f", "%{file}|%{index}", pattern).rpartition("|")
	return file, int(index or 0) & 0xFFFF


def cut(file: str, number: int, characters: frozenset[int]) -> bytes:
	"""A font with these characters only."""
	from fontTools import subset
	from fontTools.ttLib import TTFont

	options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=[1, 2])
	options.drop_tables = [*options.drop_tables, *UNUSED_TABLES]
	font = TTFont(file, fontNumber=number, lazy=True)
	subsetter = subset.Subsetter(options)
	subsetter.populate(unicodes=characters)
	subsetter.subset(font)
	stored = io.BytesIO()
	font.save(stored)
	return stored.getvalue()


def _ask(*command: str) -> str:
	return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
