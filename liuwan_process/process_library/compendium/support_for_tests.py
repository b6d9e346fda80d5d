"""Books for tests: a few small processes of two units, an edition of them, its file read."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Any

import frappe
from pypdf import PdfReader

from liuwan_process.process_library.compendium import job, paper
from tests.factories import document, ensure_demo, publish_process, step

CODES = ("WC-ONE", "WC-TWO", "WC-LONG")
UNITS = {"WC-ONE": "Finance Section", "WC-TWO": "Finance Section", "WC-LONG": "Branch Office"}
KNOWLEDGE = {
	"method": "Compare with last month, line by line",
	"input": "Invoice",
	"output": "Booked invoice",
	"risks": "Paid twice",
	"controls": "Four eyes",
	"clauses": "Finance rules, clause 12",
	"record_form": "Ledger sheet LW-7",
}
RESPONSIBLE = [
	{"letter": "A", "party": "process_owner"},
	{"letter": "I", "party": "unit", "name": "Finance Section"},
]


def small(code: str, limit: int = 2, extra: bool = False, steps: int = 1) -> dict[str, Any]:
	"""A definition: a request, one approval and more, an end."""
	middle = [
		step(
			f"look{n}",
			user="branch",
			title=f"Look {n}",
			limit={"amount": limit, "unit": "working_days"},
			knowledge=KNOWLEDGE,
			responsibilities=RESPONSIBLE,
		)
		for n in range(1, steps + 1)
	]
	if extra:
		middle.append(step("file", "task", user="sales1", title="File it"))
	all_steps = [step("begin", "start", title="Request"), *middle, step("done", "end", title="Completed")]
	names = [each["id"] for each in all_steps]
	ways = [f"{here}>{there} Go" for here, there in pairwise(names)]
	return document(code, all_steps, ways, title=f"Book test {code[-3:].title()}")


def publish_small() -> None:
	"""The three processes in their first form, each with its responsible unit."""
	ensure_demo()
	for code, unit in UNITS.items():
		if not frappe.db.exists("Process", code):
			publish_process(small(code, steps=25 if code == "WC-LONG" else 1))
			frappe.db.set_value("Process", code, "org_unit", unit)
	frappe.db.commit()


def edition(codes: tuple[str, ...] = CODES, **values: Any) -> Any:
	"""A draft of an edition with these processes alone."""
	doc = frappe.new_doc("Process Compendium")
	doc.update({"title": "Compendium of Processes", "year": 2026, "language": "English", **values})
	for code in codes:
		doc.append("processes", {"process_code": code})
	return doc.insert()


def make(doc: Any) -> Any:
	"""Make the book, as the worker does."""
	doc.make()
	job.run(doc.name, doc.job_key)
	doc.reload()
	assert doc.job_status == "Done", doc.message
	return doc


def read(doc: Any) -> PdfReader:
	return PdfReader(io.BytesIO(paper.content(doc)))


def texts(doc: Any) -> list[str]:
	"""The text of every page, white space single."""
	return [re.sub(r"\s+", " ", page.extract_text()) for page in read(doc).pages]


def remove(*docs: Any) -> None:
	"""Editions are committed by their job; released ones are of tests only here."""
	for doc in docs:
		frappe.db.set_value("Process Compendium", doc.name, "status", "Draft")
		frappe.db.set_value("Process Compendium", {"previous_edition": doc.name}, "previous_edition", None)
		frappe.delete_doc("Process Compendium", doc.name, force=True, ignore_permissions=True)
	frappe.db.commit()
