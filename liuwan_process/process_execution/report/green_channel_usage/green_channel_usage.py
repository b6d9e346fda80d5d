"""Green channel by month, process and unit: quota, used, what is still to be made up, and why; or run by run."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from liuwan_process.analytics import green_channel, titles
from liuwan_process.analytics.columns import card, column
from liuwan_process.analytics.figures import part
from liuwan_process.analytics.scope import scope_note
from liuwan_process.analytics.selection import select
from liuwan_process.analytics.turnaround import MOST_LISTED

RUNS = "Runs"
MOST_REASONS = 3
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows, a note, chart, cards."""
	filters = frappe._dict(filters or {})
	wanted, now = select(filters), now_datetime()
	found = green_channel.runs(wanted, now)
	uses = months(green_channel.uses(wanted), found)
	if filters.get("show") == RUNS:
		return run_columns(), with_titles(found[:MOST_LISTED]), get_message(found), None, get_summary(uses)
	return get_columns(), shown(uses), get_message(found), get_chart(uses), get_summary(uses)


def months(uses: list[Row], runs: list[Row]) -> list[Row]:
	"""What each unit used of each quota in a month, with the counts and reasons of its runs."""
	by_key: dict[tuple, list[Row]] = {}
	for run in runs:
		by_key.setdefault(green_channel.key_of(run), []).append(run)
	return [row | _of_runs(by_key.get((row.month, row.process_code, row.org_unit), [])) for row in uses]


def _of_runs(runs: list[Row]) -> Row:
	reasons = Counter(run.urgent_reason for run in runs)
	return {
		"running": sum(run.status == "Running" and not run.making_up for run in runs),
		"open": sum(run.open for run in runs),
		"made_up": sum(run.made_up for run in runs),
		"late_make_ups": sum(run.late_make_ups for run in runs),
		"reasons": "; ".join(reason for reason, _number in reasons.most_common(MOST_REASONS)),
	}


def get_columns() -> list[Row]:
	return [
		column("month_shown", _("Month"), width=90),
		column("process_title", _("Process"), width=200, link=("Process", "process_code")),
		column("unit_title", _("Unit"), width=150),
		column("quota", _("Quota"), "Int", 70),
		column("used", _("Used"), "Int", 70, drill=1),
		column("share", _("Used (%)"), "Percent", 100, precision=1),
		column("running", _("In the main flow"), "Int", 110),
		column("open", _("Make-ups open"), "Int", 110),
		column("late_make_ups", _("Make-ups late"), "Int", 110),
		column("made_up", _("Made up"), "Int", 90),
		column("reasons", _("Reasons"), width=320),
	]


def shown(rows: list[Row]) -> list[Row]:
	"""Rows as people read them; one statement for all."""
	names = titles.processes(row["process_code"] for row in rows)
	return [
		row
		| {
			"month_shown": row["month"].strftime("%Y-%m"),
			"process_title": names.get(row["process_code"], row["process_code"]),
			"unit_title": titles.unit(row["org_unit"]),
			"share": part(row["used"], row["quota"]),
		}
		for row in rows
	]


def run_columns() -> list[Row]:
	return [
		column("title", _("Run Title"), width=230, link=("Process Instance", "instance")),
		column("process_title", _("Process"), width=180, link=("Process", "process_code")),
		column("unit_title", _("Unit"), width=130),
		column("initiator_name", _("Initiator"), width=90),
		column("urgent_reason", _("Reason"), width=280),
		column("state", _("State"), width=100),
		column("started_on", _("Started On"), "Datetime", 150),
		column("main_ended_on", _("Main Flow Ended On"), "Datetime", 150),
		column("open", _("Make-ups open"), "Int", 110),
		column("late_make_ups", _("Make-ups late"), "Int", 110),
		column("made_up", _("Made up"), "Int", 90),
	]


def with_titles(runs: list[Row]) -> list[Row]:
	"""Runs as people read them; two statements for all."""
	names = titles.processes(run.process_code for run in runs)
	seen = titles.seen_runs({run.name for run in runs})
	return [
		run
		| {
			"instance": run.name if run.name in seen else None,
			"process_title": names.get(run.process_code, run.process_code),
			"unit_title": titles.unit(run.initiator_unit),
			"state": _("Making up") if run.making_up and run.status == "Running" else _(run.status),
			"main_ended_on": run.main_ended_on or run.ended_on,
		}
		for run in runs
	]


def get_chart(rows: list[Row]) -> Row | None:
	"""Urgent starts by month beside the quotas of those units that made some."""
	if not rows:
		return None
	labels = sorted({row["month"] for row in rows})
	sums = {
		name: [sum(row[name] for row in rows if row["month"] == month) for month in labels]
		for name in ("quota", "used")
	}
	datasets = [
		{"name": _("Quota"), "values": sums["quota"]},
		{"name": _("Used"), "values": sums["used"]},
	]
	return {
		"data": {"labels": [month.strftime("%Y-%m") for month in labels], "datasets": datasets},
		"type": "bar",
		"colors": ["#c9d3dc", "#0b6b4f"],
		"fieldtype": "Int",
	}


def get_summary(rows: list[Row]) -> list[Row]:
	used, quota = (sum(row[name] for row in rows) for name in ("used", "quota"))
	open_, late = (sum(row[name] for row in rows) for name in ("open", "late_make_ups"))
	return [
		card(_("Urgent starts"), used, "Int"),
		card(_("Of the quotas (%)"), part(used, quota), "Float"),
		card(_("Make-ups open"), open_, "Int", "Orange" if open_ else "Green"),
		card(_("Make-ups late"), late, "Int", "Red" if late else "Green"),
	]


def get_message(runs: list[Row]) -> str:
	if not runs:
		return _("Nobody started urgently in this period.") + scope_note()
	meaning = _("Urgent starts count in the month of the start, whatever became of them.")
	late = _("Late make-ups: closed after their limit, or open past it now.")
	cut = _("The latest {0} of {1} are listed; the cards cover all.").format(MOST_LISTED, len(runs))
	return " ".join([meaning, late, *([cut] if len(runs) > MOST_LISTED else [])]) + scope_note()
