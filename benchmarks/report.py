"""Renders what was measured: figures beside stock Frappe's and beside the budget. Pure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.figures import ratio

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
Results = dict[str, Any]
SIDES = ("ours", "stock", "viewflow", "large")
Value = Callable[[Results], float]


def of(row: str, side: str, key: str) -> Value:
	return lambda rows: rows[row][side][key]


def times_stock(row: str, key: str) -> Value:
	return lambda rows: ratio(rows[row]["ours"][key], rows[row]["stock"][key])


def times_viewflow(rows: Results) -> float:
	row = rows["approve 8 viewflow"]
	return ratio(row["ours"]["rate"], row["viewflow"]["rate"])


def counted(row: str) -> Value:
	return lambda rows: rows["statements"][row]["ours"]


# row, what is promised, its value, "at least" or "at most", the limit, decimals
BUDGETS: tuple[tuple[str, str, Value, str, float, int], ...] = (
	("approve 8", "approvals a second, 8 clients", of("approve 8", "ours", "rate"), "at least", 60, 1),
	("approve 8", "times stock's rate, 8 clients", times_stock("approve 8", "rate"), "at least", 3, 2),
	("approve 8", "p95 of an approval, 8 clients, ms", of("approve 8", "ours", "p95"), "at most", 150, 0),
	("approve 8", "errors, 8 clients", of("approve 8", "ours", "errors"), "at most", 0, 0),
	("approve 64", "p95 of an approval, 64 clients, ms", of("approve 64", "ours", "p95"), "at most", 1200, 0),
	("approve 64", "errors, 64 clients", of("approve 64", "ours", "errors"), "at most", 0, 0),
	("approve 8 viewflow", "times viewflow's rate, 8 clients", times_viewflow, "at least", 1.4, 2),
	("start 1", "p50 of a start, 1 client, ms", of("start 1", "ours", "p50"), "at most", 15, 1),
	("statements", "SQL statements of an approval's request", counted("approve"), "at most", 12, 0),
	("compendium", "compendium of 300 processes, s", of("compendium", "ours", "seconds"), "at most", 60, 1),
	("compendium", "its memory, MB", of("compendium", "ours", "megabytes"), "at most", 1000, 0),
	("engine", "acts a second of the engine in process", of("engine", "ours", "rate"), "at least", 400, 0),
)


def at_size(rows: Results) -> list[tuple[str, float, str, float, int]]:
	"""(promise, measured, sense, limit, decimals) of every row that compares a large site with an empty one."""
	found = []
	for name, row in rows.items():
		kind, _, size = name.rpartition(" ")
		for title, value, sense, limit, digits in AT_SIZE.get(kind, ()):
			found.append((f"{title}, {int(size):,} runs", value(row), sense, limit, digits))
	return found


def grown(key: str) -> Value:
	return lambda row: ratio(row["large"][key], row["ours"][key])


# kind of row: what is promised, its value in the row, "at least" or "at most", the limit, decimals
AT_SIZE: dict[str, tuple[tuple[str, Value, str, float, int], ...]] = {
	"inbox": (
		("p95 of my tasks, first page, ms", lambda row: row["large"]["p95"], "at most", 50, 0),
		("my tasks, p50 beside an empty site's", grown("p50"), "at most", 1.3, 2),
	),
	"page": (("p95 of a run's page, ms", lambda row: row["large"]["p95"], "at most", 150, 0),),
	"approve 8 at": (("approvals a second beside an empty site's", grown("rate"), "at least", 0.9, 2),),
	"sweep": (("sweep of 1,000 overdue tasks, s", lambda row: row["large"]["seconds"], "at most", 2, 2),),
	"memory": (
		("web worker after 10,000 acts, MB", lambda row: row["ours"]["last"], "at most", 120, 0),
		("its growth since the first 1,000", lambda row: row["ours"]["growth"], "at most", 1.05, 2),
	),
}


def is_met(value: float, sense: str, limit: float) -> bool:
	return value >= limit if sense == "at least" else value <= limit


def budgets(rows: Results) -> list[str]:
	"""Lines of the table of promises; rows that were not measured are left out."""
	lines = ["| promise | measured | budget | |", "|---|--:|--:|---|"]
	for row, title, value, sense, limit, digits in BUDGETS:
		if row in rows:
			lines.append(_promise(title, value(rows), sense, limit, digits))
	return lines + [_promise(*promise) for promise in at_size(rows)]


def _promise(title: str, found: float, sense: str, limit: float, digits: int) -> str:
	verdict = "met" if is_met(found, sense, limit) else "**missed**"
	return f"| {title} | {found:.{digits}f} | {sense} {limit:g} | {verdict} |"


def over_http(rows: Results) -> list[str]:
	lines = [
		"| row | side | a second (least to most) | p50 ms | p95 ms | processor ms | answered | errors | load before |",
		"|---|---|--:|--:|--:|--:|--:|--:|--:|",
	]
	for name, row in rows.items():
		for side in [side for side in SIDES if "rate" in (row.get(side) or ())]:
			lines.append(_line(name, side, row[side], row["load"]))
	return lines


def _line(name: str, side: str, f: dict[str, float], load: float) -> str:
	rate = f"{f['rate']:.1f} ({f['least']:.1f} to {f['most']:.1f})"
	times = [f"{f[key]:.1f}" for key in ("p50", "p95", "cpu")]
	cells = [name, side, rate, *times, f["count"], f["errors"], f"{load:.1f}"]
	return f"| {' | '.join(map(str, cells))} |"


def statements(rows: Results) -> list[str]:
	lines = ["| request | ours | stock |", "|---|--:|--:|"]
	for name, row in rows.get("statements", {}).items():
		if isinstance(row, dict):
			stock = "" if row["stock"] is None else row["stock"]
			lines.append(f"| {name} | {row['ours']} | {stock} |")
	return lines


def table(results: Results) -> str:
	"""Everything that was measured, as Markdown."""
	rows, machine = results["rows"], results["machine"]
	parts = [
		f"Machine: {', '.join(f'{key} {value}' for key, value in machine.items())}.",
		"\n".join(budgets(rows)),
		"\n".join(over_http({name: row for name, row in rows.items() if name != "statements"})),
		"\n".join(statements(rows)),
	]
	return "\n\n".join(parts)


def between_markers(text: str, new: str) -> str:
	"""The text with what stands between the markers replaced. Raises ValueError when they are not there."""
	head, tail = text.index(BEGIN) + len(BEGIN), text.index(END)
	return f"{text[:head]}\n\n{new}\n\n{text[tail:]}"


def write(readme: Path, results: Results) -> None:
	readme.write_text(between_markers(readme.read_text(), table(results)))
