"""Both flows of power connection on the same cases: what must hold whatever the durations are."""

import csv
import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from liuwan_process.analytics.replay import cases, chart, document, results
from liuwan_process.analytics.replay.flows import PARALLEL, SERIAL

NUMBER = 20


@pytest.mark.pure
def test_the_same_seed_gives_the_same_cases():
	assert cases.generate(30, seed=5) == cases.generate(30, seed=5)
	assert cases.generate(30, seed=5) != cases.generate(30, seed=6)


@pytest.mark.pure
def test_the_chart_ends_at_all_cases():
	drawn = ElementTree.fromstring(chart.svg([chart.Curve("A & B", [3, 1, 2])], "Days", "days"))
	line = drawn.find("{*}polyline").get("points").split()
	assert line[0].split(",")[1] == f"{chart.Frame.y(0):.1f}"
	assert line[-1].split(",")[1] == f"{chart.Frame.y(1):.1f}"


@pytest.fixture(scope="module")
def found(site, tmp_path_factory):
	"""Twenty cases of each, replayed once and taken back; what was read and written of them stays."""
	import frappe

	from liuwan_process.analytics.replay.power_connection import replay
	from tests.factories import ensure_demo

	ensure_demo()
	frappe.set_user("Administrator")
	made = cases.generate(NUMBER, seed=4)
	walk = replay(made)
	result = document.Result(made, results.outcomes(walk.runs, made), walk)
	folder = tmp_path_factory.mktemp("docs")
	document.write(folder, result)
	logs = frappe.get_all(
		"Process Log", {"instance": ("in", list(walk.runs.values()))}, ["instance", "act", "step"]
	)
	nodes = {flow: results.nodes(walk.runs, flow) for flow in (SERIAL, PARALLEL)}
	make_ups = results.make_ups(walk.runs)
	frappe.db.rollback()
	return SimpleNamespace(result=result, folder=folder, logs=logs, nodes=nodes, make_ups=make_ups)


def pairs(found) -> list[tuple]:
	serial = {row.number: row for row in found.result.of(SERIAL)}
	return [(serial[row.number], row) for row in found.result.of(PARALLEL)]


def test_every_case_runs_to_its_end_in_both_flows(found):
	assert len(found.result.rows) == 2 * NUMBER
	assert {row.status for row in found.result.rows} == {"Completed"}


def test_four_steps_are_faster_than_twelve_for_every_case(found):
	assert all(parallel.to_power < serial.to_power for serial, parallel in pairs(found))
	assert all(parallel.working < serial.working for serial, parallel in pairs(found))


def test_median_and_nine_of_ten_are_lower_too(found):
	for measure in document.MEASURES.values():
		serial, parallel = (results.of(found.result.of(flow), measure) for flow in (SERIAL, PARALLEL))
		assert parallel.median < serial.median and parallel.high <= serial.high


def test_a_run_is_late_exactly_past_its_limit(found):
	limits = {SERIAL: 60, PARALLEL: 30}
	for row in found.result.rows:
		if abs(row.working - limits[row.flow]) > 1:  # by the time of day a limit ends up to a day apart
			assert row.late == (row.working > limits[row.flow])


def test_urgent_customers_have_power_before_their_files_are_complete(found):
	urgent = [row for row in found.result.of(PARALLEL) if row.urgent]
	assert urgent and found.make_ups.count >= 2 * len(urgent)
	assert all(row.to_power < row.made_up for row in urgent)


def test_contract_and_fees_are_put_off_in_urgent_runs_only(found):
	urgent = {found.result.walk.runs[PARALLEL, row.number] for row in found.result.rows if row.urgent}
	put_off = {(row.instance, row.step) for row in found.logs if row.act == "Postpone"}
	assert put_off == {(run, step) for run in urgent for step in ("contract", "pay")}


def test_what_fell_short_was_done_again_in_both(found):
	refused = sum(case.acceptance_refused for case in found.result.cases)
	assert refused
	for flow, step in ((SERIAL, "construct"), (PARALLEL, "build")):
		node = next(node for node in found.nodes[flow] if node.step == step)
		assert node.figures.count == NUMBER + refused


def test_the_serial_flow_shows_all_its_steps(found):
	assert len(found.nodes[SERIAL]) == 11  # and the application itself


def test_nobody_was_told_and_the_clock_goes_on(found):
	import frappe

	from liuwan_process.engine import clock

	assert not clock.is_simulated()
	assert not frappe.db.count("Process Instance", {"name": ("in", list(found.result.walk.runs.values()))})


@pytest.mark.parametrize("suffix", ["", ".zh-CN"])
def test_the_document_holds_the_figures(found, suffix):
	text = (found.folder / f"power-connection{suffix}.md").read_text(encoding="utf-8")
	median = document.medians(found.result.rows)
	assert f"**{median[PARALLEL]:.1f}**" in text and f"| {median[SERIAL]:.1f} |" in text
	assert not re.search(r"\{\w+\}", text)


def test_the_table_of_cases_has_a_line_for_each(found):
	with (found.folder / "power-connection.csv").open(encoding="utf-8") as file:
		lines = list(csv.DictReader(file))
	assert [int(line["case"]) for line in lines] == list(range(1, NUMBER + 1))
	assert all(float(line["PC-4_days_to_power"]) < float(line["PC-12_days_to_power"]) for line in lines)
