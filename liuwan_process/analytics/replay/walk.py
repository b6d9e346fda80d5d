"""Walks cases through flows: real starts, real acts, the real sweep, at the moments at which they would happen.

Nothing here sleeps: moments wait in a queue, and each takes place with the engine's clock set to it. Everything
happens in the caller's transaction and nobody is told of it.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import frappe

from liuwan_process.analytics.replay import flows
from liuwan_process.analytics.replay.cases import Case, Work
from liuwan_process.analytics.replay.flows import Visit
from liuwan_process.engine import acts, case_limit, clock, inbox, people, sweep
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.start import start
from liuwan_process.process_organization.calendar import get_calendar

SWEEP_AT = 17  # o'clock, every day: limits here are in days
TASK = ["name", "step", "token", "assignee", "assignee_unit", "opened_on"]


class Walk:
	"""One replay. `runs` is (flow, case number) -> name of the run; `refused_urgent` counts urgent starts refused."""

	def __init__(self, clerks: list[str]) -> None:
		self.clerks = clerks
		self.queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []
		self.order = count()
		self.runs: dict[tuple[str, int], str] = {}
		self.known: set[str] = set()
		self.visits: Counter = Counter()
		self.refused_urgent = 0

	def add(self, flow: str, case: Case) -> None:
		calendar = get_calendar(people.unit_of(self.clerks[case.clerk]))
		applied = calendar.add(case.applied_on, 0, "working_days")
		self._at(applied, lambda _now: self._start(flow, case))

	def go(self) -> None:
		"""Let everything happen, in order, until nothing is left to happen."""
		before, swept = frappe.session.user, None
		try:
			while self.queue:
				moment, _order, act = heapq.heappop(self.queue)
				swept = self._sweep(swept, moment)
				with clock.at(moment):
					act(moment)
		finally:
			frappe.set_user(before)

	def _at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
		heapq.heappush(self.queue, (moment, next(self.order), act))

	def _start(self, flow: str, case: Case) -> None:
		frappe.set_user(self.clerks[case.clerk])
		more = {"lead_person": self.clerks[case.lead]} if flow == flows.PARALLEL else {}
		instance = self._urgently(flow, case, more) if case.urgent and more else None
		instance = instance or start(flow, flows.application(flow, case), **more)["instance"]
		self.runs[flow, case.number] = instance
		self._plan(flow, case, instance)

	def _urgently(self, flow: str, case: Case, more: dict[str, Any]) -> str | None:
		"""By the green channel, while the quota lasts."""
		urgent = {"urgent": True, "urgent_reason": flows.URGENT_REASON}
		frappe.db.savepoint("urgent_start")
		try:
			return start(flow, flows.application(flow, case), **more, **urgent)["instance"]
		except EngineError:
			frappe.db.rollback(save_point="urgent_start")
			frappe.clear_messages()
			self.refused_urgent += 1
			return None

	def _plan(self, flow: str, case: Case, instance: str) -> None:
		"""Put what the people of new tasks will do into the queue."""
		filters = {"instance": instance, "status": "Open"}
		tasks = frappe.get_all("Process Task", filters, TASK, order_by="opened_on, token, assignee")
		for task in tasks:
			if task.name not in self.known:
				self._plan_task(flow, case, instance, task)

	def _plan_task(self, flow: str, case: Case, instance: str, task: dict[str, Any]) -> None:
		self.known.add(task.name)
		visit = self._visit(instance, task)
		opened, closed = _moments(flows.work(flow, case, visit), task)
		self._at(opened, lambda _now: inbox.mark_seen(task.name, task.assignee))
		self._at(closed, lambda now: self._decide(flow, case, instance, task, visit, now))

	def _visit(self, instance: str, task: dict[str, Any]) -> Visit:
		"""Which visit of the step this is, and which of its people."""
		place = (instance, task.step)
		if not self.visits[(*place, task.token)]:
			self.visits[place] += 1
		self.visits[(*place, task.token)] += 1
		return Visit(task.step, self.visits[place], self.visits[(*place, task.token)] - 1)

	def _decide(self, flow: str, case: Case, instance: str, task: Any, visit: Visit, now: datetime) -> None:
		if frappe.db.get_value("Process Task", task.name, "status") != "Open":
			return
		frappe.set_user(task.assignee)
		action = flows.action(flow, case, visit)
		refused = action in flows.REFUSALS.values()
		values = {} if refused else flows.filled_in(case, task.step, now.date().isoformat())
		acts.decide(task.name, action, comment="See the list of defects" if refused else "", values=values)
		self._plan(flow, case, instance)

	def _sweep(self, swept: datetime | None, moment: datetime) -> datetime:
		"""The clock's part, for these runs alone, at every closing time that has passed."""
		swept = swept or moment.replace(hour=SWEEP_AT, minute=0, second=0, microsecond=0)
		while swept < moment:
			for doctype, status, act in SWEEPS:
				for name in self._ripe(doctype, status, swept):
					with clock.at(swept):
						act(name, swept)
			swept += timedelta(days=1)
		return swept

	def _ripe(self, doctype: str, status: str, moment: datetime) -> list[str]:
		run = "name" if doctype == "Process Instance" else "instance"
		mine = list(self.runs.values())
		filters = {"status": status, "warn_on": ("<=", moment), run: ("in", mine)}
		return frappe.get_all(doctype, filters, pluck="name", order_by="warn_on") if mine else []


SWEEPS = (
	("Process Task", "Open", sweep.deal_with),
	("Process Instance", "Running", case_limit.deal_with),
)


def _moments(work: Work, task: dict[str, Any]) -> tuple[datetime, datetime]:
	"""When a task's person opens it and when it is done: in working time, but for what is done outside."""
	calendar = get_calendar(task["assignee_unit"])
	seen = calendar.add(task["opened_on"], work.wait, "working_hours")
	done = calendar.add(seen + timedelta(days=work.outside), work.hours, "working_hours")
	return seen.replace(microsecond=0), (done + timedelta(seconds=1)).replace(microsecond=0)
