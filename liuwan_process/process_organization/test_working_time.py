"""Working time against a slow, obvious reference that walks minute by minute; and the cases that people ask about."""

import time as clock
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuwan_process.process_organization.working_time import DAY_SECONDS, WorkCalendar, seconds_of

pytestmark = pytest.mark.pure

MINUTE = timedelta(minutes=1)
MORNING, AFTERNOON = (8 * 3600 + 1800, 12 * 3600), (13 * 3600, 17 * 3600 + 1800)
OFFICE = (MORNING, AFTERNOON)
NATIONAL_DAY = tuple((date(2026, 10, day).toordinal(), ()) for day in range(1, 8))
STANDARD = WorkCalendar((OFFICE,) * 5 + ((),) * 2, (*NATIONAL_DAY, (date(2026, 10, 10).toordinal(), OFFICE)))


# The reference.


def working(calendar: WorkCalendar, minute: datetime) -> bool:
	exceptions = dict(calendar.exceptions)
	day = minute.date()
	intervals = exceptions.get(day.toordinal(), calendar.weekly[day.weekday()])
	second = minute.hour * 3600 + minute.minute * 60
	return any(start <= second < end for start, end in intervals)


def minutes_of(calendar: WorkCalendar, day: date) -> list[datetime]:
	midnight = datetime.combine(day, time())
	return [midnight + n * MINUTE for n in range(1440) if working(calendar, midnight + n * MINUTE)]


