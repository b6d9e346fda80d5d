"""Rows over HTTP: both sides in turn, round by round, and medians over the rounds."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import figures, server
from benchmarks.work import Side

Web = tuple[int, int]  # port and process id
Requests = Callable[[Side], list[dict[str, Any]]]
OPEN = {
	"ours": 300,
	"large": 300,
	"stock": 120,
	"viewflow": 200,
}  # requests under way before each round: more than a round can deal with


def approve(web: Web, sides: Sequence[Side], clients: int, size: dict[str, float]) -> dict[str, Any]:
	def requests(side: Side) -> list[dict[str, Any]]:
		side.refill(max(OPEN[side.name], clients))
		return side.approvals()

	return compare(web, sides, clients, size, requests)


def start(web: Web, sides: Sequence[Side], clients: int, size: dict[str, float]) -> dict[str, Any]:
	return compare(web, sides, clients, size, lambda side: side.starts(600))


def nothing(web: Web, sides: Sequence[Side], clients: int, size: dict[str, float]) -> dict[str, Any]:
	"""A request that does nothing: what any signed-in request costs before the app begins."""
	return compare(web, sides, clients, size, lambda side: side.nothing(2000))


def compare(
	web: Web, sides: Sequence[Side], clients: int, size: dict[str, float], requests: Requests
) -> dict[str, Any]:
	"""Figures of each side by its name, with the machine's load before the row. The first round warms the workers."""
	load = os.getloadavg()[0]
	done: dict[str, list[dict[str, Any]]] = {side.name: [] for side in sides}
	for _round in range(int(size["rounds"]) + 1):
		for side in sides:
			done[side.name].append(one_round(side.web or web, clients, size["seconds"], requests(side)))
	found = {name: figures.of_rounds([r["figures"] for r in of_side[1:]]) for name, of_side in done.items()}
	every = [r for of_side in done.values() for r in of_side]
	return {
		**found,
		"clients": clients,
		"load": load,
		"client_busy": round(max(r["busy"] for r in every), 3),
		"errors": [error for r in every for error in r["errors"]][:5],
	}


def one_round(web: Web, clients: int, seconds: float, requests: list[dict[str, Any]]) -> dict[str, Any]:
	port, process = web
	before = server.processor_seconds(process)
	done = server.load(port, clients, seconds, requests)
	used = server.processor_seconds(process) - before
	return {
		"figures": figures.of_round(done["answers"], done["seconds"], used),
		"busy": done["busy"],
		"errors": [answer["error"] for answer in done["answers"] if answer["error"]],
	}
