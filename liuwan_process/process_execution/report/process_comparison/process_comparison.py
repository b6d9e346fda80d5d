"""Two processes side by side: how long their runs took and each of their steps. For a flow before and after its change."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.analytics import titles
from liuwan_process.analytics.columns import card, column
from liuwan_process.analytics.figures import Figures, days, grouped, merged, percentile
from liuwan_process.analytics.scope import scope_note
from liuwan_process.analytics.selection import select
from liuwan_process.analytics.turnaround import run_rows, task_rows

SHARES = (10, 25, 50, 75, 90)
COLOURS = ["#b3541e", "#1f6f54"]
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows, a note, chart, cards."""
	filters = frappe._dict(filters or {})
	chosen = [code for code in (filters.get("first"), filters.get("second")) if code]
	if len(chosen) < 2:
		return get_columns(), [], _("Please choose two processes"), None, []
	sides = [_side(filters, code) for code in chosen]
	rows = [row for side in sides for row in side["rows"]]
	return get_columns(), rows, get_message(sides), get_chart(sides), get_summary(sides)


def get_columns() -> list[Row]:
	return [
		column("process_title", _("Process"), width=250, link=("Process", "process_code")),
		column("part", _("Step"), width=260),
		column("count", _("Count"), "Int", 80),
		column("median", _("Median (d)"), "Float", 100),
		column("high", _("90 % within (d)"), "Float", 120),
		column("mean", _("Mean (d)"), "Float", 100),
		column("on_time", _("On Time (%)"), "Percent", 110, precision=1),
	]


def _side(filters: Row, process: str) -> Row:
	"""One process: its runs as one sample, its steps in the order of their first letter; two statements."""
	wanted = select({**filters, "process": process})
	whole = merged(grouped(run_rows(wanted, ("process_code",)), 1).values())
	steps = grouped(task_rows(wanted, ("step", "step_title")), 2)
	title = titles.processes([process]).get(process, process)
	figures = whole.figures()
	rows = [_row(process, title, _("Whole run"), figures)]
	for (_step, step_title), sample in sorted(steps.items(), key=lambda item: _place(item[0][1])):
		rows.append(_row(process, title, _(step_title), sample.figures()))
	return {"title": title, "rows": rows, "figures": figures, "seconds": sorted(whole.seconds)}


def _place(title: str) -> tuple:
	"""Steps with a number before their title stand in its order."""
	number = title.split(" ")[0].rstrip("abcdefgh")
	parts = number.split(".")
	return (0, [int(part) for part in parts], title) if all(map(str.isdigit, parts)) else (1, [], title)


def _row(process: str, title: str, part: str, figures: Figures) -> Row:
	return {
		"process_code": process,
		"process_title": title,
		"part": part,
		"count": figures.count,
		"median": days(figures.median),
		"high": days(figures.high),
		"mean": days(figures.mean),
		"on_time": figures.on_time,
	}


def get_chart(sides: list[Row]) -> Row | None:
	"""Within how many working days which share of the runs had ended."""
	if not all(side["seconds"] for side in sides):
		return None
	datasets = [
		{"name": side["title"], "values": [days(percentile(side["seconds"], share)) for share in SHARES]}
		for side in sides
	]
	return {
		"data": {"labels": [f"{share} %" for share in SHARES], "datasets": datasets},
		"type": "line",
		"colors": COLOURS,
		"fieldtype": "Float",
	}


def get_summary(sides: list[Row]) -> list[Row]:
	first, second = (side["figures"].median for side in sides)
	cards = [card(side["title"], days(side["figures"].median), "Float") for side in sides]
	if first and second is not None:
		cards.append(card(_("Difference of the medians (%)"), (second - first) * 100 / first, "Float"))
	return cards


def get_message(sides: list[Row]) -> str:
	if not any(side["figures"].count for side in sides):
		return _("No run of these processes ended in this period.") + scope_note()
	meaning = _(
		"Cards: median working days of a run, d in days of 8 hours, from its start to the end of its main flow."
	)
	return (
		meaning
		+ " "
		+ _("Chart: the share of runs that had ended within so many working days.")
		+ scope_note()
	)
