"""What one edition of the compendium says differently from another: new, changed and removed processes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _

from liuwan_process.analytics.columns import card, column
from liuwan_process.engine.versions import get_definitions
from liuwan_process.process_library import hierarchy
from liuwan_process.process_library.compendium import edition, words
from liuwan_process.process_library.compendium.changes import CHANGED, NEW, REMOVED, between
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self

COLOURS = {NEW: "#28a745", CHANGED: "#f8b64c", REMOVED: "#d9534f"}
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows with the total last, a note, chart, cards."""
	chosen = editions(frappe._dict(filters or {}))
	rows = get_data(chosen) if chosen.edition else []
	chart, summary = get_chart(rows), get_summary(rows)
	message = get_message(chosen, rows)
	if rows:
		rows.append({"title": _("Total"), "what": _("{0} processes").format(len(rows)), "is_total": 1})
	return get_columns(), rows, message, chart, summary


def editions(filters: Row) -> Row:
	"""The filters with the edition made last and the one before it where none is named."""
	if not filters.get("edition"):
		made = {"status": ("!=", "Draft")}
		found = frappe.get_all("Process Compendium", made, pluck="name", order_by="made_on desc", limit=1)
		filters.edition = found[0] if found else None
	if filters.edition and not filters.get("against"):
		filters.against = frappe.db.get_value("Process Compendium", filters.edition, "previous_edition")
	return filters


def get_columns() -> list[Row]:
	return [
		column("number", _("Number"), width=90),
		column("title", _("Process"), width=230, link=("Process", "process")),
		column("unit_title", _("Responsible Unit"), width=160, align="left"),
		column("level_title", _("Level"), width=100),
		column("change", _("Change"), width=100),
		column("what", _("What Changed"), width=420, align="left"),
		column("before", _("Version Before"), width=110, link=("Process Version", "version_before")),
		column("after", _("Version Now"), width=110, link=("Process Version", "version_after")),
		column("page", _("Page"), "Int", 70),
	]


def get_data(filters: Row) -> list[Row]:
	"""Six statements at most, however many processes."""
	now = edition.held_by(filters.edition)
	before = edition.held_by(filters.against) if filters.against else {}
	versions = {row.version for row in (*now.values(), *before.values())}
	numbers = _numbers(versions)
	found = [*_new_and_changed(now, before), *_removed(now, before)]
	rows = [_shown(row, numbers) for row in found]
	return sorted(_chosen(rows, filters), key=lambda row: _order(row["number"]))


def _new_and_changed(now: dict[str, Row], before: dict[str, Row]) -> list[Row]:
	pairs = [(before.get(code), row) for code, row in now.items()]
	other = [(old, row) for old, row in pairs if old and old.version != row.version]
	definitions = get_definitions(v for old, row in other for v in (old.version, row.version))
	found = [_row(NEW, None, row) for old, row in pairs if not old]
	for old, row in other:
		changes = between(definitions[old.version], definitions[row.version])
		if changes:
			found.append(_row(CHANGED, old, row) | {"what": words.said(definitions[row.version], changes)})
	return found


def _removed(now: dict[str, Row], before: dict[str, Row]) -> list[Row]:
	return [_row(REMOVED, row, None) for code, row in before.items() if code not in now]


def _row(kind: str, old: Row | None, new: Row | None) -> Row:
	row = new or old
	return {
		"kind": kind,
		"process": row.process_code,
		"number": row.number,
		"title": _(row.title),
		"org_unit": row.org_unit,
		"level": row.level,
		"what": "",
		"page": new.page if new else None,
		"version_before": old.version if old else None,
		"version_after": new.version if new else None,
	}


def _shown(row: Row, numbers: dict[str, int]) -> Row:
	return row | {
		"change": _(row["kind"]),
		"unit_title": _(row["org_unit"]) if row["org_unit"] else "",
		"level_title": _(row["level"]) if row["level"] else "",
		"before": _version(row["version_before"], numbers),
		"after": _version(row["version_after"], numbers),
	}


def _version(name: str | None, numbers: dict[str, int]) -> str:
	return _("V{0}").format(numbers[name]) if name else ""


def _numbers(versions: set[str]) -> dict[str, int]:
	rows = frappe.get_all("Process Version", {"name": ("in", list(versions))}, ["name", "version"], limit=0)
	return {row.name: row.version for row in rows}


def _chosen(rows: list[Row], filters: Row) -> list[Row]:
	units = descendants_and_self(filters.org_unit) if filters.get("org_unit") else None
	return [
		row
		for row in rows
		if (units is None or row["org_unit"] in units)
		and (not filters.get("change") or row["kind"] == filters.change)
	]


def get_chart(rows: list[Row]) -> Row | None:
	"""Changes of each unit by their kind."""
	if not rows:
		return None
	titles = [row["unit_title"] or _("Without a responsible unit") for row in rows]
	labels = list(dict.fromkeys(titles))
	found = Counter(zip(titles, (row["kind"] for row in rows), strict=True))
	kinds = [kind for kind in COLOURS if any(row["kind"] == kind for row in rows)]
	return {
		"data": {
			"labels": labels,
			"datasets": [{"name": _(k), "values": [found[label, k] for label in labels]} for k in kinds],
		},
		"type": "bar",
		"colors": [COLOURS[kind] for kind in kinds],
		"fieldtype": "Int",
		"barOptions": {"stacked": 1, "spaceRatio": 0.6},
	}


def get_summary(rows: list[Row]) -> list[Row]:
	found = Counter(row["kind"] for row in rows)
	return [
		card(_("New"), found[NEW], "Int", "Green"),
		card(_("Changed"), found[CHANGED], "Int", "Orange"),
		card(_("Removed"), found[REMOVED], "Int", "Red"),
	]


def get_message(filters: Row, rows: list[Row]) -> str:
	if not filters.edition:
		return _("No edition of the compendium has been made yet.")
	names = [name for name in (filters.edition, filters.against) if name]
	facts = frappe.get_all("Process Compendium", {"name": ("in", names)}, ["name", "title", "year"])
	titles = {row.name: f"{_(row.title)} {row.year} ({row.name})" for row in facts}
	if not filters.against:
		return _("{0} has no edition before it: everything is new.").format(titles[filters.edition])
	said = _("{0} compared with {1}").format(titles[filters.edition], titles[filters.against])
	return said if rows else f"{said}. {_('Nothing has changed.')}"


def _order(number: str | None) -> tuple:
	"""Processes outside every domain have their code for a number and come last."""
	counted = bool(number) and number.replace(".", "").isdigit()
	return (0, hierarchy.order(number), "") if counted else (1, (), number or "")
