"""The engine alone: acts one after the other in one thread, each in a committed transaction of its own."""

from __future__ import annotations

import os
import time
from typing import Any

import frappe

from benchmarks import figures, flow, sites
from benchmarks.work import Ours

BATCH = 100


def acts_a_second(side: Ours, batches: int) -> dict[str, Any]:
	"""Approvals by their people; signing in as them is not counted. Medians over batches."""
	load = os.getloadavg()[0]
	rounds = [batch(side) for _number in range(batches + 1)][1:]
	return {"ours": figures.of_rounds(rounds), "load": load}


def batch(side: Ours) -> dict[str, float]:
	side.refill(BATCH)
	with sites.connected(side.site):
		rows = sorted(side.open())
		side.chance.shuffle(rows)
		times = [one_act(side, task, user) for task, user in rows[:BATCH]]
	answers = [{"ms": ms, "error": ""} for ms, _used in times]
	return figures.of_round(answers, sum(ms for ms, _used in times) / 1000, sum(used for _ms, used in times))


def one_act(side: Ours, task: str, user: str) -> tuple[float, float]:
	"""Milliseconds from the call to the end of its commit, and processor seconds of this process."""
	from liuwan_process.engine import acts
	from liuwan_process.engine.transaction import repeated

	frappe.set_user(user)
	frappe.get_roles()
	begun, used = time.perf_counter(), time.process_time()
	repeated(lambda: acts.decide(task, flow.ACTION, "Agreed", key=side.key()))
	return (time.perf_counter() - begun) * 1000, time.process_time() - used
