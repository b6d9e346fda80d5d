"""How long runs and tasks took: the rows of the log, one statement for each question.

Medians are computed here and not by SQL. MariaDB knows them as window functions only: a pass over all rows for every
figure and once more for the total, which no sum of groups gives. Read once as plain tuples, the same rows serve
groups, total and cards, and the arithmetic can be tested without a database.
"""

from __future__ import annotations

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max
from pypika.enums import Order
from pypika.terms import Case, Field

from liuwan_process.analytics.selection import Selection

# Tasks that a person acted on. Cancelled ones were decided by somebody else, transferred ones went on under another
# name: neither tells how long the step takes.
ACTED = ("Done", "Returned")
# A list in the browser; cards and chart always cover all rows.
MOST_LISTED = 5_000

# The title comes last: a step that was renamed between versions remains one step.
STEP_KEY = ("process_code", "step", "assignee_unit", "step_title")
# What the lists read, by the names that reports use.
RUN_LIST = (
	"instance",
	"label",
	"process_code",
	"person",
	"org_unit",
	"status",
	"started_on",
	"ended_on",
)
TASK_LIST = (
	"instance",
	"label",
	"process_code",
	"step",
	"step_title",
	"person",
	"org_unit",
	"opened_on",
	"closed_on",
)
RUN_COLUMNS = {"instance": "name", "label": "title", "person": "initiator_name", "org_unit": "initiator_unit"}
TASK_COLUMNS = {"label": "title", "person": "assignee_name", "org_unit": "assignee_unit"}


def run_rows(wanted: Selection, fields: tuple[str, ...]) -> tuple[tuple, ...]:
	"""(fields..., working seconds, late, returns) of the runs that ended in the period, latest first if listed."""
	table = DocType("Process Instance")
	query = frappe.qb.from_(table).select(*(table[RUN_COLUMNS.get(field, field)] for field in fields))
	query = query.select(table.working_seconds, _late(table), table.returns)
	query = query.where(table.status.isin(wanted.statuses) & wanted.within(table.ended_on))
	query = wanted.narrow(query, table.initiator_unit, table.process_code)
	return _listed(query, table.ended_on, fields == RUN_LIST).run()


def _late(run) -> Field:
	"""Whether a run was late: by its own limit, else when one of its tasks was; NULL without any limit."""
	task = DocType("Process Task").as_("task")
	of_tasks = frappe.qb.from_(task).select(Max(task.late))
	of_tasks = of_tasks.where((task.instance == run.name) & task.status.isin(ACTED) & task.due_on.isnotnull())
	return Case().when(run.due_on.isnotnull(), run.late).else_(of_tasks)


def task_rows(wanted: Selection, fields: tuple[str, ...]) -> tuple[tuple, ...]:
	"""(fields..., seconds, late, returned, waiting seconds) of the tasks closed in the period.

	The seconds are waiting and working time together. The submission of a run, which takes no time, is left out.
	"""
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(*(table[TASK_COLUMNS.get(field, field)] for field in fields))
	query = query.select(
		table.waiting_seconds + table.working_seconds,
		Case().when(table.due_on.isnotnull(), table.late),
		Case().when(table.status == "Returned", 1).else_(0),
		table.waiting_seconds,
	)
	query = query.where(table.status.isin(ACTED) & wanted.within(table.closed_on))
	query = query.where((table.kind != "start") | (table.opened_on < table.closed_on))
	if wanted.step:
		query = query.where(table.step == wanted.step)
	query = wanted.narrow(query, table.assignee_unit, table.process_code)
	return _listed(query, table.closed_on, fields == TASK_LIST).run()


def _listed(query, moment: Field, is_list: bool):
	return query.orderby(moment, order=Order.desc) if is_list else query
