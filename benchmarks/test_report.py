import pytest

from benchmarks import report

pytestmark = pytest.mark.pure
SIDE = {
	"rate": 50.0,
	"least": 45.0,
	"most": 55.0,
	"p50": 90.0,
	"p95": 140.0,
	"cpu": 9.0,
	"count": 100,
	"errors": 0,
}
RESULTS = {
	"machine": {"cores": 2},
	"rows": {
		"approve 8": {"ours": SIDE, "stock": {**SIDE, "rate": 10.0}, "load": 0.5},
		"statements": {"approve": {"ours": 12, "stock": 19}},
	},
}


def test_a_missed_promise_is_named():
	text = report.table(RESULTS)
	assert "| approvals a second, 8 clients | 50.0 | at least 60 | **missed** |" in text
	assert "| times stock's rate, 8 clients | 5.00 | at least 3 | met |" in text
	assert "| SQL statements of an approval's request | 12 | at most 12 | met |" in text


def test_viewflow_stands_beside_ours_in_its_row():
	row = {"ours": SIDE, "viewflow": {**SIDE, "rate": 40.0}, "load": 0.5}
	text = report.table({**RESULTS, "rows": {"approve 8 viewflow": row}})
	assert "| times viewflow's rate, 8 clients | 1.25 | at least 1.4 | **missed** |" in text
	assert "| approve 8 viewflow | viewflow | 40.0 (45.0 to 55.0) |" in text


def test_rows_that_were_not_measured_are_left_out():
	assert "in process" not in report.table(RESULTS)


def test_figures_stand_between_the_markers():
	text = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
	assert report.between_markers(text, "new") == (f"before\n{report.BEGIN}\n\nnew\n\n{report.END}\nafter\n")
	with pytest.raises(ValueError):
		report.between_markers("no markers", "new")


def test_a_large_site_is_compared_with_an_empty_one():
	results = {
		"machine": {},
		"rows": {
			"inbox 100000": {"ours": SIDE, "large": {**SIDE, "p95": 45.0, "p50": 126.0}, "load": 0.5},
			"sweep 100000": {"large": {"seconds": 2.5, "found": 1000}, "load": 0.5},
		},
	}
	text = report.table(results)
	assert "| p95 of my tasks, first page, ms, 100,000 runs | 45 | at most 50 | met |" in text
	assert "| my tasks, p50 beside an empty site's, 100,000 runs | 1.40 | at most 1.3 | **missed** |" in text
	assert "| sweep of 1,000 overdue tasks, s, 100,000 runs | 2.50 | at most 2 | **missed** |" in text
	assert "| inbox 100000 | large | 50.0" in text
