"""Figures from measured times. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
	"""The smallest value that at least `share` (0 to 1) of all values do not exceed; 0 of nothing."""
	if not values:
		return 0.0
	ordered = sorted(values)
	return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def median(values: Sequence[float]) -> float:
	"""The middle value, or the mean of the two in the middle; 0 of nothing."""
	if not values:
		return 0.0
	ordered, half = sorted(values), len(values) // 2
	return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def of_round(answers: Sequence[dict[str, Any]], seconds: float, used: float = 0) -> dict[str, float]:
	"""Figures of one round: answers with `ms` and `error` (empty when all was well), given in `seconds`.

	`used`: processor seconds that it took; as `cpu` in milliseconds for each answer.
	"""
	good = [answer["ms"] for answer in answers if not answer["error"]]
	return {
		"rate": len(good) / seconds if seconds else 0.0,
		"p50": percentile(good, 0.5),
		"p95": percentile(good, 0.95),
		"cpu": used * 1000 / len(answers) if answers else 0.0,
		"count": len(good),
		"errors": len(answers) - len(good),
	}


def of_rounds(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
	"""Medians over rounds; counts and errors are sums, `least` and `most` the extremes of the rate."""
	found = {key: median([r[key] for r in rounds]) for key in ("rate", "p50", "p95", "cpu")}
	found |= {key: sum(r[key] for r in rounds) for key in ("count", "errors")}
	rates = [r["rate"] for r in rounds] or [0.0]
	return {**found, "rounds": len(rounds), "least": min(rates), "most": max(rates)}


def ratio(ours: float, other: float) -> float:
	return ours / other if other else 0.0
