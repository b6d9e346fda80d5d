"""The lead person in the random cases: named by whoever may, sees, urges, and decides where the process says so."""

from __future__ import annotations

import frappe
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from liuwan_process.engine import acts, lead
from tests.factories import person
from tests.machine.flows import OFFICE, POOL
from tests.machine.people import WHY, namers
from tests.machine.world import counts

running = precondition(lambda self: self.world.case.running)
some = st.integers(0, 11)


class Leading:
	"""Rules of the machine."""

	@running
	@rule(number=some, to=st.sampled_from(POOL))
	def name_lead(self, number, to):
		world = self.world
		by = sorted(namers(world.case, list(map(person, OFFICE))))
		same = world.case.run.lead_person == person(to) or world.base.lead == "none"
		call = lambda key: lead.name_lead(world.name, person(to), WHY, key)  # noqa: E731
		if world.act("name lead", by[number % len(by)], call, may_fail=same):
			assert not same and world.case.run.lead_person == person(to)
			world.stays()
			self._sees(person(to))

	def _sees(self, user: str) -> None:
		seen = {"instance": self.world.name, "user": user}
		assert frappe.db.exists("Process Instance Participant", seen), f"{user} leads, and does not see it"

	@running
	@rule(leads=st.booleans())
	def urge(self, leads):
		world = self.world
		who = world.case.run.lead_person if leads else world.case.run.initiator
		call = lambda key: acts.urge(world.name, WHY, key)  # noqa: E731
		if who and world.act("urge", who, call, may_fail=True):
			world.stays()

	@running
	@rule(number=some, choice=some)
	def lead_decides(self, number, choice):
		"""In place of whoever has a task; not while that person waits for an opinion."""
		world, leader = self.world, self.world.case.run.lead_person
		found = [t for t in world.case.live if world.definition.by_id[t.step].lead_decides]
		found = [task for task in found if leader and leader not in (task.assignee, task.on_behalf_of)]
		if not found:
			return
		task = found[number % len(found)]
		offered = acts.offered(world.definition, task.step)
		action = list(offered)[choice % len(offered)]
		call = lambda key: acts.decide(task.name, action, WHY, key=key)  # noqa: E731
		rows = world.act("lead decides", leader, call, may_fail=task.status == "Waiting")
		if rows:
			assert task.status == "Open", f"{leader} decided what waits for an opinion"
			assert (rows[0].act, rows[0].on_behalf_of) == ("Decide", task.assignee)
			self._count(task, action, offered[action], rows)

	@rule()
	def start_urgently_again(self):
		"""The quota of one is used up by this very case."""
		world = self.world
		if world.urgent and world.now.month == 11:
			with_lead = person("safety") if world.base.lead == "required" else None
			world.not_started(world.case.run.initiator, lead_person=with_lead, urgent=True, urgent_reason=WHY)
			counts["urgent above the quota: refused"] += 1
