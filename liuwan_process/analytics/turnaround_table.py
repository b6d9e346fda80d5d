"""The rows of the turnaround report: one for each process, unit, step, run or task."""

from __future__ import annotations

from typing import Any

from frappe import _

from liuwan_process.analytics import titles, turnaround
from liuwan_process.analytics.figures import Figures, Sample, days, grouped, hours, merged
from liuwan_process.analytics.selection import Selection
from liuwan_process.analytics.turnaround import MOST_LISTED, RUN_LIST, STEP_KEY, TASK_LIST

Row = dict[str, Any]
Table = tuple[list[Row], Sample]


def of_processes(wanted: Selection) -> Table:
	"""Rows without the total, most frequent first, and the sample of all runs; so do the other four."""
	samples = grouped(turnaround.run_rows(wanted, ("process_code",)), 1)
	names = titles.processes(code for (code,) in samples)
	rows = [{"process": code, "label": names.get(code, code), "sample": s} for (code,), s in samples.items()]
	return _finished(rows), merged(samples.values())


def of_units(wanted: Selection) -> Table:
	samples = grouped(turnaround.run_rows(wanted, ("initiator_unit",)), 1)
	rows = [{"org_unit": unit, "label": titles.unit(unit), "sample": s} for (unit,), s in samples.items()]
	return _finished(rows), merged(samples.values())


def of_steps(wanted: Selection) -> Table:
	samples = grouped(turnaround.task_rows(wanted, STEP_KEY), len(STEP_KEY))
	names = titles.processes(key[0] for key in samples)
	found: dict[tuple, Row] = {}
	for (process, step, unit, title), sample in samples.items():
		row = found.setdefault((process, step, unit), {"process": process, "step": step, "org_unit": unit})
		row.setdefault("sample", Sample()).include(sample)
		row.update(label=_(title), process_title=names.get(process, process), unit_title=titles.unit(unit))
	return _finished(list(found.values()), of_tasks=True), merged(samples.values())


def _finished(rows: list[Row], of_tasks: bool = False) -> list[Row]:
	rows.sort(key=lambda row: (-len(row["sample"].seconds), row["label"]))
	return [row | cells(row.pop("sample").figures(), of_tasks) for row in rows]


def cells(figures: Figures, of_tasks: bool = False) -> Row:
	"""Figures as the columns show them."""
	row: Row = {
		"count": figures.count,
		"on_time": _percent(figures.on_time),
		"late": figures.late,
		"returns": figures.returns,
	}
	for name, seconds in (("median", figures.median), ("high", figures.high), ("mean", figures.mean)):
		row |= {f"{name}_hours": hours(seconds), f"{name}_days": days(seconds)}
	if of_tasks and figures.count:
		row |= {
			"waiting_hours": hours(figures.waiting),
			"working_hours": hours(figures.mean - figures.waiting),
			"waiting_share": _percent(figures.waiting_share),
		}
	return row


def _percent(value: float | None) -> float | None:
	return None if value is None else round(value, 1)


def of_runs(wanted: Selection) -> Table:
	"""Latest first, at most MOST_LISTED rows; the sample holds all."""
	rows = turnaround.run_rows(wanted, RUN_LIST)
	listed = _listed(rows, (*RUN_LIST, "seconds", "is_late", "returns"))
	for row in listed:
		row.update(status=_(row["status"]))
	return listed, _sample(rows, len(RUN_LIST))


def of_tasks(wanted: Selection) -> Table:
	rows = turnaround.task_rows(wanted, TASK_LIST)
	listed = _listed(rows, (*TASK_LIST, "seconds", "is_late", "returns", "waiting"))
	for row in listed:
		working = row["seconds"] - row["waiting"]
		row.update(
			step_title=_(row["step_title"]), waiting_hours=hours(row["waiting"]), working_hours=hours(working)
		)
	return listed, _sample(rows, len(TASK_LIST))


def _sample(rows: tuple[tuple, ...], first: int) -> Sample:
	return merged(grouped((row[first:] for row in rows), 0).values())


def _listed(rows: tuple[tuple, ...], fields: tuple[str, ...]) -> list[Row]:
	"""Rows with titles in place of names; `instance` is kept only where the reader may open the run."""
	listed = [dict(zip(fields, row, strict=True)) for row in rows[:MOST_LISTED]]
	names = titles.processes(row["process_code"] for row in listed)
	seen = titles.seen_runs({row["instance"] for row in listed})
	for row in listed:
		row.update(
			instance=row["instance"] if row["instance"] in seen else None,
			process=row.pop("process_code"),
			unit_title=titles.unit(row["org_unit"]),
			hours=hours(row["seconds"]),
			days=days(row["seconds"]),
			in_time=titles.in_time(row["is_late"]),
		)
		row["process_title"] = names.get(row["process"], row["process"])
	return listed


TABLES = {
	"Process": of_processes,
	"Unit": of_units,
	"Step": of_steps,
	"Run": of_runs,
	"Task": of_tasks,
}
