"""Writes a replay down: Markdown and a chart in each language by the templates beside this file, all cases as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from frappe import _

from liuwan_process.analytics.figures import DAY, Figures
from liuwan_process.analytics.replay import cases as assumed
from liuwan_process.analytics.replay import chart, results
from liuwan_process.analytics.replay.cases import Case
from liuwan_process.analytics.replay.flows import PARALLEL, SERIAL
from liuwan_process.analytics.replay.results import Outcome
from liuwan_process.analytics.replay.walk import Walk

LANGUAGES = {"en": "", "zh": ".zh-CN"}
NAME = "power-connection"
FLOWS = (SERIAL, PARALLEL)
TEMPLATES = Path(__file__).parent
TITLES = {SERIAL: "Power Connection in Twelve Steps", PARALLEL: "Power Connection in Four Steps"}
MEASURES: dict[str, Callable[[Outcome], float]] = {
	"power": lambda row: row.to_power,
	"working": lambda row: row.working,
	"end": lambda row: row.made_up,
}


@dataclass(frozen=True)
class Result:
	"""The cases, what became of them, and the walk that they took."""

	cases: list[Case]
	rows: list[Outcome]
	walk: Walk

	def of(self, flow: str) -> list[Outcome]:
		return [row for row in self.rows if row.flow == flow]


def write(folder: Path, result: Result) -> None:
	"""`power-connection.md`, `.zh-CN.md`, `.csv` and `images/power-connection.<language>.svg` below `folder`."""
	(folder / "images").mkdir(parents=True, exist_ok=True)
	for language, suffix in LANGUAGES.items():
		template = (TEMPLATES / f"template.{language}.md").read_text(encoding="utf-8")
		text = template.format_map(_parts(result, language))
		(folder / f"{NAME}{suffix}.md").write_text(text, encoding="utf-8")
		picture = folder / "images" / f"{NAME}.{language}.svg"
		picture.write_text(_chart(result, language), encoding="utf-8")
	_write_cases(folder / f"{NAME}.csv", result)


def medians(rows: Iterable[Outcome], measure: str = "power") -> dict[str, float]:
	"""Median days of a measure, by flow."""
	rows = list(rows)
	return {flow: results.of([r for r in rows if r.flow == flow], MEASURES[measure]).median for flow in FLOWS}


def _parts(result: Result, language: str) -> dict[str, str | int]:
	urgent = [row for row in result.of(PARALLEL) if row.urgent]
	return {
		"cases": len(result.cases),
		"faster": _faster(result),
		"kinds": _table(_by_kind(result, language)),
		"serial_nodes": _table(_by_node(result, SERIAL, language)),
		"parallel_nodes": _table(_by_node(result, PARALLEL, language)),
		"durations": _table(_durations()),
		"shares": _table(_shares(language)),
		"wanted_urgent": sum(case.urgent for case in result.cases),
		"urgent": len(urgent),
		"refused_urgent": result.walk.refused_urgent,
		**_measured(result),
		**_made_up(result, urgent),
	}


def _measured(result: Result) -> dict[str, str | int]:
	"""`power_12_median` and so on, and the late runs of each flow."""
	found: dict[str, str | int] = {}
	for flow in FLOWS:
		number = flow.removeprefix("PC-")
		for name, measure in MEASURES.items():
			figures = results.of(result.of(flow), measure)
			found |= {
				f"{name}_{number}_median": f"{figures.median:.1f}",
				f"{name}_{number}_high": f"{figures.high:.1f}",
				f"{name}_{number}_mean": f"{figures.mean:.1f}",
			}
		found[f"late_{number}"] = sum(row.late for row in result.of(flow))
	return found


def _made_up(result: Result, urgent: list[Outcome]) -> dict[str, str | int]:
	"""What the green channel did for its runs, beside the same cases in twelve steps."""
	numbers = {row.number for row in urgent}
	serial = [row for row in result.of(SERIAL) if row.number in numbers]
	made_up = results.make_ups(result.walk.runs)
	return {
		"urgent_power": _shown(results.of(urgent, MEASURES["power"]).median),
		"urgent_end": _shown(results.of(urgent, MEASURES["end"]).median),
		"urgent_serial": _shown(results.of(serial, MEASURES["power"]).median),
		"make_ups": made_up.count,
		"make_ups_late": made_up.late,
	}


def _faster(result: Result) -> int:
	"""Cases that had power earlier in four steps than in twelve."""
	serial = {row.number: row.to_power for row in result.of(SERIAL)}
	return sum(row.to_power < serial[row.number] for row in result.of(PARALLEL))


def _by_kind(result: Result, language: str) -> Iterable[list[str]]:
	for kind in assumed.KINDS:
		groups = [[row for row in result.of(flow) if row.kind == kind.name] for flow in FLOWS]
		figures = [results.of(group, MEASURES["power"]) for group in groups]
		cells = [cell for f in figures for cell in (_shown(f.median), _shown(f.high))]
		yield [_(kind.name, language), str(len(groups[0])), *cells]


def _by_node(result: Result, flow: str, language: str) -> Iterable[list[str]]:
	for node in results.nodes(result.walk.runs, flow):
		f = node.figures
		late = f"{f.late}" if f.on_time is not None else "–"
		yield [_(node.title, language), str(f.count), *(_shown(v, DAY) for v in _spans(f)), late]


def _spans(figures: Figures) -> tuple[float | None, ...]:
	return figures.median, figures.high, figures.waiting


def _durations() -> Iterable[list[str]]:
	for activity, medians_of in assumed.ACTIVITIES.items():
		yield [activity.replace("_", " "), *(f"{value:g}" if value else "–" for value in medians_of)]


def _shares(language: str) -> Iterable[list[str]]:
	for kind in assumed.KINDS:
		capacity = f"{kind.capacity[0]}–{kind.capacity[1]:,}"
		cells = (f"{kind.share:.0%}", capacity, f"{kind.construction:g}", f"{kind.survey:g}")
		yield [_(kind.name, language), *cells]


def _shown(value: float | None, unit: float = 1) -> str:
	return "–" if value is None else f"{value / unit:.1f}"


def _table(rows: Iterable[list[str]]) -> str:
	return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _chart(result: Result, language: str) -> str:
	curves = [
		chart.Curve(_(TITLES[flow], language), [row.to_power for row in result.of(flow)]) for flow in FLOWS
	]
	title = _("Share of customers who have power after so many days", language)
	return chart.svg(curves, title, _("Days since the application", language))


def _write_cases(path: Path, result: Result) -> None:
	"""One line a case: days until power and working days, in twelve steps and in four."""
	by_number: dict[int, dict[str, Outcome]] = {}
	for row in result.rows:
		by_number.setdefault(row.number, {})[row.flow] = row
	head = ["case", "kind", "capacity_kva", "urgent"]
	head += [f"{flow}_{measure}" for flow in FLOWS for measure in ("days_to_power", "working_days")]
	with path.open("w", encoding="utf-8", newline="") as file:
		lines = csv.writer(file, lineterminator="\n")
		lines.writerow(head)
		for case in result.cases:
			both = [by_number[case.number][flow] for flow in FLOWS]
			cells = [(f"{row.to_power:.2f}", f"{row.working:.2f}") for row in both]
			lines.writerow(
				[case.number, case.kind, f"{case.capacity:g}", int(both[1].urgent), *cells[0], *cells[1]]
			)
