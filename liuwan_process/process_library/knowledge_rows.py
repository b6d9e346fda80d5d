"""What steps are tied to, in the working copy: a table of things, clauses, risks and indicators, and one of RACI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from frappe import _

from liuwan_process.definition.knowledge import Clause, Indicator, Responsibility
from liuwan_process.definition.model import Definition, Step
from liuwan_process.process_library import labels
from liuwan_process.process_library.labels import label_of

if TYPE_CHECKING:
	from frappe.model.document import Document

KINDS = {part: kind for kind, (part, _doctype) in labels.TIES.items()}


def complete(process: Document) -> None:
	"""Each row holds just what its kind needs, and says of which DocType its record is."""
	for row in process.step_knowledge:
		_part, row.reference_doctype = labels.TIES.get(row.kind or "Input", ("", ""))
		row.clause = (row.clause or "").strip() if row.kind == "Clause" else ""
		if row.kind == "Indicator":
			row.reference = None
			row.indicator = (row.indicator or "").strip()
		else:
			row.indicator = row.target = row.target_unit = ""
	for row in process.responsibilities:
		named = row.party in labels.NAMED_PARTIES
		row.party_doctype = row.party if named else ""
		row.party_name = row.party_name if named else None


def problems(process: Document) -> Iterator[tuple[str, Any, str]]:
	"""(table, row, reason) of rows that name nothing."""
	for row in process.step_knowledge:
		if not _says(row):
			yield "step_knowledge", row, _("{0} is missing").format(_(row.kind))
	for row in process.responsibilities:
		if row.party in labels.NAMED_PARTIES and not row.party_name:
			yield "responsibilities", row, _("{0} is missing").format(_(row.party))


def accountable(process: Document) -> str:
	return labels.ACCOUNTABLES[process.accountable or next(iter(labels.ACCOUNTABLES))]


def of_row(process: Document, row: Any) -> dict[str, Any]:
	"""The six parts of a step (see `definition/knowledge.py`); rows that name nothing are left out."""
	rows = [tie for tie in process.step_knowledge if tie.step == row.step_id]
	parts = {
		part: tuple(_tie(tie) for tie in rows if tie.kind == kind and _says(tie))
		for part, kind in KINDS.items()
	}
	parties = tuple(_party(each) for each in process.responsibilities if each.step == row.step_id)
	return {**parts, "responsibilities": parties}


def tables(definition: Definition) -> dict[str, list[dict[str, Any]]]:
	return {
		"step_knowledge": [row for step in definition.steps for row in _knowledge(step)],
		"responsibilities": [
			{
				"step": step.id,
				"letter": label_of(labels.LETTERS, row.letter),
				"party": label_of(labels.PARTIES, row.party),
				"party_doctype": label_of(labels.PARTIES, row.party) if row.name else "",
				"party_name": row.name,
			}
			for step in definition.steps
			for row in step.responsibilities
		],
	}


def _says(row: Any) -> str | None:
	return row.indicator if row.kind == "Indicator" else row.reference


def _tie(row: Any) -> Any:
	if row.kind == "Clause":
		return Clause(row.reference, row.clause or "")
	if row.kind == "Indicator":
		return Indicator(row.indicator, row.target or "", row.target_unit or "")
	return row.reference


def _party(row: Any) -> Responsibility:
	named = row.party in labels.NAMED_PARTIES
	return Responsibility(
		labels.LETTERS[row.letter], labels.PARTIES[row.party], (row.party_name or "") if named else ""
	)


def _knowledge(step: Step) -> list[dict[str, Any]]:
	found = []
	for kind, (part, doctype) in labels.TIES.items():
		for tie in getattr(step, part):
			found.append({"step": step.id, "kind": kind, "reference_doctype": doctype, **_columns(tie)})
	return found


def _columns(tie: Any) -> dict[str, Any]:
	if isinstance(tie, Clause):
		return {"reference": tie.regulation, "clause": tie.clause}
	if isinstance(tie, Indicator):
		return {"indicator": tie.title, "target": tie.target, "target_unit": tie.unit}
	return {"reference": tie}
