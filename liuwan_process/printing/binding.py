"""Binds parts that presses made to one book: page numbers, links across parts, bookmarks. Pure, with pypdf.

In the pages a link to another part is written as the address `book:ANCHOR`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
	ArrayObject,
	DecodedStreamObject,
	DictionaryObject,
	NameObject,
	NullObject,
	NumberObject,
	TextStringObject,
)

SCHEME = "book:"
FOLIO = NameObject("/LiuwanFolio")
SIZE = 8.5  # points
RIGHT, BOTTOM = 45.4, 22.6  # points from the edges: 16 mm, and the height of the footer
CODES = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]{4})>")
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Part:
	"""A file with the page of it (from 0) on which each anchor stands."""

	pdf: str
	pages: int
	starts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
	"""A bookmark: where it leads, its words, what lies below it."""

	anchor: str
	title: str
	below: tuple[Mark, ...] = ()


def roman(number: int) -> str:
	found = ""
	for value, sign in ROMAN:
		found += sign * (number // value)
		number %= value
	return found


def places(parts: Iterable[Part], first: int = 0) -> dict[str, int]:
	"""Anchor -> page from `first` on, over parts that follow each other."""
	found: dict[str, int] = {}
	for part in parts:
		found |= {anchor: first + page for anchor, page in part.starts.items()}
		first += part.pages
	return found


class Binder:
	"""`front` is numbered with small Roman numerals (the cover stays without), `body` from 1 on."""

	def __init__(self, front: list[Part], body: list[Part]) -> None:
		self.writer = PdfWriter()
		self.front = sum(part.pages for part in front)
		self.places = places([*front, *body])
		for part in (*front, *body):
			self._append(part)
		self.font = None

	def _append(self, part: Part) -> None:
		self.writer.append(PdfReader(part.pdf), import_outline=False)

	def number(self, digits: str) -> None:
		"""Write every page's number at its foot. `digits`: a file that embeds a font with all signs of numbers."""
		font, codes, widths = _font_of(PdfReader(digits).pages[0])
		self.font = self.writer._add_object(font.clone(self.writer)) if font else None
		before = self.writer._add_object(_stream("q"))
		for number, page in enumerate(self.writer.pages):
			words = self.words(number)
			if words:
				self._stamp(page, before, "".join(codes[sign] for sign in words), _width(words, widths))
		self._labels()

	def words(self, page: int) -> str:
		"""The number of a page that is counted from 0: "", ii, iii, ..., 1, 2, ..."""
		if page < self.front:
			return roman(page + 1) if page else ""
		return str(page - self.front + 1)

	def _stamp(self, page: PageObject, before: Any, text: str, width: float) -> None:
		x = float(page.mediabox.right) - RIGHT - width
		drawn = f"Q q BT 0.34 0.39 0.45 rg {FOLIO} {SIZE} Tf 1 0 0 1 {x:.2f} {BOTTOM} Tm <{text}> Tj ET Q"
		contents = page.raw_get("/Contents")
		after = self.writer._add_object(_stream(drawn))
		page[NameObject("/Contents")] = ArrayObject([before, contents, after])
		resources = page["/Resources"].get_object()
		fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
		fonts[FOLIO] = self.font

	def _labels(self) -> None:
		"""So that a reader's own page numbers are those at the foot."""
		roman_, plain = ({NameObject("/S"): NameObject(name)} for name in ("/r", "/D"))
		nums = [NumberObject(0), DictionaryObject(roman_), NumberObject(self.front), DictionaryObject(plain)]
		labels = DictionaryObject({NameObject("/Nums"): ArrayObject(nums)})
		self.writer._root_object[NameObject("/PageLabels")] = labels

	def link(self) -> None:
		"""Turn the addresses `book:ANCHOR` into places in the book; what leads nowhere is taken away."""
		pages = self.writer.pages
		targets = [page.indirect_reference for page in pages]
		for page in pages:
			for annotation in page.get("/Annots") or ():
				self._lead(annotation.get_object(), targets)

	def _lead(self, annotation: DictionaryObject, targets: list) -> None:
		address = (annotation.get("/A") or {}).get("/URI") or ""
		if not address.startswith(SCHEME):
			return
		del annotation["/A"]
		page = self.places.get(address.removeprefix(SCHEME))
		if page is not None:
			fit = [targets[page], NameObject("/XYZ"), NullObject(), NullObject(), NullObject()]
			annotation[NameObject("/Dest")] = ArrayObject(fit)

	def mark(self, marks: Iterable[Mark], above: Any = None) -> None:
		"""Bookmarks; those that lead nowhere are left out."""
		for mark in marks:
			page = self.places.get(mark.anchor)
			if page is not None:
				item = self.writer.add_outline_item(mark.title, page, above)
				self.mark(mark.below, item)

	def write(self, path: str, title: str, author: str, language: str) -> None:
		self.writer.add_metadata({"/Title": title, "/Author": author})
		root = self.writer._root_object
		root[NameObject("/Lang")] = TextStringObject(language)
		root[NameObject("/PageMode")] = NameObject("/UseOutlines")
		with open(path, "wb") as file:
			self.writer.write(file)


def _stream(text: str) -> DecodedStreamObject:
	stream = DecodedStreamObject()
	stream.set_data(text.encode())
	return stream


def _font_of(page: PageObject) -> tuple[DictionaryObject, dict[str, str], dict[str, float]]:
	"""The font of a page, each of its signs as it is written in hexadecimal, and each sign's width in em."""
	font = next(iter(page["/Resources"]["/Font"].values())).get_object()
	table = font["/ToUnicode"].get_data().decode()
	codes = {chr(int(sign, 16)): code for code, sign in CODES.findall(table)}
	known = _widths(font["/DescendantFonts"][0].get_object()["/W"])
	widths = {sign: known.get(int(code, 16), 555) / 1000 for sign, code in codes.items()}
	return font, codes, widths


def _widths(table: ArrayObject) -> dict[int, float]:
	"""Widths by code, of `[first [w w ...] first [w ...]]` and `[first last w]`."""
	found: dict[int, float] = {}
	items = [item.get_object() for item in table]
	place = 0
	while place < len(items):
		first, following = int(items[place]), items[place + 1]
		if isinstance(following, ArrayObject):
			found |= {first + n: float(width) for n, width in enumerate(following)}
			place += 2
		else:
			found |= dict.fromkeys(range(first, int(following) + 1), float(items[place + 2]))
			place += 3
	return found


def _width(words: str, widths: dict[str, float]) -> float:
	return sum(widths[sign] for sign in words) * SIZE
