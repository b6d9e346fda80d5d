"""Running cases in which nobody has a task, marked so that the watching page finds them at once.

An act sets the mark with what it writes anyway. Once a day all running cases are looked at: for those that something
beside the engine has left without a task, or given one again.
"""

from __future__ import annotations

import frappe
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder
from pypika.terms import ExistsCriterion

from liuwan_process.engine import routing
from liuwan_process.engine.run import Run
from liuwan_process.engine.transaction import repeated

MOST = 5_000  # cases that one look corrects


def look_through() -> int:
	"""Correct the marks of all running cases, each in a transaction of its own; returns how many were wrong."""
	names = [name for marked in (0, 1) for name in wrongly(marked).run(pluck=True)]
	frappe.db.commit()
	return sum(routing.safely(_correct, name) for name in names)


def wrongly(marked: int) -> QueryBuilder:
	"""Names of running cases with this mark that should have the other one. Reads indexes alone."""
	case, task = DocType("Process Instance"), DocType("Process Task")
	open_tasks = frappe.qb.from_(task).select(1)
	somebody = ExistsCriterion(open_tasks.where((task.instance == case.name) & (task.status == "Open")))
	query = frappe.qb.from_(case).select(case.name)
	query = query.where((case.unattended == marked) & (case.status == "Running"))
	return query.where(somebody if marked else somebody.negate()).limit(MOST)


def _correct(name: str) -> bool:
	def correct() -> bool:
		run = Run.lock(routing.SYSTEM, instance=name)
		right = run.is_unattended()
		if run.instance.unattended == right:
			return False
		frappe.db.set_value("Process Instance", name, "unattended", right, update_modified=False)
		return True

	return repeated(correct)
