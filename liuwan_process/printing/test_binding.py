"""Parts are bound: numbers at the foot, links across parts, bookmarks. Needs no site."""

import shutil

import pytest
from pypdf import PdfReader

from liuwan_process.printing import fonts, presses
from liuwan_process.printing.binding import Binder, Mark, Part, places, roman
from liuwan_process.printing.press import TEMPLATES

pytestmark = [
	pytest.mark.pure,
	pytest.mark.skipif(not shutil.which("fc-match"), reason="fontconfig's tools are not installed"),
]
SETUP = {"words": {"New": "新增"}, "language": "en"}


def item(code: str, chapter: str = "Office", **more) -> dict:
	return {
		"sort": "process",
		"anchor": code,
		"number": code,
		"title": f"Process {code}",
		"chapter": chapter,
		"running": f"{code} running",
		"change": "",
		"facts": [("Code", code)],
		"description": "",
		"changes": "",
		"steps": [],
		"drawing": {"flat": False, "sheets": [], "width": 10},
		**more,
	}


def opener(*codes: str) -> dict:
	rows = [{"anchor": code, "number": code, "title": code, "change": "New"} for code in codes]
	return {
		"sort": "chapter",
		"anchor": "part-1",
		"number": 1,
		"title": "Office",
		"summary": "",
		"rows": rows,
		"drawing": None,
	}


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
	css = (TEMPLATES / "print" / "book.css").read_text()
	letters = "".join(map(chr, range(32, 127))) + "新增"
	contexts = [
		{"book": "Test book", "items": [opener("A", "B", "GONE"), item("A")]},
		{"book": "Test book", "items": [item("B")]},
	]
	with presses.workshop(SETUP | {"css": css, "fonts": fonts.style(letters)}) as shop:
		parts = [Part(p["pdf"], p["pages"], p["starts"]) for p in shop.print("book_body.html", contexts)]
		[front] = shop.print("book_body.html", [{"book": "Test book", "items": [item("F1"), item("F2")]}])
		[digits] = shop.print("book_folio.html", [{}])
		binder = Binder([Part(front["pdf"], front["pages"], front["starts"])], parts)
		binder.number(digits["pdf"])
		binder.link()
		binder.mark([Mark("part-1", "Office", (Mark("A", "a"), Mark("GONE", "gone"), Mark("B", "b")))])
		path = tmp_path_factory.mktemp("book") / "book.pdf"
		binder.write(str(path), "Title", "House", "zh-CN")
		folder = shop.folder
	assert not folder.exists()
	return PdfReader(str(path))


def test_roman_numerals():
	assert [roman(n) for n in (1, 4, 9, 14, 40, 99, 144)] == ["i", "iv", "ix", "xiv", "xl", "xcix", "cxliv"]


def test_places_go_on_from_part_to_part():
	assert places([Part("", 2, {"a": 1}), Part("", 1, {"b": 0})], first=1) == {"a": 2, "b": 3}


def test_numbers_at_the_foot_are_those_of_the_reader(bound):
	assert bound.page_labels == ["i", "ii", "1", "2", "3"]
	texts = [page.extract_text().strip() for page in bound.pages]
	assert [text.split()[-1] for text in texts[1:]] == ["ii", "1", "2", "3"]
	assert not texts[0].endswith("i\n")


def test_links_lead_to_pages_of_other_parts(bound):
	numbers = {page.indirect_reference.idnum: n for n, page in enumerate(bound.pages)}
	links = [annotation.get_object() for annotation in bound.pages[2]["/Annots"]]
	led = dict.fromkeys(numbers[link["/Dest"][0].idnum] for link in links if "/Dest" in link)
	assert list(led) == [3, 4]
	assert not any("/A" in link for link in links)


def test_bookmarks_stand_below_each_other(bound):
	above, below = bound.outline
	assert above.title == "Office" and [mark.title for mark in below] == ["a", "b"]
	assert [bound.get_destination_page_number(mark) for mark in below] == [3, 4]


def test_title_and_language(bound):
	assert bound.metadata.title == "Title" and bound.trailer["/Root"]["/Lang"] == "zh-CN"


def test_a_press_that_cannot_says_why():
	with (
		presses.workshop(SETUP | {"css": "", "fonts": ""}) as shop,
		pytest.raises(presses.PressFailed, match="Undefined"),
	):
		shop.print("book_body.html", [{"items": []}])


def test_nothing_is_fetched():
	from liuwan_process.printing.press import _from

	assert _from(["<svg/>"])("drawing:0")["string"] == b"<svg/>"
	for address in ("http://127.0.0.1/", "file:///etc/passwd", "drawing:x"):
		with pytest.raises(ValueError):
			_from([])(address)
