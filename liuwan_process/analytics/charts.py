"""Charts of the workspaces that no report draws."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any
from unicodedata import east_asian_width

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Date
from frappe.utils import formatdate, getdate

from liuwan_process.analytics import titles
from liuwan_process.analytics.periods import week
from liuwan_process.analytics.scope import reader_units, require_reader

WEEKS = 12
MOST_PROCESSES = 6
LEGEND = 14
Filters = str | dict[str, Any] | list[Any] | None


@frappe.whitelist()
def runs_per_week(
	chart_name: str | None = None,
	filters: Filters = None,
	refresh: str | int | None = None,
	**_more: str | int | None,
) -> dict[str, Any]:
	"""Runs started in each of the last twelve weeks, by process; the less frequent processes together."""
	require_reader()
	this_week = week(getdate())[0]
	mondays = [this_week - timedelta(weeks=back) for back in reversed(range(WEEKS))]
	found = _started(mondays[0])
	if not found:
		return {}  # Frappe says then that there is no data; it cannot draw a chart without a dataset
	return {
		"labels": [formatdate(monday, "MM-dd") for monday in mondays],
		"datasets": _datasets(found, mondays),
	}


def _started(since: date) -> Counter:
	"""(process, Monday of the week) -> runs started."""
	run, units = DocType("Process Instance"), reader_units()
	day = Date(run.started_on)
	query = frappe.qb.from_(run).select(run.process_code, day, Count("*")).where(run.started_on >= since)
	if units is not None:
		query = query.where(run.initiator_unit.isin(units or [""]))
	found: Counter = Counter()
	for process, started, number in query.groupby(run.process_code, day).run():
		found[process, week(started)[0]] += number
	return found


def _datasets(found: Counter, mondays: list[date]) -> list[dict[str, Any]]:
	totals: Counter = Counter()
	for (process, _monday), number in found.items():
		totals[process] += number
	first = [process for process, _number in totals.most_common(MOST_PROCESSES)]
	names = titles.processes(first)
	datasets = [
		{"name": short(names.get(process, process)), "values": [found[process, monday] for monday in mondays]}
		for process in first
	]
	others = [process for process in totals if process not in first]
	if others:
		values = [sum(found[process, monday] for process in others) for monday in mondays]
		datasets.append({"name": _("Other processes"), "values": values})
	return datasets


def short(title: str, width: int = LEGEND) -> str:
	"""A title that fits a chart's legend; Chinese characters are twice as wide."""
	taken = 0
	for index, character in enumerate(title):
		taken += 2 if east_asian_width(character) in "WF" else 1
		if taken > width:
			return title[: index - 1].rstrip() + "…"
	return title
