"""The figures equal a slow computation that goes by their definition, whatever the times."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuwan_process.analytics.figures import Sample, days, grouped, hours, median, merged, part, percentile

pytestmark = pytest.mark.pure

times = st.lists(st.integers(0, 10_000_000), max_size=60)
some = st.lists(st.integers(0, 10_000_000), min_size=1, max_size=60)
rows = st.lists(
	st.tuples(
		st.sampled_from("abc"),
		st.integers(0, 100_000),
		st.sampled_from([None, 0, 1]),
		st.integers(0, 3),
	),
	max_size=80,
)


def slow_percentile(values: list[int], share: int) -> int:
	"""Tries every value: the smallest that at least so many percent do not exceed."""
	return min(v for v in values if Fraction(sum(w <= v for w in values) * 100, len(values)) >= share)


def slow_median(values: list[int]) -> Fraction:
	"""Takes the smallest and the greatest away until one or two are left."""
	rest = list(values)
	while len(rest) > 2:
		rest.remove(min(rest))
		rest.remove(max(rest))
	return Fraction(sum(rest), len(rest))


@given(some, st.integers(1, 100))
def test_percentile_is_by_nearest_rank(values, share):
	assert percentile(sorted(values), share) == slow_percentile(values, share)


@given(some)
def test_median_is_the_middle(values):
	assert median(sorted(values)) == slow_median(values)


@given(some)
def test_nobody_took_longer_than_the_hundredth_percentile(values):
	assert percentile(sorted(values), 100) == max(values)


def test_of_nothing_there_are_no_figures():
	figures = Sample().figures()
	assert (figures.count, figures.median, figures.high, figures.mean, figures.on_time) == (
		0,
		None,
		None,
		None,
		None,
	)
	assert (median([]), percentile([]), part(1, 0), hours(None), days(None)) == (None,) * 5


@given(rows)
def test_groups_hold_each_row_once(found):
	samples = grouped(found, 1)
	assert Counter({key[0]: len(s.seconds) for key, s in samples.items()}) == Counter(row[0] for row in found)
	for (key,), sample in samples.items():
		mine = [row for row in found if row[0] == key]
		assert sorted(sample.seconds) == sorted(row[1] for row in mine)
		assert sample.returns == sum(row[3] for row in mine)


@given(rows)
def test_what_had_no_limit_is_neither_on_time_nor_late(found):
	figures = merged(grouped(found, 1).values()).figures()
	limited = [row[2] for row in found if row[2] is not None]
	assert figures.late == sum(limited)
	assert figures.on_time == (100 * limited.count(0) / len(limited) if limited else None)


@given(rows)
def test_a_total_is_of_all_rows_and_not_of_its_groups(found):
	figures = merged(grouped(found, 1).values()).figures()
	values = [row[1] for row in found]
	assert figures.count == len(values)
	if values:
		assert figures.median == slow_median(values)
		assert figures.high == slow_percentile(values, 90)
		assert figures.mean == sum(values) / len(values)


def test_waiting_is_a_share_of_the_whole_time():
	sample = Sample()
	sample.add(100, None, 0, waiting=25)
	sample.add(300, 0, 1, waiting=75)
	assert (sample.figures().waiting, sample.figures().waiting_share) == (50, 25)


def test_a_day_has_eight_working_hours():
	assert (hours(36 * 3600), days(36 * 3600)) == (36, 4.5)
