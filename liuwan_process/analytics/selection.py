"""What a report's filters select, within what its reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate
from pypika.queries import QueryBuilder
from pypika.terms import Field

from liuwan_process.analytics import periods
from liuwan_process.analytics.scope import reader_units
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self

ENDED = ("Completed", "Refused", "Withdrawn", "Terminated")
DECIDED = ("Completed", "Refused")
STATUSES = {"Decided": DECIDED, "All Ended": ENDED, **{status: (status,) for status in ENDED}}


@dataclass(frozen=True)
class Selection:
	"""`start` is included, `end` is not. `units` and `processes` are None where all are meant."""

	start: datetime
	end: datetime
	units: Sequence[str] | None = None
	processes: Sequence[str] | None = None
	statuses: Sequence[str] = DECIDED
	step: str | None = None
	person: str | None = None

	def narrow(self, query: QueryBuilder, unit: Field, process: Field) -> QueryBuilder:
		if self.units is not None:
			query = query.where(unit.isin(self.units or [""]))
		if self.processes is not None:
			query = query.where(process.isin(self.processes or [""]))
		return query

	def within(self, moment: Field):
		return (moment >= self.start) & (moment < self.end)


def select(filters: dict[str, Any]) -> Selection:
	"""At most three statements: the reader's units, the units below the one chosen, the processes below."""
	start, end = _dates(filters)
	return Selection(
		start=datetime.combine(start, datetime.min.time()),
		end=datetime.combine(end + timedelta(days=1), datetime.min.time()),
		units=_units(filters.get("org_unit")),
		processes=_processes(filters.get("process")),
		statuses=STATUSES.get(filters.get("status") or "Decided", DECIDED),
		step=filters.get("step") or None,
		person=filters.get("person") or None,
	)


def _dates(filters: dict[str, Any]):
	period = filters.get("period")
	given = filters.get("from_date") or filters.get("to_date")
	if period in periods.PERIODS or not given:
		return periods.bounds(period if period in periods.PERIODS else None, getdate())
	first, last = getdate(filters.get("from_date") or "2000-01-01"), getdate(filters.get("to_date"))
	if last < first:
		frappe.throw(_("The last day lies before the first day"))
	return first, last


def _units(chosen: str | None) -> list[str] | None:
	seen = reader_units()
	if not chosen:
		return seen
	below = descendants_and_self(chosen)
	return below if seen is None else [unit for unit in below if unit in set(seen)]


def _processes(chosen: str | None) -> list[str] | None:
	"""The process chosen and all below it."""
	if not chosen:
		return None
	process, above = DocType("Process"), DocType("Process").as_("above")
	query = frappe.qb.from_(process).join(above).on((process.lft >= above.lft) & (process.rgt <= above.rgt))
	return query.where(above.name == chosen).select(process.name).run(pluck=True)
