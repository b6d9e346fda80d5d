"""What two issues of a handbook say differently. Pure.

A difference is {"process", "title", "change": "new", "removed" or "changed", "steps": [{"title", "change", "what"}]},
`what` holding words of PARTS for a step that has changed.
"""

from __future__ import annotations

from typing import Any

PARTS = {
	"Title": "title",
	"Kind of Step": "kind",
	"Unit": "lane",
	"Limit": "limit",
	"Possible Actions": "actions",
}
PARTS |= {"Knowledge": "knowledge", "Responsibility": "letters", "Inputs": "inputs", "Outputs": "outputs"}
PARTS |= {"Regulation": "rules", "Risks and controls": "risks", "Indicators": "indicators"}
Row = dict[str, Any]


def of_parts(old: list[Row], new: list[Row]) -> list[Row]:
	"""Between the parts of two issues, in the order of the new one; what is gone comes last."""
	before, after = _by(old, "process"), _by(new, "process")
	found = [_of_process(before.get(code), part) for code, part in after.items()]
	found += [_whole(part, "removed") for code, part in before.items() if code not in after]
	return [row for row in found if row]


def _of_process(old: Row | None, new: Row) -> Row | None:
	if old is None:
		return _whole(new, "new")
	steps = _of_steps(_by(old["steps"], "id"), _by(new["steps"], "id"))
	named = (old["title"], old["number"]) != (new["title"], new["number"])
	if not steps and not named:
		return None
	return {"process": new["process"], "title": new["title"], "change": "changed", "steps": steps}


def _of_steps(before: dict[str, Row], after: dict[str, Row]) -> list[Row]:
	found = []
	for step_id, step in after.items():
		old = before.get(step_id)
		what = [word for word, key in PARTS.items() if old and old.get(key) != step.get(key)]
		if old is None or what:
			change = "changed" if old else "new"
			found.append({"title": step["title"], "change": change, "what": what})
	gone = [step for step_id, step in before.items() if step_id not in after]
	return found + [{"title": step["title"], "change": "removed", "what": []} for step in gone]


def _whole(part: Row, change: str) -> Row:
	return {"process": part["process"], "title": part["title"], "change": change, "steps": []}


def _by(rows: list[Row], key: str) -> dict[str, Row]:
	return {row[key]: row for row in rows}
