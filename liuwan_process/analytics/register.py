"""Every process with what is known of it: three statements, however many processes there are."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Sum
from pypika.terms import Case

PROCESS = (
	"name",
	"title",
	"level",
	"is_group",
	"parent_process",
	"status",
	"org_unit",
	"current_version",
	"document_type",
)
Row = dict[str, Any]


def processes(today: date) -> list[Row]:
	"""All processes that are no groups, in tree order, each with `above` (titles from the domain down to its group),
	`domain`, `owner_name`, `version`, `published_on`, `running` and `this_year` (runs)."""
	rows = _rows()
	runs = _runs(today)
	by_name = {row.name: row for row in rows}
	for row in rows:
		line = _line(row, by_name)
		row.update(domain=line[0].name if line else None, above=[group.title for group in line])
		row.update(runs.get(row.name) or {"running": 0, "this_year": 0})
	return [row for row in rows if not row.is_group]


def _line(row: Row, by_name: dict[str, Row]) -> list[Row]:
	"""The groups above a process, the domain first."""
	line: list[Row] = []
	above = by_name.get(row.parent_process)
	while above is not None and above not in line:
		line.insert(0, above)
		above = by_name.get(above.parent_process)
	return line


def _rows() -> list[Row]:
	process, version, staff = DocType("Process"), DocType("Process Version"), DocType("Staff Member")
	query = (
		frappe.qb.from_(process)
		.left_join(version)
		.on(version.name == process.current_version)
		.left_join(staff)
		.on(staff.name == process.process_owner)
		.select(*(process[field] for field in PROCESS))
		.select(version.version, version.published_on, staff.staff_name.as_("owner_name"))
		.orderby(process.lft)
	)
	return query.run(as_dict=True)


def _runs(today: date) -> dict[str, Row]:
	"""Numbers only, of all units: they name nobody. Read from the index on process, status and start."""
	run = DocType("Process Instance")
	running = Sum(Case().when(run.status.isin(("Running", "Suspended")), 1).else_(0)).as_("running")
	this_year = Sum(Case().when(run.started_on >= date(today.year, 1, 1), 1).else_(0)).as_("this_year")
	rows = frappe.qb.from_(run).select(run.process_code, running, this_year).groupby(run.process_code).run()
	return {code: {"running": int(now), "this_year": int(year)} for code, now, year in rows}
