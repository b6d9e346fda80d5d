"""Periods begin and end where people say they do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuwan_process.analytics.periods import PERIODS, bounds

pytestmark = pytest.mark.pure

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
	("period", "first", "last"),
	[
		("This Week", date(2026, 11, 16), date(2026, 11, 22)),
		("This Month", date(2026, 11, 1), date(2026, 11, 30)),
		("Last Month", date(2026, 10, 1), date(2026, 10, 31)),
		("This Quarter", date(2026, 10, 1), date(2026, 12, 31)),
		("Last Quarter", date(2026, 7, 1), date(2026, 9, 30)),
		("This Year", date(2026, 1, 1), date(2026, 12, 31)),
		("Last Year", date(2025, 1, 1), date(2025, 12, 31)),
		(None, date(2026, 11, 1), date(2026, 11, 30)),
	],
)
def test_period(period, first, last):
	assert bounds(period, TODAY) == (first, last)


def test_the_month_before_january_is_december():
	assert bounds("Last Month", date(2026, 1, 31)) == (date(2025, 12, 1), date(2025, 12, 31))
	assert bounds("Last Quarter", date(2026, 2, 1)) == (date(2025, 10, 1), date(2025, 12, 31))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(sorted(PERIODS)))
def test_this_period_holds_today_and_the_last_one_ends_the_day_before_it(today, period):
	first, last = bounds(period, today)
	if period.startswith("This"):
		assert first <= today <= last
		before = period.replace("This", "Last")
		if before in PERIODS:
			assert bounds(before, today)[1] == first - timedelta(days=1)
