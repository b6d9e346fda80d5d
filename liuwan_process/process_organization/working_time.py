"""The arithmetic of working time. Pure: no database, no frappe.

All moments are naive datetimes in the site's time zone. Working intervals are half open: a moment at which work
ends is no working moment. Look-ups are by bisection in running totals, so a span of years costs what an hour costs.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import accumulate

MICRO = 1_000_000
DAY_SECONDS = 86_400
CALENDAR_UNITS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": DAY_SECONDS}
WORKING_UNITS = ("working_hours", "working_days")

# (start, end) in seconds of the day, in order, not overlapping.
Intervals = tuple[tuple[int, int], ...]


def _length(intervals: Intervals) -> int:
	return sum(end - start for start, end in intervals)


@dataclass(frozen=True)
class WorkCalendar:
	"""`weekly`: the intervals of Monday to Sunday; `exceptions`: (date ordinal, its intervals), in order."""

	weekly: tuple[Intervals, ...]
	exceptions: tuple[tuple[int, Intervals], ...] = ()

	def __post_init__(self):
		if len(self.weekly) != 7 or not any(self.weekly):
			raise ValueError("A work calendar needs seven weekdays, one of them with working hours")

	def add(self, start: datetime, amount: float, unit: str) -> datetime:
		"""The moment `amount` units after `start`; a negative amount counts back, as in a mirror.

		`seconds`, `minutes`, `hours`, `days`: time by the clock, holidays or not.

		`working_hours`: the earliest moment at which that much working time has passed since `start`. Eight hours
		that run out at closing time end at closing time, not at the next opening.

		`working_days`: `start`, moved to the next working moment if it lies outside working time; then the same
		time of day that many working days later, the day after being the first. A time of day past that day's
		close becomes its close; one before its opening or in its break becomes the next working moment. A
		fraction of a day is that share of the regular working day, counted as working time from there.

		Raises ValueError for an unknown unit.
		"""
		if unit in CALENDAR_UNITS:
			return start + timedelta(seconds=amount * CALENDAR_UNITS[unit])
		if unit == "working_hours":
			return self._add_working(start, round(amount * 3_600 * MICRO))
		if unit == "working_days":
			return self._add_days(start, amount)
		raise ValueError(f"Unknown unit of time: {unit}")

	def between(self, start: datetime, end: datetime) -> int:
		"""Whole working seconds from `start` to `end`; negative if `end` is the earlier one."""
		if end < start:
			return -self.between(end, start)
		return (self._elapsed(end) - self._elapsed(start)) // MICRO

	def is_working(self, moment: datetime) -> bool:
		"""Whether people work at this moment."""
		second = _second_of_day(moment)
		return any(a <= second < b for a, b in self.intervals_on(moment.toordinal()))

	def intervals_on(self, ordinal: int) -> Intervals:
		"""The working intervals of the date with this ordinal (`date.toordinal`); empty on days off."""
		exception = self._exception_by_day.get(ordinal)
		return self.weekly[(ordinal - 1) % 7] if exception is None else exception

	@property
	def regular_day(self) -> int:
		"""Working seconds of the first weekday that has hours."""
		return next(_length(intervals) for intervals in self.weekly if intervals)

	# Running totals: working seconds and working days before a date.

	@cached_property
	def _exception_by_day(self) -> dict[int, Intervals]:
		return dict(self.exceptions)

	@cached_property
	def _exception_ordinals(self) -> list[int]:
		return [ordinal for ordinal, _ in self.exceptions]

	def _totals(self, measure: Callable[[Intervals], int]) -> tuple[list[int], list[int]]:
		"""Totals before each weekday of a week (the 8th: the whole week), and of the exceptions' differences."""
		week = list(accumulate((measure(intervals) for intervals in self.weekly), initial=0))
		differences = (
			measure(intervals) - measure(self.weekly[(ordinal - 1) % 7])
			for ordinal, intervals in self.exceptions
		)
		return week, list(accumulate(differences, initial=0))

	@cached_property
	def _second_totals(self) -> tuple[list[int], list[int]]:
		return self._totals(_length)

	@cached_property
	def _day_totals(self) -> tuple[list[int], list[int]]:
		return self._totals(lambda intervals: int(bool(intervals)))

	def _before(self, totals: tuple[list[int], list[int]], ordinal: int) -> int:
		week, differences = totals
		weeks, weekday = divmod(ordinal - 1, 7)
		return weeks * week[7] + week[weekday] + differences[bisect_left(self._exception_ordinals, ordinal)]

	def _seconds_before(self, ordinal: int) -> int:
		return self._before(self._second_totals, ordinal)

	def _days_before(self, ordinal: int) -> int:
		return self._before(self._day_totals, ordinal)

	# Working hours.

	def _elapsed(self, moment: datetime) -> int:
		"""Working microseconds since the beginning of the calendar."""
		ordinal = moment.toordinal()
		now = _micro_of_day(moment)
		today = sum(
			max(0, min(now, end * MICRO) - start * MICRO) for start, end in self.intervals_on(ordinal)
		)
		return self._seconds_before(ordinal) * MICRO + today

	def _add_working(self, start: datetime, amount: int) -> datetime:
		if not amount:
			return start
		target = self._elapsed(start) + amount
		return self._earliest(target, start) if amount > 0 else self._latest(target, start)

	def _earliest(self, target: int, near: datetime) -> datetime:
		"""The earliest moment at which `target` working microseconds have passed."""
		ordinal = _first(near.toordinal(), lambda day: self._seconds_before(day + 1) * MICRO >= target)
		rest = target - self._seconds_before(ordinal) * MICRO
		for start, end in self.intervals_on(ordinal):
			length = (end - start) * MICRO
			if rest <= length:
				return _moment(ordinal, start * MICRO + rest)
			rest -= length
		raise AssertionError("unreachable: the day was found by its total")

	def _latest(self, target: int, near: datetime) -> datetime:
		"""The latest moment at which `target` working microseconds have passed."""
		ordinal = _last(near.toordinal(), lambda day: self._seconds_before(day) * MICRO <= target)
		rest = target - self._seconds_before(ordinal) * MICRO
		for start, end in self.intervals_on(ordinal):
			length = (end - start) * MICRO
			if rest < length:
				return _moment(ordinal, start * MICRO + rest)
			rest -= length
		raise AssertionError("unreachable: the day was found by its total")

	# Working days.

	def _add_days(self, start: datetime, amount: float) -> datetime:
		whole = int(amount)
		moment = self._at_work_forward(start) if amount >= 0 else self._at_work_backward(start)
		if whole:
			moment = self._shift_days(moment, whole)
		return self._add_working(moment, round((amount - whole) * self.regular_day * MICRO))

	def _shift_days(self, moment: datetime, days: int) -> datetime:
		"""`moment` is a working one; counting back, midnight is the close of the day before."""
		ordinal, micro = moment.toordinal(), _micro_of_day(moment)
		if days < 0 and not micro:
			ordinal, micro = ordinal - 1, DAY_SECONDS * MICRO
		target = self._working_day(self._days_before(ordinal) + days, ordinal)
		return _clamp(target, self.intervals_on(target), micro, forward=days > 0)

	def _working_day(self, index: int, near: int) -> int:
		"""The ordinal of the working day with this number."""
		if self._days_before(near) > index:
			return _last(near, lambda day: self._days_before(day) <= index)
		return _first(near, lambda day: self._days_before(day + 1) > index)

	def _at_work_forward(self, moment: datetime) -> datetime:
		"""`moment` if it is a working moment, else the next start of work."""
		ordinal, now = moment.toordinal(), _micro_of_day(moment)
		for start, end in self.intervals_on(ordinal):
			if now < end * MICRO:
				return _moment(ordinal, max(now, start * MICRO))
		following = self._working_day(self._days_before(ordinal + 1), ordinal)
		return _moment(following, self.intervals_on(following)[0][0] * MICRO)

	def _at_work_backward(self, moment: datetime) -> datetime:
		"""`moment` if work goes on up to it, else the last end of work before it."""
		ordinal, now = moment.toordinal(), _micro_of_day(moment)
		for start, end in reversed(self.intervals_on(ordinal)):
			if now > start * MICRO:
				return _moment(ordinal, min(now, end * MICRO))
		previous = self._working_day(self._days_before(ordinal) - 1, ordinal)
		return _moment(previous, self.intervals_on(previous)[-1][1] * MICRO)


