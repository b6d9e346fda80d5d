"""Statutory holidays and make-up days (调休) of the People's Republic of China, per year.

Source: the State Council's yearly notice, as the package `chinesecalendar` holds it.
"""

from datetime import date, timedelta

import frappe
from chinese_calendar.constants import holidays, workdays
from frappe import _


def published_years() -> range:
	"""The years that can be asked for."""
	return range(min(holidays).year, max(holidays).year + 1)


def statutory_days(year: int) -> list[dict]:
	"""Rows for Work Calendar's table `days`, in order: each holiday, and each make-up day at a weekend.

	Raises frappe.ValidationError for a year that has not been published.
	"""
	if year not in published_years():
		years = published_years()
		frappe.throw(_("Statutory holidays are known from {0} to {1}.").format(years[0], years[-1]))
	first = date(year, 1, 1)
	days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
	return [row for row in map(_row, days) if row]


def _row(day: date) -> dict | None:
	if day in workdays:
		return {"date": day, "kind": "Workday", "description": f"Make-up day for {workdays[day]}"}
	if day in holidays:
		return {"date": day, "kind": "Holiday", "description": holidays[day]}
	return None
