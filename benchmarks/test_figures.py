import pytest

from benchmarks import figures

pytestmark = pytest.mark.pure


def test_a_percentile_is_a_value_that_was_measured():
	values = [float(n) for n in range(1, 101)]
	assert figures.percentile(values, 0.5) == 50
	assert figures.percentile(values, 0.95) == 95
	assert figures.percentile([7.0], 0.95) == 7
	assert figures.percentile([], 0.95) == 0


def test_the_median_of_an_even_number_lies_between_the_middle_two():
	assert figures.median([4, 1, 3, 2]) == 2.5
	assert figures.median([9, 1, 5]) == 5


def test_errors_count_neither_as_work_nor_as_time():
	answers = [{"ms": 10, "error": ""}, {"ms": 1, "error": "500"}]
	found = figures.of_round(answers, 2, used=0.1)
	assert (found["rate"], found["p50"], found["errors"], found["cpu"]) == (0.5, 10, 1, 50)


def test_rounds_give_medians_and_sums():
	rounds = [{"rate": r, "p50": r, "p95": r, "cpu": r, "count": 2, "errors": 1} for r in (1, 9, 5)]
	found = figures.of_rounds(rounds)
	assert (found["rate"], found["count"], found["errors"]) == (5, 6, 3)
	assert (found["least"], found["most"], found["rounds"]) == (1, 9, 3)
