"""Periods that reports offer. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

CHOSEN = "Chosen Dates"
DEFAULT = "This Month"


def bounds(period: str | None, today: date) -> tuple[date, date]:
	"""First and last day, both included, of a period named in PERIODS; raises KeyError for another name."""
	return PERIODS[period or DEFAULT](today)


def _months(start: date, count: int) -> tuple[date, date]:
	last = _shift(start, count - 1)
	return start, last.replace(day=monthrange(last.year, last.month)[1])


def _shift(first: date, months: int) -> date:
	"""The first day of the month so many months later."""
	index = first.year * 12 + first.month - 1 + months
	return date(index // 12, index % 12 + 1, 1)


def _month(day: date) -> date:
	return day.replace(day=1)


def _quarter(day: date) -> date:
	return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def week(day: date) -> tuple[date, date]:
	"""Monday to Sunday."""
	monday = day - timedelta(days=day.weekday())
	return monday, monday + timedelta(days=6)


PERIODS = {
	"This Week": week,
	"This Month": lambda day: _months(_month(day), 1),
	"Last Month": lambda day: _months(_shift(_month(day), -1), 1),
	"This Quarter": lambda day: _months(_quarter(day), 3),
	"Last Quarter": lambda day: _months(_shift(_quarter(day), -3), 3),
	"This Year": lambda day: _months(date(day.year, 1, 1), 12),
	"Last Year": lambda day: _months(date(day.year - 1, 1, 1), 12),
}