def _second_of_day(moment: datetime) -> int:
	return moment.hour * 3_600 + moment.minute * 60 + moment.second


def _micro_of_day(moment: datetime) -> int:
	return _second_of_day(moment) * MICRO + moment.microsecond


def _moment(ordinal: int, micro: int) -> datetime:
	return datetime.fromordinal(ordinal) + timedelta(microseconds=micro)


def _clamp(ordinal: int, intervals: Intervals, micro: int, forward: bool) -> datetime:
	"""The time of day if it lies in working hours, closed at both ends; else the nearest such one in the
	direction of counting, and the close (counting back: the opening) where there is none on that day."""
	for start, end in intervals if forward else reversed(intervals):
		if forward and micro <= end * MICRO:
			return _moment(ordinal, max(micro, start * MICRO))
		if not forward and micro >= start * MICRO:
			return _moment(ordinal, min(micro, end * MICRO))
	return _moment(ordinal, intervals[-1][1] * MICRO if forward else intervals[0][0] * MICRO)


def _first(near: int, holds: Callable[[int], bool]) -> int:
	"""The first ordinal from `near` on for which `holds`, which stays true once it is."""
	step = 1
	while not holds(near + step):
		step *= 2
	low, high = near + step // 2 if step > 1 else near, near + step
	while low < high:
		middle = (low + high) // 2
		low, high = (low, middle) if holds(middle) else (middle + 1, high)
	return low


def _last(near: int, holds: Callable[[int], bool]) -> int:
	"""The last ordinal up to `near` for which `holds`, which stays true before it is."""
	return -_first(-near, lambda day: holds(-day))


def seconds_of(value: time | timedelta | str, end: bool = False) -> int:
	"""Seconds of the day of a time as Frappe gives it; midnight as an `end` is the end of the day."""
	if isinstance(value, str):
		hours, minutes, seconds = ([int(float(part)) for part in value.split(":")] + [0, 0])[:3]
		value = timedelta(hours=hours, minutes=minutes, seconds=seconds)
	if isinstance(value, time):
		value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
	seconds = int(value.total_seconds())
	return DAY_SECONDS if end and not seconds else seconds
