"""HTML -> PDF by WeasyPrint. Its system libraries are not Python packages and may be missing; then it is said which."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import frappe
from frappe import _

import liuwan_process
from liuwan_process.portal.environment import environment
from liuwan_process.printing import case, fonts

STYLE = Path(liuwan_process.__file__).parent / "templates" / "print" / "case.css"
PACKAGES = {
	"pango": "libpango-1.0-0 libpangoft2-1.0-0",
	"gobject": "libglib2.0-0",
	"harfbuzz": "libharfbuzz0b",
}
FONTS = "fonts-noto-cjk"


class CannotPrint(frappe.ValidationError):
	"""Something that is needed to make a PDF is not installed on the server."""


def of_case(instance: str) -> bytes:
	"""The PDF of a run, in the reader's language. Raises CannotPrint naming what is missing on the server."""
	html = environment().get_template("print/case.html").render(case.context(instance))
	return render(html)


def render(html: str, style: str = "") -> bytes:
	"""`style`: another style sheet than the one of cases."""
	weasyprint = library()
	require_fonts()
	from weasyprint.text.fonts import FontConfiguration

	known = FontConfiguration()
	sources = (style or STYLE.read_text(encoding="utf-8"), fonts.style(html))
	sheets = [weasyprint.CSS(string=text, font_config=known) for text in sources if text]
	page = weasyprint.HTML(string=html, url_fetcher=no_address)
	return page.write_pdf(stylesheets=sheets, font_config=known)


def no_address(url: str, *_more: Any) -> dict:
	"""Nothing is fetched: what is printed stands in the page, and a value must not make the server ask for it."""
	raise ValueError(f"not fetched: {url}")


def library() -> Any:
	"""WeasyPrint. Raises CannotPrint naming the package of the server that it misses."""
	try:
		import weasyprint
	except (ImportError, OSError) as error:
		message = _(
			"A PDF cannot be made: {0} is missing on the server. Ask its administrator to install {1}."
		)
		frappe.throw(message.format(*missing(str(error))), CannotPrint)
	return weasyprint


def missing(error: str) -> tuple[str, str]:
	"""(library, Debian packages that hold it) by what the loader said."""
	found = next((name for name in PACKAGES if name in error.lower()), "")
	if found:
		return found, PACKAGES[found]
	named = re.search(r"'([^']+)'", error)
	return (named[1] if named else "weasyprint"), "weasyprint " + PACKAGES["pango"]


def require_fonts() -> None:
	"""Raises CannotPrint when Chinese would come out as boxes."""
	if not fonts.has_chinese():
		message = _(
			"A PDF cannot be made: {0} is missing on the server. Ask its administrator to install {1}."
		)
		frappe.throw(message.format(_("a font with Chinese characters"), FONTS), CannotPrint)
