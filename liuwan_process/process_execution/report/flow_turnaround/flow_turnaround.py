"""How long processes, units and steps take, and how much of that is waiting."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.analytics.columns import card, column
from liuwan_process.analytics.figures import Figures
from liuwan_process.analytics.scope import scope_note
from liuwan_process.analytics.selection import select
from liuwan_process.analytics.turnaround import MOST_LISTED
from liuwan_process.analytics.turnaround_table import TABLES, cells

MOST_BARS = 8
OF_TASKS = ("Step", "Task")
LISTS = ("Run", "Task")
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows with the total last, what the figures mean, chart, cards."""
	filters = frappe._dict(filters or {})
	group = filters.group_by if filters.group_by in TABLES else "Process"
	rows, figures = get_data(group, filters)
	chart = get_chart(group, rows)
	return get_columns(group), rows, get_message(group, figures), chart, get_summary(group, figures)


def get_data(group: str, filters: Row) -> tuple[list[Row], Figures]:
	"""Rows, the last of them the total over all runs or tasks, and the figures of that total."""
	rows, sample = TABLES[group](select(filters))
	figures = sample.figures()
	if rows and group not in LISTS:
		rows.append({"label": _("Total"), "is_total": 1, **cells(figures, group in OF_TASKS)})
	return rows, figures


def get_columns(group: str) -> list[Row]:
	if group == "Run":
		return _run_columns()
	if group == "Task":
		return _task_columns()
	return [*_key_columns(group), *_figure_columns(group)]


def _key_columns(group: str) -> list[Row]:
	process = {"link": ("Process", "process")}
	if group == "Process":
		return [column("label", _("Process"), width=240, **process)]
	if group == "Unit":
		return [column("label", _("Initiator's Unit"), width=220)]
	return [
		column("label", _("Step"), width=190),
		column("process_title", _("Process"), width=190, **process),
		column("unit_title", _("Assignee's Unit"), width=150),
	]


def _figure_columns(group: str) -> list[Row]:
	columns = [column("count", _("Tasks") if group in OF_TASKS else _("Runs"), "Int", 85, drill=1)]
	names = {"median": _("Median"), "high": _("90th Pct."), "mean": _("Mean")}
	for name, label in names.items():
		columns.append(column(f"{name}_hours", _("{0} (h)").format(label), "Float", 106))
		columns.append(column(f"{name}_days", _("{0} (d)").format(label), "Float", 106))
	if group in OF_TASKS:
		columns += [*_split_columns(), column("waiting_share", _("Waiting Share"), "Percent", 110)]
	return [
		*columns,
		column("on_time", _("On Time"), "Percent", 85),
		column("late", _("Late"), "Int", 60),
		column("returns", _("Returns"), "Int", 85),
	]


def _split_columns() -> list[Row]:
	return [
		column("waiting_hours", _("Waiting (h)"), "Float", 105),
		column("working_hours", _("In Work (h)"), "Float", 105),
	]


def _run_columns() -> list[Row]:
	return [
		column("label", _("Run Title"), width=270, link=("Process Instance", "instance")),
		column("process_title", _("Process"), width=180, link=("Process", "process")),
		column("person", _("Initiator"), width=90),
		column("unit_title", _("Initiator's Unit"), width=140),
		column("status", _("Status"), width=90),
		*_time_columns(),
		column("started_on", _("Started On"), "Datetime", 160),
		column("ended_on", _("Ended On"), "Datetime", 160),
		column("returns", _("Returns"), "Int", 85),
	]


def _task_columns() -> list[Row]:
	return [
		column("label", _("Run Title"), width=250, link=("Process Instance", "instance")),
		column("step_title", _("Step"), width=150),
		column("process_title", _("Process"), width=170, link=("Process", "process")),
		column("person", _("Assignee"), width=90),
		column("unit_title", _("Assignee's Unit"), width=140),
		*_time_columns(),
		*_split_columns(),
		column("opened_on", _("Opened On"), "Datetime", 160),
		column("closed_on", _("Closed On"), "Datetime", 160),
	]


def _time_columns() -> list[Row]:
	return [
		column("hours", _("Time (h)"), "Float", 95),
		column("days", _("Time (d)"), "Float", 85),
		column("in_time", _("In Time"), width=100),
	]


def get_chart(group: str, rows: list[Row]) -> Row | None:
	"""Median and 90th percentile of the most frequent groups; none for lists."""
	shown = [row for row in rows if not row.get("is_total")][:MOST_BARS]
	if group in LISTS or not shown:
		return None
	datasets = [
		{"name": _("{0} (h)").format(_("Median")), "values": [row["median_hours"] for row in shown]},
		{"name": _("{0} (h)").format(_("90th Pct.")), "values": [row["high_hours"] for row in shown]},
	]
	return {
		"data": {"labels": [row["label"] for row in shown], "datasets": datasets},
		"type": "bar",
		"colors": ["#2490ef", "#b4cd29"],
		"fieldtype": "Float",
		"barOptions": {"spaceRatio": 0.5},
	}


def get_summary(group: str, figures: Figures) -> list[Row]:
	row = cells(figures)
	late = figures.late > 0
	return [
		card(_("Tasks closed") if group in OF_TASKS else _("Runs ended"), row["count"], "Int"),
		card(_("Median, working days"), row["median_days"], "Float"),
		card(_("90th percentile, working days"), row["high_days"], "Float"),
		card(_("On Time"), row["on_time"], "Percent", "Red" if late else "Green"),
		card(_("Returns"), row["returns"], "Int"),
	]


def get_message(group: str, figures: Figures) -> str:
	"""How to read the figures, or what to do when there are none."""
	note = scope_note()
	if not figures.count:
		return _("Nothing ended in this period. Choose a longer period or fewer filters.") + note
	if group in LISTS and figures.count > MOST_LISTED:
		return (
			_("The latest {0} of {1} are listed; the cards cover all.").format(MOST_LISTED, figures.count)
			+ note
		)
	meaning = _("Working time by the work calendar: h in hours, d in days of 8 hours.")
	high = _("90th pct.: nine of ten took no longer.")
	limit = _("On time counts only what had a limit.")
	return f"{meaning} {high} {limit}{note}"
