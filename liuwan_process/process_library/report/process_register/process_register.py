"""All processes of the enterprise: where they belong, who answers for them, which version counts, how often they run."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from liuwan_process.analytics import register
from liuwan_process.analytics.columns import card, column
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self

STATUSES = {"Published": "#28a745", "Draft": "#f8b64c", "Retired": "#98a1a9"}
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows with the total last, a note, chart, cards."""
	rows = get_data(frappe._dict(filters or {}))
	chart, summary, message = get_chart(rows), get_summary(rows), get_message(rows)
	if rows:
		rows.append(_total(rows))
	return get_columns(), rows, message, chart, summary


def get_columns() -> list[Row]:
	return [
		column("title", _("Process"), width=220, link=("Process", "name")),
		column("name", _("Code"), width=100),
		column("place", _("Part Of"), width=180),
		column("unit_title", _("Responsible Unit"), width=150, align="left"),
		column("owner_name", _("Process Owner"), width=125, align="left"),
		column("status", _("Status"), width=85),
		column("version_title", _("Version"), width=75, link=("Process Version", "current_version")),
		column("running", _("Running"), "Int", 85),
		column("this_year", _("Started This Year"), "Int", 135),
		column("published_on", _("Published On"), "Datetime", 160),
		column("level", _("Level"), width=90),
		column("form", _("Form"), width=170, link=("DocType", "document_type")),
	]


def get_data(filters: Row) -> list[Row]:
	rows = _chosen(register.processes(getdate()), filters)
	for row in rows:
		row.update(
			title=_(row.title),
			place=" › ".join(map(_, row.above)),
			domain_title=_(row.above[0]) if row.above else _("Without a domain"),
			unit_title=_(row.org_unit) if row.org_unit else "",
			state=row.status,
			status=_(row.status),
			level=_(row.level),
			version_title=_("V{0}").format(row.version) if row.version else "",
			form=_(row.document_type) if row.document_type else "",
		)
	return rows


def _chosen(rows: list[Row], filters: Row) -> list[Row]:
	units = descendants_and_self(filters.org_unit) if filters.get("org_unit") else None
	return [
		row
		for row in rows
		if (not filters.get("domain") or filters.domain == row.domain)
		and (units is None or row.org_unit in units)
		and (not filters.get("status") or row.status == filters.status)
	]


def _total(rows: list[Row]) -> Row:
	return {
		"title": _("Total"),
		"name": _("{0} processes").format(len(rows)),
		"running": sum(row["running"] for row in rows),
		"this_year": sum(row["this_year"] for row in rows),
		"is_total": 1,
	}


def get_chart(rows: list[Row]) -> Row | None:
	"""Processes of each domain by their status."""
	if not rows:
		return None
	domains = list(dict.fromkeys(row["domain_title"] for row in rows))
	found = Counter((row["domain_title"], row["state"]) for row in rows)
	states = [state for state in STATUSES if any(row["state"] == state for row in rows)]
	datasets = [
		{"name": _(state), "values": [found[domain, state] for domain in domains]} for state in states
	]
	return {
		"data": {"labels": domains, "datasets": datasets},
		"type": "bar",
		"colors": [STATUSES[state] for state in states],
		"fieldtype": "Int",
		"barOptions": {"stacked": 1, "spaceRatio": 0.6},
	}


def get_summary(rows: list[Row]) -> list[Row]:
	states = Counter(row["state"] for row in rows)
	return [
		card(_("Number of processes"), len(rows), "Int"),
		card(_("Published"), states["Published"], "Int", "Green"),
		card(_("Draft"), states["Draft"], "Int"),
		card(_("Runs under way"), sum(row["running"] for row in rows), "Int"),
		card(_("Runs started this year"), sum(row["this_year"] for row in rows), "Int"),
	]


def get_message(rows: list[Row]) -> str | None:
	return None if rows else _("No process matches these filters.")
