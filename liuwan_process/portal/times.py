"""Moments and lengths of time as people say them, in the reader's language.

Nothing here reads the database: callers give the present moment and, for working time, the length of a working day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import frappe
from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_skeleton
from frappe import _

from liuwan_process.process_organization.working_time import WorkCalendar

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def locale() -> Locale:
	"""The reader's language as Babel knows it."""
	try:
		return Locale.parse((frappe.local.lang or "en").replace("-", "_"))
	except (UnknownLocaleError, ValueError):
		return Locale("en")


def exact(moment: datetime | None) -> str:
	"""For a title: `2026-11-24 17:00`."""
	return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def day(value: date) -> str:
	"""`24 Nov 2026`, `2026年11月24日`."""
	return format_date(value, "long" if locale().language == "zh" else "d MMM y", locale=locale())


def when(moment: datetime, now: datetime) -> str:
	"""`today 17:00`, `yesterday 09:30`, `Tue 24 Nov 17:00`, `24 Nov 2025`."""
	clock = moment.strftime("%H:%M")
	distance = (moment.date() - now.date()).days
	near = {0: _("today {0}"), 1: _("tomorrow {0}"), -1: _("yesterday {0}")}
	if distance in near:
		return near[distance].format(clock)
	if abs(distance) > 300:
		return day(moment)
	return f"{_weekday_and_day(moment)} {clock}"


def _weekday_and_day(moment: datetime) -> str:
	here = locale()
	if here.language == "en":
		return format_date(moment, "EEE d MMM", locale=here)
	return format_skeleton("MMMEd", moment, locale=here)


def until(moment: datetime, now: datetime) -> str:
	"""`by today 17:00`, `今天17:00前`."""
	return _("by {0}").format(when(moment, now))


def left(due: datetime, now: datetime, calendar: WorkCalendar) -> str:
	"""`2 working days left`, `40 minutes left`, `overdue by 3 working hours`."""
	late = due < now
	first, last = (due, now) if late else (now, due)
	working = calendar.between(first, last)
	words = worked(working, calendar.regular_day) if working >= MINUTE else passed(last - first)
	return (_("overdue by {0}") if late else _("{0} left")).format(words)


def worked(seconds: float, working_day: int) -> str:
	"""A length of working time, rounded down to what one would say: `2 working days`, `3 working hours`."""
	if seconds >= working_day:
		return _counted(int(seconds // working_day), _("1 working day"), _("{0} working days"))
	if seconds >= HOUR:
		return _counted(int(seconds // HOUR), _("1 working hour"), _("{0} working hours"))
	return _short(seconds)


def passed(length: timedelta) -> str:
	"""A length of time by the clock."""
	seconds = length.total_seconds()
	if seconds >= DAY:
		return _counted(int(seconds // DAY), _("1 day"), _("{0} days"))
	if seconds >= HOUR:
		return _counted(int(seconds // HOUR), _("1 hour"), _("{0} hours"))
	return _short(seconds)


def about(seconds: float, working_day: int) -> str:
	"""What something usually takes, rounded to half working days: `about 2.5 working days`."""
	if seconds < working_day / 2:
		return worked(seconds, working_day)
	halves = round(seconds / working_day * 2) / 2
	return _counted(halves, _("1 working day"), _("{0} working days"))


def limit(amount: float, unit: str) -> str:
	"""A step's time limit: `2 working days`, `30 seconds`."""
	words = {
		"seconds": (_("1 second"), _("{0} seconds")),
		"minutes": (_("1 minute"), _("{0} minutes")),
		"hours": (_("1 hour"), _("{0} hours")),
		"days": (_("1 day"), _("{0} days")),
		"working_hours": (_("1 working hour"), _("{0} working hours")),
		"working_days": (_("1 working day"), _("{0} working days")),
	}
	return _counted(amount, *words[unit])


def _short(seconds: float) -> str:
	if seconds >= MINUTE:
		return _counted(int(seconds // MINUTE), _("1 minute"), _("{0} minutes"))
	return _("less than a minute")


def _counted(number: float, one: str, many: str) -> str:
	return one if number == 1 else many.format(f"{number:g}")
