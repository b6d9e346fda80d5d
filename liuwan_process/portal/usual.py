"""How long processes usually take, from the log."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Avg
from frappe.utils import add_days, now_datetime
from pypika import analytics

from liuwan_process.portal import times
from liuwan_process.process_organization.calendar import get_calendar

CACHE = "liuwan_process_usual_times"
KEPT = 3_600
FEWEST = 3
DAYS = 365


def times_of(processes: list[str]) -> dict[str, str]:
	"""`usually takes 2 working days` by process; those with fewer than three completed runs are left out."""
	seconds = medians()
	day = get_calendar().regular_day
	return {
		process: _("usually takes {0}").format(times.about(seconds[process], day))
		for process in processes
		if process in seconds
	}


def medians() -> dict[str, float]:
	"""Median working seconds of the runs completed within a year; counted anew every hour."""
	found = frappe.cache.get_value(CACHE, expires=True)
	if found is None:
		found = _medians()
		frappe.cache.set_value(CACHE, found, expires_in_sec=KEPT)
	return found


def _medians() -> dict[str, float]:
	"""The middle value, or the mean of the two middle ones, of each process: one statement."""
	ranked = _ranked()
	query = frappe.qb.from_(ranked).select(ranked.process_code, Avg(ranked.working_seconds))
	middle = (ranked.place * 2 >= ranked.number) & (ranked.place * 2 <= ranked.number + 2)
	query = query.where((ranked.number >= FEWEST) & middle).groupby(ranked.process_code)
	return {process: float(seconds) for process, seconds in query.run()}


def _ranked() -> Any:
	run = DocType("Process Instance")
	place = analytics.RowNumber().over(run.process_code).orderby(run.working_seconds).as_("place")
	number = analytics.Count(run.name).over(run.process_code).as_("number")
	query = frappe.qb.from_(run).select(run.process_code, run.working_seconds, place, number)
	recent = run.ended_on >= add_days(now_datetime(), -DAYS)
	return query.where((run.status == "Completed") & recent).as_("ranked")
