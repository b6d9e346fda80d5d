"""What one process makes and another one uses, chain by chain; and where nobody uses or makes something."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _

from liuwan_process.analytics.columns import card, column
from liuwan_process.process_library import basis, interfaces
from liuwan_process.process_library.chains import UNUSED, Break, End, Link
from liuwan_process.process_library.interfaces import Interfaces

CONNECTED, NOBODY_USES, NOBODY_MAKES = "Connected", "Nobody Uses It", "Nobody Makes It"
COLOURS = {CONNECTED: "#28a745", NOBODY_USES: "#f8b64c", NOBODY_MAKES: "#e24c4c"}
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows, a note, chart, cards."""
	chosen = frappe._dict(filters or {})
	found = interfaces.read(chosen.get("basis") or basis.CURRENT)
	rows = get_data(found, chosen)
	return get_columns(), rows, get_message(rows), get_chart(found, rows), get_summary(found, rows)


def get_columns() -> list[Row]:
	return [
		column("chain", _("Chain"), "Int", 75),
		column("finding_title", _("State"), width=130),
		column("thing_title", _("Object"), width=190, link=("Process Object", "thing")),
		column("source_title", _("Made By Process"), width=210, link=("Process", "source")),
		column("source_step", _("In Step"), width=170),
		column("target_title", _("Used By Process"), width=210, link=("Process", "target")),
		column("target_step", _("In Step"), width=170),
	]


def get_data(found: Interfaces, filters: Row) -> list[Row]:
	"""Filters: `finding`, `process` (its whole chain and its own breaks), `domain`."""
	rows = [_link(found, link) for link in found.chains.links]
	rows += [_break(found, each) for each in found.chains.breaks]
	rows = [row for row in rows if _matches(found, row, filters)]
	return sorted(rows, key=lambda row: (row["chain"] or 10**6, list(COLOURS).index(row["finding"])))


def _matches(found: Interfaces, row: Row, filters: Row) -> bool:
	ends = {row.get("source"), row.get("target")} - {None}
	if filters.get("finding") and filters.finding != row["finding"]:
		return False
	if filters.get("domain") and not any(filters.domain in found.subjects[end].above for end in ends):
		return False
	if not filters.get("process"):
		return True
	chain = found.chains.numbers.get(filters.process)
	return filters.process in ends or (
		chain is not None and row["finding"] == CONNECTED and row["chain"] == chain
	)


def _row(found: Interfaces, finding: str, thing: str, source: End | None, target: End | None) -> Row:
	end = source or target
	row: Row = {
		"chain": found.chains.numbers.get(end.process),
		"finding": finding,
		"finding_title": _(finding),
		"thing": thing,
		"thing_title": found.thing(thing),
	}
	for name, each in (("source", source), ("target", target)):
		if each:
			row[name] = each.process
			row[f"{name}_title"] = found.title(each.process)
			row[f"{name}_step"] = found.step(each.process, each.step)
	return row


def _link(found: Interfaces, link: Link) -> Row:
	return _row(found, CONNECTED, link.thing, link.source, link.target)


def _break(found: Interfaces, each: Break) -> Row:
	if each.kind == UNUSED:
		return _row(found, NOBODY_USES, each.thing, each.end, None)
	return _row(found, NOBODY_MAKES, each.thing, None, each.end)


def get_chart(found: Interfaces, rows: list[Row]) -> Row | None:
	"""Interfaces of each domain by their state."""
	if not rows:
		return None
	domain = [found.subjects[row.get("source") or row["target"]].domain for row in rows]
	domains = list(dict.fromkeys(domain))
	counts = Counter(zip(domain, (row["finding"] for row in rows), strict=True))
	used = [finding for finding in COLOURS if any(counts[each, finding] for each in domains)]
	return {
		"data": {
			"labels": domains,
			"datasets": [
				{"name": _(finding), "values": [counts[each, finding] for each in domains]}
				for finding in used
			],
		},
		"type": "bar",
		"colors": [COLOURS[finding] for finding in used],
		"fieldtype": "Int",
		"barOptions": {"stacked": 1, "spaceRatio": 0.6},
	}


def get_summary(found: Interfaces, rows: list[Row]) -> list[Row]:
	counts = Counter(row["finding"] for row in rows)
	chains = {row["chain"] for row in rows if row["finding"] == CONNECTED}
	cards = [
		card(_("Chains"), len(chains), "Int"),
		card(
			_("Processes in chains"), sum(number in chains for number in found.chains.numbers.values()), "Int"
		),
		card(_(CONNECTED), counts[CONNECTED], "Int", "Green"),
	]
	broken = (NOBODY_USES, NOBODY_MAKES)
	return cards + [card(_(each), counts[each], "Int", "Red" if counts[each] else "Green") for each in broken]


def get_message(rows: list[Row]) -> str | None:
	if rows:
		return None
	return _(
		"No step names objects that it takes or gives. They are filled in at the process, below “Knowledge of the Steps”."
	)
