"""A factory of past runs: rows of the log as the engine would have left them, for reports and for measurements."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe

from liuwan_process.definition.model import Definition
from liuwan_process.engine import clock, columns, store
from liuwan_process.engine.versions import current_version, get_definition
from liuwan_process.process_organization.bulk import insert_rows
from liuwan_process.process_organization.calendar import get_calendar

Row = dict[str, Any]
PROCESSES = ("BO-LEAVE", "SI-LOOP", "SA-ACCEPT")
OUTCOMES = ("Completed",) * 16 + ("Refused",) * 2 + ("Withdrawn", "Terminated")
CHUNK = 2_000


def make(
	runs: int,
	since: datetime,
	until: datetime,
	seed: int = 1,
	processes: tuple[str, ...] = PROCESSES,
	running: float = 0.1,
) -> list[str]:
	"""Insert `runs` runs started between the two moments; `running` of them still go on. Returns their names.

	The same seed gives the same history, apart from the names of rows. Does not commit.
	"""
	maker = Maker(random.Random(seed), since, until, running)
	names: list[str] = []
	versions = [(version, get_definition(version)) for version in map(current_version, processes)]
	for start in range(0, runs, CHUNK):
		made = [maker.run(*maker.random.choice(versions)) for _i in range(min(CHUNK, runs - start))]
		insert_rows("Process Instance", [_complete(run, columns.INSTANCE) for run, _tasks in made])
		tasks = [task for _run, tasks in made for task in tasks]
		insert_rows("Process Task", [_complete(task, (*columns.TASK, *columns.OUTCOME)) for task in tasks])
		insert_rows(
			"Process Instance Participant", [row for run, tasks in made for row in _parts(run, tasks)]
		)
		names += [run["name"] for run, _tasks in made]
	return names


class Maker:
	def __init__(self, random: random.Random, since: datetime, until: datetime, running: float) -> None:
		self.random, self.since, self.until, self.running = random, since, until, running
		fields = ["user", "staff_name", "org_unit"]
		filters = {"user": ("is", "set"), "status": "Active"}
		self.people = frappe.get_all("Staff Member", filters, fields, order_by="name")

	def run(self, version: str, definition: Definition) -> tuple[Row, list[Row]]:
		random = self.random
		person = random.choice(self.people)
		started = self.since + timedelta(
			seconds=random.randrange(int((self.until - self.since).total_seconds()))
		)
		run = {
			"name": store.new_name(),
			"process_code": definition.process,
			"process_version": version,
			"title": f"{definition.title} · {person.staff_name}",
			"initiator": person.user,
			"initiator_name": person.staff_name,
			"initiator_unit": person.org_unit,
			"status": "Running",
			"started_on": started,
			"returns": 0,
			"state": "{}",
		}
		tasks = list(self.tasks(run, definition))
		self.end(run, tasks)
		return run | {"creation": started}, tasks

	def tasks(self, run: Row, definition: Definition) -> Iterator[Row]:
		"""Step after step until the run has ended, or until now."""
		yield self.submission(run, definition)
		opened = run["started_on"]
		goes_on = self.random.random() < self.running
		steps = [step for step in definition.steps if step.kind in ("task", "approval")]
		stop = self.random.randint(1, len(steps))
		for number, step in enumerate(steps[:stop], 1):
			task = self.task(run, step, opened)
			if (goes_on and number == stop) or task["closed_on"] > self.until:
				run["current_steps"] = step.title
				seen = task["seen_on"] if task["seen_on"] <= self.until else None
				yield task | dict.fromkeys(columns.OUTCOME) | {"status": "Open", "late": 0, "seen_on": seen}
				return
			if self.random.random() < 0.1:
				task["status"] = "Returned"
				run["returns"] += 1
			yield task
			opened = task["closed_on"]
		run["ended_on"] = opened

	def submission(self, run: Row, definition: Definition) -> Row:
		start = self.row(run, definition.start, run["started_on"])
		start.update(assignee=run["initiator"], assignee_name=run["initiator_name"])
		start.update(assignee_unit=run["initiator_unit"], seen_on=None, closed_on=run["started_on"])
		return start | {"status": "Done", "waiting_seconds": 0, "working_seconds": 0, "late": 0}

	def task(self, run: Row, step, opened: datetime) -> Row:
		random = self.random
		task = self.row(run, step, opened)
		person = random.choice(self.people)
		calendar = get_calendar(person.org_unit)
		seen = calendar.add(opened, round(random.expovariate(1 / 4), 2), "working_hours")
		closed = calendar.add(seen, round(random.expovariate(1 / 6), 2), "working_hours")
		due, warn = clock.due(step.limit, opened, person.org_unit)
		waiting, working = clock.used(opened, seen, closed, person.org_unit)
		return task | {
			"assignee": person.user,
			"assignee_name": person.staff_name,
			"assignee_unit": person.org_unit,
			"status": "Done",
			"seen_on": seen,
			"closed_on": closed,
			"acted_by": person.user,
			"due_on": due,
			"warn_on": warn,
			"late": int(bool(due and closed > due)),
			"waiting_seconds": waiting,
			"working_seconds": working,
		}

	def row(self, run: Row, step, opened: datetime) -> Row:
		same = ("process_code", "process_version", "title", "initiator", "initiator_name")
		return {field: run[field] for field in same} | {
			"name": store.new_name(),
			"instance": run["name"],
			"step": step.id,
			"step_title": step.title,
			"kind": step.kind,
			"opened_on": opened,
			"creation": opened,
			"token": 1,
			"frames": "[]",
		}

	def end(self, run: Row, tasks: list[Row]) -> None:
		if not run.get("ended_on"):
			return
		calendar = get_calendar(run["initiator_unit"])
		run["status"] = self.random.choice(OUTCOMES)
		run["working_seconds"] = calendar.between(run["started_on"], run["ended_on"])


def _complete(row: Row, fields: tuple[str, ...]) -> Row:
	"""All rows of a statement have the same columns."""
	numbers = {field: row.get(field) or 0 for field in columns.NUMBERS if field in fields}
	return {"name": row["name"], "creation": row["creation"]} | {f: row.get(f) for f in fields} | numbers


def _parts(run: Row, tasks: list[Row]) -> list[Row]:
	parts = {task["assignee"]: "Task" for task in tasks} | {run["initiator"]: "Initiator"}
	return [
		{"name": store.new_name(), "instance": run["name"], "user": user, "part": part}
		for user, part in parts.items()
	]
