"""The background job that makes a book. The document holds its state, so a reload of the page loses nothing.

The parts are printed side by side; contents and indexes come last, when every page has its number.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import now, strip_html

from liuwan_process.printing import pdf
from liuwan_process.printing.binding import Binder, Mark, Part, places
from liuwan_process.printing.presses import Workshop, workshop
from liuwan_process.process_library.compendium import edition as editions
from liuwan_process.process_library.compendium import indexes, pages, paper
from liuwan_process.process_library.compendium.changes import REMOVED
from liuwan_process.process_library.compendium.edition import Edition
from liuwan_process.process_library.compendium.indexes import Indexes

DOCTYPE = "Process Compendium"
PAPERS_FROM, PAPERS_TO = 10, 88  # percent
RUNNING = ("Queued", "Running")
LANGUAGES = {"Chinese": "zh", "English": "en"}


class Cancelled(Exception):
	"""Somebody does not want the book any more."""


def run(name: str, key: str) -> None:
	"""Makes the book of a Process Compendium; errors end in its `job_status` and `message`.

	`key` is that of the latest call to make it: a job that comes later than another call does nothing.
	"""
	doc = frappe.get_doc(DOCTYPE, name)
	if (doc.job_status, doc.job_key) != ("Queued", key):
		return
	doc.flags.reader = get_user_lang()
	before, frappe.local.lang = frappe.local.lang, LANGUAGES[doc.language]
	try:
		_make(doc)
	except Cancelled:
		frappe.db.rollback()  # whoever cancelled has written why
	except (frappe.ValidationError, pdf.CannotPrint) as error:
		_fail(name, strip_html(str(error)))
	except Exception:
		message = _("Something went wrong; the Error Log holds the details.", doc.flags.reader)
		_fail(name, message, frappe.get_traceback())
	finally:
		frappe.local.lang = before


def _make(doc: Any) -> None:
	begun = time.monotonic()
	_report(doc, 2, _("Gathering the processes", doc.flags.reader), job_status="Running")
	pdf.library()
	pdf.require_fonts()
	edition = editions.read(doc)
	if not edition.entries:
		frappe.throw(_("No published process fits this choice."))
	book = pages.heading(doc)
	contexts = list(pages.body(edition, book))
	_report(doc, PAPERS_FROM, _("Choosing the characters of the fonts", doc.flags.reader))
	index = indexes.read(edition)
	last = [pages.front(doc, edition, book, _unknown), indexes.page(index, book, _unknown)]
	with workshop(paper.setup([*contexts, *last])) as shop:
		body = _print_body(doc, edition, shop, contexts)
		file, count = _bind(doc, edition, shop, body, index)
		_finish(doc, edition, file.read_bytes(), count, time.monotonic() - begun)


def _unknown(_anchor: str) -> str:
	"""The page of everything before it is printed."""
	return ""


def _bind(doc: Any, edition: Edition, shop: Workshop, body: list[Part], index: Indexes) -> tuple[Path, int]:
	"""The file of the whole book, and its number of pages. Sets the page of each entry."""
	book, page_of = pages.heading(doc), _numbers(body)
	for entry in edition.entries:
		entry.row.page = int(page_of(entry.row.process_code) or 0)
	_report(doc, PAPERS_TO + 2, _("Contents and indexes", doc.flags.reader))
	[front] = shop.print("book_front.html", [pages.front(doc, edition, book, page_of)])
	[back, digits] = [
		*shop.print("book_back.html", [indexes.page(index, book, page_of)]),
		*shop.print("book_folio.html", [{}]),
	]
	_report(doc, PAPERS_TO + 6, _("Binding", doc.flags.reader))
	binder = Binder([_part(front)], [*body, _part(back)])
	binder.number(digits["pdf"])
	binder.link()
	binder.mark(_marks(edition))
	file = shop.folder / "book.pdf"
	binder.write(str(file), book, pages.enterprise(), paper.language())
	return file, len(binder.writer.pages)


def _print_body(doc: Any, edition: Edition, shop: Workshop, contexts: list[dict]) -> list[Part]:
	total = len(edition.entries)
	printed = [sum(item["sort"] == "process" for item in context["items"]) for context in contexts]

	told = -1

	def done(number: int) -> None:
		nonlocal told
		if number == told:
			_refuse_cancelled(doc)
			frappe.db.commit()  # nobody waits for the row meanwhile
			return
		told = number
		here = sum(printed[:number])
		share = PAPERS_FROM + (PAPERS_TO - PAPERS_FROM) * here // total
		_report(doc, share, _("Printing: {0} of {1} processes", doc.flags.reader).format(here, total))

	return [_part(answer) for answer in shop.print("book_body.html", contexts, done)]


def _part(answer: dict) -> Part:
	return Part(answer["pdf"], answer["pages"], answer["starts"])


def _numbers(body: list[Part]):
	"""Anchor -> its printed page number; "" for what is not in the body."""
	found = places(body, first=1)
	return lambda anchor: str(found[anchor]) if anchor in found else ""


def _marks(edition: Edition) -> list[Mark]:
	chapters = [
		Mark(
			chapter["anchor"],
			f"{chapter['number']}. {chapter['title']}",
			tuple(
				Mark(entry.row.process_code, f"{entry.row.number} {_(entry.row.title)}")
				for entry in chapter["entries"]
			),
		)
		for chapter in pages.chapters(edition)
	]
	about = [
		Mark("about", _("About this edition")),
		Mark("changes", _("Changes since the last edition")),
		Mark("contents", _("Contents")),
	]
	ends = [
		Mark("index-positions", _("Index of positions")),
		Mark("index-forms", _("Index of forms")),
	]
	return [*about, *chapters, *ends]


def _finish(doc: Any, edition: Edition, content: bytes, count: int, seconds: float) -> None:
	"""Write contents and file in one transaction; the file made before goes."""
	_refuse_cancelled(doc)
	doc.reload()
	doc.set("entries", [])
	for number, entry in enumerate((*edition.entries, *edition.removed), 1):
		doc.append("entries", entry.row | {"idx": number})
	doc.db_update_entries()
	url = paper.keep(doc, content)
	changes = [entry.row.change for entry in (*edition.entries, *edition.removed)]
	_report(
		doc,
		100,
		_("Done", doc.flags.reader),
		status="Made",
		job_status="Done",
		edition_file=url,
		checksum=hashlib.sha256(content).hexdigest(),
		made_on=now(),
		seconds=round(seconds, 1),
		process_count=len(edition.entries),
		page_count=count,
		new_count=changes.count("New"),
		changed_count=changes.count("Changed"),
		removed_count=changes.count(REMOVED),
	)


def _fail(name: str, message: str, traceback: str = "") -> None:
	frappe.db.rollback()
	if traceback:
		frappe.log_error(title=DOCTYPE, message=traceback, reference_doctype=DOCTYPE, reference_name=name)
	doc = frappe.get_doc(DOCTYPE, name)
	if doc.job_status in RUNNING:
		_report(doc, 0, "", job_status="Failed", message=message)


def _report(doc: Any, percent: int, stage: str, **values: Any) -> None:
	"""Writes the state, commits, and tells whoever looks at the document. Raises Cancelled when that was asked."""
	_refuse_cancelled(doc)
	values = {"progress": percent, "stage": stage, **values}
	doc.db_set(values, notify=False)
	frappe.db.commit()
	message = {key: values.get(key) for key in ("progress", "stage", "job_status", "status")}
	frappe.publish_realtime("process_compendium", doctype=DOCTYPE, docname=doc.name, message=message)


def _refuse_cancelled(doc: Any) -> None:
	state = frappe.db.get_value(DOCTYPE, doc.name, ["job_status", "job_key"], for_update=True)
	if not state or state[0] not in RUNNING or state[1] != doc.job_key:
		raise Cancelled