def slow_between(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
	count, at = 0, start
	while at < end:
		count += working(calendar, at)
		at += MINUTE
	return count * 60


def slow_add_hours(calendar: WorkCalendar, start: datetime, minutes: int) -> datetime:
	at, left = start, abs(minutes)
	while left:
		if minutes < 0:
			at -= MINUTE
		left -= working(calendar, at)
		if minutes > 0:
			at += MINUTE
	return at


def slow_add_days(calendar: WorkCalendar, start: datetime, days: int) -> datetime:
	at = start
	while not working(calendar, at):
		at += MINUTE
	if not days:
		return at
	day, left = at.date(), days
	while left:
		day += timedelta(days=1)
		left -= bool(minutes_of(calendar, day))
	wanted, minutes = datetime.combine(day, at.time()), minutes_of(calendar, day)
	if wanted in minutes or wanted - MINUTE in minutes:
		return wanted
	return next((minute for minute in minutes if minute > wanted), minutes[-1] + MINUTE)


def slow_subtract_days(calendar: WorkCalendar, start: datetime, days: int) -> datetime:
	at = start
	while not working(calendar, at - MINUTE):
		at -= MINUTE
	day, left = (at - MINUTE).date(), days
	midnight_close = at.time() == time() and at.date() != day
	while left:
		day -= timedelta(days=1)
		left -= bool(minutes_of(calendar, day))
	wanted = datetime.combine(day, at.time()) + timedelta(days=int(midnight_close))
	minutes = minutes_of(calendar, day)
	if wanted in minutes or wanted - MINUTE in minutes:
		return wanted
	return next((minute + MINUTE for minute in reversed(minutes) if minute < wanted), minutes[0])


# What is tried.


@st.composite
def intervals(draw, at_least: int = 0):
	"""Up to three intervals on whole half hours, at least an hour long."""
	marks = draw(st.lists(st.integers(0, 24), min_size=2 * at_least, max_size=6, unique=True))
	marks = sorted(marks)[: len(marks) // 2 * 2]
	return tuple((a * 3600, b * 3600) for a, b in zip(marks[::2], marks[1::2], strict=True))


@st.composite
def calendars(draw):
	weekly = tuple(draw(intervals(at_least=int(day < 3))) for day in range(7))
	days = draw(st.dictionaries(st.integers(-40, 40), intervals(), max_size=12))
	origin = date(2026, 3, 15).toordinal()
	return WorkCalendar(weekly, tuple(sorted((origin + day, hours) for day, hours in days.items())))


moments = st.integers(-30 * 1440, 30 * 1440).map(lambda n: datetime(2026, 3, 15) + n * MINUTE)
few = settings(max_examples=25, deadline=None)


@few
@given(calendars(), moments, st.integers(0, 4 * 1440))
def test_between_counts_as_the_reference_does(calendar, start, span):
	end = start + span * MINUTE

	assert calendar.between(start, end) == slow_between(calendar, start, end)
	assert calendar.between(end, start) == -calendar.between(start, end)


@few
@given(calendars(), moments, st.integers(-600, 600))
def test_working_hours_are_added_as_the_reference_does(calendar, start, minutes):
	assert calendar.add(start, minutes / 60, "working_hours") == slow_add_hours(calendar, start, minutes)


@few
@given(calendars(), moments, st.integers(0, 6))
def test_working_days_are_added_as_the_reference_does(calendar, start, days):
	assert calendar.add(start, days, "working_days") == slow_add_days(calendar, start, days)


@few
@given(calendars(), moments, st.integers(1, 6))
def test_working_days_are_taken_off_as_the_reference_does(calendar, start, days):
	assert calendar.add(start, -days, "working_days") == slow_subtract_days(calendar, start, days)


@settings(max_examples=300, deadline=None)
@given(calendars(), moments, st.floats(0.001, 5_000), st.integers(0, 999_999))
def test_added_working_time_is_found_again_between(calendar, start, hours, micro):
	start = start.replace(microsecond=micro)
	end = calendar.add(start, hours, "working_hours")

	assert abs(calendar.between(start, end) - hours * 3600) <= 1


@settings(max_examples=300, deadline=None)
@given(calendars(), moments, moments, st.integers(0, 30), st.sampled_from(["working_hours", "working_days"]))
def test_who_starts_later_is_never_due_earlier(calendar, one, other, amount, unit):
	earlier, later = sorted((one, other))

	assert calendar.add(earlier, amount, unit) <= calendar.add(later, amount, unit)


# What people ask.

FRIDAY = date(2026, 11, 20)


def at(day: date, clock_time: str) -> datetime:
	return datetime.combine(day, time.fromisoformat(clock_time))


@pytest.mark.parametrize(
	("start", "amount", "unit", "end"),
	[
		("2026-11-20 10:00", 5, "working_days", "2026-11-27 10:00"),
		("2026-11-20 10:00", 1, "working_days", "2026-11-23 10:00"),
		("2026-11-20 12:15", 1, "working_days", "2026-11-23 13:00"),
		("2026-11-20 18:00", 1, "working_days", "2026-11-24 08:30"),
		("2026-11-20 17:30", 1, "working_days", "2026-11-24 08:30"),
		("2026-11-21 09:00", 0, "working_days", "2026-11-23 08:30"),
		("2026-11-20 16:30", 2, "working_hours", "2026-11-23 09:30"),
		("2026-11-20 16:30", 1, "working_hours", "2026-11-20 17:30"),
		("2026-11-20 11:00", 1, "working_hours", "2026-11-20 12:00"),
		("2026-11-21 11:00", 0, "working_hours", "2026-11-21 11:00"),
		("2026-09-30 17:00", 1, "working_hours", "2026-10-08 09:00"),
		("2026-10-09 10:00", 1, "working_days", "2026-10-10 10:00"),
		("2026-10-09 10:00", 2, "working_days", "2026-10-12 10:00"),
		("2026-11-20 10:00", 0.5, "working_days", "2026-11-20 15:00"),
		("2026-11-23 09:30", -2, "working_hours", "2026-11-20 16:30"),
		("2026-11-23 10:00", -1, "working_days", "2026-11-20 10:00"),
		("2026-11-20 10:00", 36, "hours", "2026-11-21 22:00"),
		("2026-11-20 10:00", 3, "days", "2026-11-23 10:00"),
		("2026-11-20 10:00", 90, "minutes", "2026-11-20 11:30"),
		("2026-11-20 10:00", 30, "seconds", "2026-11-20 10:00:30"),
	],
)
def test_due_moment(start, amount, unit, end):
	moment = STANDARD.add(datetime.fromisoformat(start), amount, unit)

	assert moment == datetime.fromisoformat(end)


def test_result_past_a_short_days_close_is_its_close():
	short_friday = WorkCalendar((OFFICE,) * 4 + (((8 * 3600, 12 * 3600),), (), ()))

	assert short_friday.add(at(FRIDAY - timedelta(days=1), "15:00"), 1, "working_days") == at(FRIDAY, "12:00")


def test_a_calendar_around_the_clock_counts_every_second():
	always = WorkCalendar((((0, DAY_SECONDS),),) * 7)
	start = datetime(2026, 11, 20, 23, 30)

	assert always.between(start, start + timedelta(days=3)) == 3 * DAY_SECONDS
	assert always.add(start, 24, "working_hours") == start + timedelta(days=1)
	assert always.add(start, 2, "working_days") == start + timedelta(days=2)


def test_unknown_unit_is_refused():
	with pytest.raises(ValueError, match="fortnights"):
		STANDARD.add(datetime(2026, 11, 20), 1, "fortnights")


def test_calendar_without_working_hours_is_refused():
	with pytest.raises(ValueError):
		WorkCalendar(((),) * 7)


def test_ten_years_cost_what_an_hour_costs():
	start = datetime(2026, 11, 20, 9)
	STANDARD.between(start, start)
	began = clock.perf_counter()
	for _ in range(1_000):
		STANDARD.add(start, 20_000, "working_hours")
		STANDARD.add(start, 2_500, "working_days")
		STANDARD.between(start, start + timedelta(days=3_650))

	assert clock.perf_counter() - began < 1


@pytest.mark.parametrize(
	("value", "end", "seconds"),
	[
		("08:30", False, 30_600),
		("8:30:00", False, 30_600),
		(timedelta(hours=8, minutes=30), False, 30_600),
		(time(8, 30), False, 30_600),
		("00:00:00", False, 0),
		("00:00:00", True, DAY_SECONDS),
		("17:30:00.000000", True, 63_000),
	],
)
def test_times_are_read_as_frappe_writes_them(value, end, seconds):
	assert seconds_of(value, end) == seconds
