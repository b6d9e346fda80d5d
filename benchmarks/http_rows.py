"""Rows over HTTP: both sides in turn, round by round, and medians over the rounds."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import figures, server
from benchmarks.work import Side

Requests = Callable[[Side], list[dict[str, str]]]
FULL = {"rounds": 7, "seconds": 3.0}
OPEN = {"ours": 450, "stock": 160}  # requests under way before each round: more than a round can deal with


def approve(port: int, sides: Sequence[Side], clients: int, size: dict[str, float]) -> dict[str, Any]:
	def requests(side: Side) -> list[dict[str, str]]:
		side.refill(max(OPEN[side.name], clients))
		return side.approvals()

	return compare(port, sides, clients, size, requests)


def start(port: int, sides: Sequence[Side], clients: int, size: dict[str, float]) -> dict[str, Any]:
	return compare(port, sides, clients, size, lambda side: side.starts(600))


def compare(
	port: int, sides: Sequence[Side], clients: int, size: dict[str, float], requests: Requests
) -> dict[str, Any]:
	"""Figures of each side by its name, with the machine's load before the row."""
	load = os.getloadavg()[0]
	rounds: dict[str, list[dict[str, float]]] = {side.name: [] for side in sides}
	busy, quoted = [], []
	for number in range(int(size["rounds"]) + 1):
		for side in sides:
			done = server.load(port, clients, size["seconds"], requests(side))
			if number:  # the first round warms the workers
				rounds[side.name].append(figures.of_round(done["answers"], done["seconds"]))
				busy.append(done["busy"])
			quoted += [f"{side.name}: {a['error']}" for a in done["answers"] if a["error"]]
	found = {name: figures.of_rounds(of_side) for name, of_side in rounds.items()}
	return {**found, "clients": clients, "load": load, "client_busy": max(busy), "errors": quoted[:5]}
