"""Cells that name a record whose DocType another cell of the row says: what a step is tied to, and parties of RACI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frappe import _

from liuwan_process.process_library import labels
from liuwan_process.process_library.process_sheet import cells
from liuwan_process.process_library.process_sheet.columns import RESPONSIBILITIES, TIES, Column
from liuwan_process.process_library.process_sheet.draft import Refusals, Values
from liuwan_process.process_library.process_sheet.read import Line

if TYPE_CHECKING:
	from liuwan_process.process_library.process_sheet.known import Known

# Table: the column that says the kind, the one that names the record, and the DocType by kind.
NAMED = {
	"step_knowledge": (
		"kind",
		"reference",
		{kind: doctype for kind, (_part, doctype) in labels.TIES.items()},
	),
	"responsibilities": ("party", "party_name", {party: party for party in labels.NAMED_PARTIES}),
}
SHEETS = {TIES: "step_knowledge", RESPONSIBILITIES: "responsibilities"}
TITLED = ("Process Object", "Process Risk")  # found by their titles too


def wanted(line: Line, columns: dict[str, Column]) -> tuple[str, str] | None:
	"""(DocType, what the line names); none where it names nothing or says no kind."""
	table = SHEETS.get(line.sheet, "")
	if not table:
		return None
	by, names, doctypes = NAMED[table]
	text, kind = line.texts.get(f"{table}.{names}"), columns[f"{table}.{by}"]
	try:
		doctype = doctypes.get(cells.value_of(kind, line.texts.get(f"{table}.{by}") or kind.default), "")
	except cells.CellError:
		return None
	return (doctype, text) if text and doctype else None


def settle(known: Known, line: Line, table: str, row: Values, refusals: Refusals) -> None:
	"""Put the record's name where the row names it; refuse what is not there."""
	if table not in NAMED:
		return
	by, names, doctypes = NAMED[table]
	doctype, text = doctypes.get(row.get(by), ""), row.get(names)
	if doctype and not text:
		refusals.add(line, f"{table}.{names}", _("is missing"))
	elif doctype:
		row[names] = known.name(doctype, text)
		if row[names] is None:
			refusals.add(line, f"{table}.{names}", _("there is no {0} {1}").format(_(doctype), text))
