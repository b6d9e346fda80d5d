"""Which work calendar counts for a unit, read once and kept until an administrator changes something."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import frappe

from liuwan_process.kept import Kept
from liuwan_process.process_organization.working_time import Intervals, WorkCalendar, seconds_of

__all__ = ["WorkCalendar", "clear_calendars", "get_calendar", "intervals_by_weekday"]

CALENDARS = Kept("calendars")
LOCAL_KEY = "liuwan_process_work_calendars"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Of a site without any calendar: Monday to Friday, 08:30-12:00 and 13:00-17:30.
FALLBACK = WorkCalendar((((30_600, 43_200), (46_800, 63_000)),) * 5 + ((),) * 2)


def get_calendar(org_unit: str | None = None) -> WorkCalendar:
	"""The calendar of the unit, else of the nearest unit above that has one, else the default one.

	No statement while the cache is warm. An unknown unit gets the default calendar.
	"""
	state = _state()
	name = state["calendar_of_unit"].get(org_unit, state["default"])
	calendars = state["calendars"]
	if name not in calendars:
		spec = state["specs"].get(name)
		calendars[name] = _built(spec) if spec else FALLBACK
	return calendars[name]


@lru_cache(maxsize=64)
def _built(spec: tuple) -> WorkCalendar:
	"""A calendar counts its days once for all requests of a worker."""
	return WorkCalendar(*spec)


def clear_calendars() -> None:
	"""To be called when a calendar, or a unit's place or calendar, has changed; repeats itself after commit,
	because another request may read the old state until then."""
	CALENDARS.forget()
	_forget()
	frappe.db.after_commit.add(_forget)
	frappe.db.after_rollback.add(_forget)


def _forget() -> None:
	if hasattr(frappe.local, LOCAL_KEY):
		delattr(frappe.local, LOCAL_KEY)


def _state() -> dict:
	"""Names by unit, specs, and the calendars built from them in this request."""
	if not hasattr(frappe.local, LOCAL_KEY):
		state = CALENDARS.get("all", _read)
		setattr(frappe.local, LOCAL_KEY, {**state, "calendars": {}})
	return getattr(frappe.local, LOCAL_KEY)


def _read() -> dict:
	"""Four statements, whatever the number of units."""
	calendars = frappe.get_all("Work Calendar", ["name", "is_default"], order_by="is_default desc, creation")
	hours = frappe.get_all("Work Calendar Hours", ["parent", "weekday", "from_time", "to_time"])
	days = frappe.get_all("Work Calendar Day", ["parent", "date", "kind"])
	return {
		"calendar_of_unit": _calendar_of_unit(),
		"default": calendars[0].name if calendars else None,
		"specs": {c.name: _spec(_of(c.name, hours), _of(c.name, days)) for c in calendars},
	}


def _of(parent: str, rows: list[dict]) -> list[dict]:
	return [row for row in rows if row.parent == parent]


def _calendar_of_unit() -> dict[str, str]:
	"""Unit to calendar name; units without any in their line are left out."""
	found: dict[str, str] = {}
	for unit in frappe.get_all("Org Unit", ["name", "parent_org_unit", "work_calendar"], order_by="lft"):
		calendar = unit.work_calendar or found.get(unit.parent_org_unit)
		if calendar:
			found[unit.name] = calendar
	return found


def intervals_by_weekday(hours: Iterable) -> tuple[Intervals, ...]:
	"""Rows of `Work Calendar Hours` as intervals in seconds, Monday first, in order within the day."""
	week: dict[str, list] = {weekday: [] for weekday in WEEKDAYS}
	for row in hours:
		week[row.weekday].append((seconds_of(row.from_time), seconds_of(row.to_time, end=True)))
	return tuple(tuple(sorted(week[weekday])) for weekday in WEEKDAYS)


def _spec(hours: list, days: list) -> tuple:
	"""Arguments of WorkCalendar, as plain data. A make-up day takes its weekday's hours, or else those of the
	first weekday that has some."""
	weekly = intervals_by_weekday(hours)
	regular = next((intervals for intervals in weekly if intervals), ())
	exceptions = [(row.date.toordinal(), _hours_on(row.date, row.kind, weekly, regular)) for row in days]
	return weekly, tuple(sorted(exceptions))


def _hours_on(day: date, kind: str, weekly: tuple[Intervals, ...], regular: Intervals) -> Intervals:
	return () if kind == "Holiday" else weekly[day.weekday()] or regular
