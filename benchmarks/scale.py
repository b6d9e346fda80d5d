"""Rows at a size: an empty site beside one with many runs, in turn, on the same web server.

`Large` is our own side on a site of its own, which `crowd.grow` fills. What is promised is measured against `Ours`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any

import frappe

from benchmarks import figures, flow, http_rows, server, sites
from benchmarks.work import Ours, Request

READERS = ("director", "deputy.production", "accountant", "inspector1")
LATE = 1_000
ACTS = 10_000


class Large(Ours):
	site, name = sites.LARGE, "large"


def inbox(web: http_rows.Web, sides: Sequence[Ours], size: dict[str, float]) -> dict[str, Any]:
	"""The first page of my tasks, by people who have some."""

	def requests(side: Ours) -> list[Request]:
		side.refill(http_rows.OPEN["ours"])
		path = "/api/method/liuwan_process.api.tasks.mine"
		return [side.request(flow.email(READERS[n % len(READERS)]), "GET", path) for n in range(600)]

	return http_rows.compare(web, sides, 1, size, requests)


def run_page(web: http_rows.Web, sides: Sequence[Ours], size: dict[str, float]) -> dict[str, Any]:
	"""A run's page in the portal: timeline, drawing and form, seen by who has a task in it."""

	def requests(side: Ours) -> list[Request]:
		side.refill(http_rows.OPEN["ours"])
		with sites.connected(side.site):
			rows = sorted(side.open())
			instances = dict(
				frappe.get_all(
					"Process Task",
					{"name": ("in", [t for t, _u in rows])},
					["name", "instance"],
					as_list=True,
				)
			)
		side.chance.shuffle(rows)
		return [side.request(user, "GET", f"/process/run/{instances[task]}") for task, user in rows]

	return http_rows.compare(web, sides, 1, size, requests)


def sweep(side: Ours) -> dict[str, Any]:
	"""Seconds of a sweep that finds a thousand overdue tasks."""
	from frappe.utils import add_days, now_datetime

	from liuwan_process.engine.sweep import sweep as sweep_once

	side.refill(LATE)
	with sites.connected(side.site):
		tasks = [task for task, _user in sorted(side.open())[:LATE]]
		yesterday = add_days(now_datetime(), -1)
		frappe.db.set_value(
			"Process Task", {"name": ("in", tasks)}, {"due_on": yesterday, "warn_on": yesterday}
		)
		frappe.db.commit()
		load, begun = os.getloadavg()[0], time.perf_counter()
		found = 0
		while done := sweep_once():
			found += done
		seconds = time.perf_counter() - begun
	return {side.name: {"seconds": seconds, "found": found}, "load": load}


def memory(web: http_rows.Web, side: Ours) -> dict[str, Any]:
	"""Megabytes of the largest web worker after the first thousand acts, and after ten thousand."""
	port, process = web
	done, first = 0, 0.0
	while done < ACTS:
		side.refill(http_rows.OPEN["ours"])
		answers = server.load(port, 8, 60, side.approvals())["answers"]
		done += sum(not answer["error"] for answer in answers)
		first = first or (server.largest(process) if done >= ACTS / 10 else 0.0)
	last = server.largest(process)
	return {side.name: {"acts": done, "first": first, "last": last, "growth": figures.ratio(last, first)}}
