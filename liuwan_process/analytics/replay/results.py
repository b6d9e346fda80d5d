"""What the log says of a replay: days per case and per step. Read from runs and tasks, never from the generator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import frappe

from liuwan_process.analytics.figures import DAY, Figures, Sample
from liuwan_process.analytics.replay.cases import Case
from liuwan_process.analytics.replay.flows import ENERGISED
from liuwan_process.engine.versions import current_version, get_definition

Runs = dict[tuple[str, int], str]
CALENDAR_DAY = 86_400


@dataclass(frozen=True)
class Outcome:
	"""One run. `to_power`: days by the clock from the application until the customer has power; `working`: working
	days of eight hours from the start to the end of the main flow; `made_up`: days by the clock until its real end."""

	flow: str
	number: int
	kind: str
	urgent: bool
	status: str
	late: bool
	to_power: float
	working: float
	made_up: float


@dataclass(frozen=True)
class Node:
	"""All tasks of one step; its figures are in working seconds."""

	step: str
	title: str
	figures: Figures


def outcomes(runs: Runs, cases: Iterable[Case]) -> list[Outcome]:
	"""One row a run, by case and flow; two statements."""
	by_number = {case.number: case for case in cases}
	fields = ["name", "urgent", "status", "late", "started_on", "ended_on", "working_seconds"]
	found = {row.name: row for row in _all("Process Instance", "name", runs, fields)}
	powered = _energised(runs)
	return [
		_outcome(flow, by_number[number], found[name], powered[name])
		for (flow, number), name in sorted(runs.items(), key=lambda item: (item[0][1], item[0][0]))
	]


def _outcome(flow: str, case: Case, run: Any, powered: Any) -> Outcome:
	return Outcome(
		flow=flow,
		number=case.number,
		kind=case.kind,
		urgent=bool(run.urgent),
		status=run.status,
		late=bool(run.late),
		to_power=(powered - run.started_on).total_seconds() / CALENDAR_DAY,
		working=run.working_seconds / DAY,
		made_up=(run.ended_on - run.started_on).total_seconds() / CALENDAR_DAY,
	)


def _energised(runs: Runs) -> dict[str, Any]:
	steps = list(ENERGISED.values())
	rows = _all(
		"Process Task", "instance", runs, ["instance", "closed_on"], step=("in", steps), status="Done"
	)
	return {row.instance: row.closed_on for row in rows}


def nodes(runs: Runs, flow: str) -> list[Node]:
	"""Steps of a flow in its drawing's order; tasks that somebody's decision cancelled are left out."""
	mine = {key: name for key, name in runs.items() if key[0] == flow}
	fields = ["step", "waiting_seconds", "working_seconds", "late", "due_on", "kind"]
	rows = _all("Process Task", "instance", mine, fields, status="Done", make_up=0)
	samples: dict[str, Sample] = {}
	for row in rows:
		if row.kind != "start":
			seconds = row.waiting_seconds + row.working_seconds
			late = row.late if row.due_on else None
			samples.setdefault(row.step, Sample()).add(seconds, late, 0, row.waiting_seconds)
	steps = [step for step in get_definition(current_version(flow)).steps if step.id in samples]
	return [Node(step.id, step.title, samples[step.id].figures()) for step in steps]


def make_ups(runs: Runs) -> Figures:
	"""All make-up tasks of the urgent runs."""
	sample = Sample()
	fields = ["waiting_seconds", "working_seconds", "late", "due_on"]
	for row in _all("Process Task", "instance", runs, fields, status="Done", make_up=1):
		sample.add(row.waiting_seconds + row.working_seconds, row.late if row.due_on else None, 0)
	return sample.figures()


def of(rows: Iterable[Outcome], measure: Callable[[Outcome], float]) -> Figures:
	"""Figures of a measure in days over runs; late ones counted by the limit of the whole run."""
	sample = Sample()
	for row in rows:
		sample.add(measure(row), int(row.late), 0)
	return sample.figures()


def _all(doctype: str, column: str, runs: Runs, fields: list[str], **filters: Any) -> list[Any]:
	wanted = {column: ("in", list(runs.values())), **filters}
	return frappe.get_all(doctype, wanted, fields, order_by="creation, idx, name")
