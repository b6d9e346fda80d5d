"""Figures of a set of runs or tasks: median, 90th percentile, mean, share on time. Pure: no database, no frappe.

All times are working seconds as the engine wrote them down by the work calendar. Nothing is estimated from other
figures: a total is computed from all rows, never from the figures of its groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

HOUR = 3_600
# What a report calls a working day, whatever the shifts of a unit's calendar: eight working hours.
DAY = 8 * HOUR
HIGH = 90


def median(ordered: Sequence[float]) -> float | None:
	"""The middle one of values in ascending order; of an even number the mean of the two middle ones."""
	if not ordered:
		return None
	middle = len(ordered) // 2
	return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(ordered: Sequence[float], share: int = HIGH) -> float | None:
	"""By nearest rank: the smallest value that at least `share` percent of all values do not exceed.

	So it is always a time that really occurred: "nine of ten were ready within ...". `ordered` is ascending.
	"""
	if not ordered:
		return None
	return ordered[max(ceil(len(ordered) * share / 100), 1) - 1]


def mean(values: Sequence[float]) -> float | None:
	return sum(values) / len(values) if values else None


def part(number: float, whole: float) -> float | None:
	"""`number` in percent of `whole`; None of nothing."""
	return number * 100 / whole if whole else None


def hours(seconds: float | None) -> float | None:
	return None if seconds is None else round(seconds / HOUR, 2)


def days(seconds: float | None) -> float | None:
	"""Working days of eight working hours."""
	return None if seconds is None else round(seconds / DAY, 2)


@dataclass
class Sample:
	"""Times of some runs or tasks, how many of them had a limit, and how many of those were late."""

	seconds: list[int] = field(default_factory=list)
	waiting: int = 0
	limited: int = 0
	late: int = 0
	returns: int = 0

	def add(self, seconds: int, late: int | None, returns: int, waiting: int = 0) -> None:
		"""`late` is None where there was no limit."""
		self.seconds.append(seconds)
		self.waiting += waiting
		self.returns += returns
		if late is not None:
			self.limited += 1
			self.late += late

	def include(self, other: Sample) -> None:
		self.seconds += other.seconds
		self.waiting += other.waiting
		self.limited += other.limited
		self.late += other.late
		self.returns += other.returns

	def figures(self) -> Figures:
		ordered = sorted(self.seconds)
		total = sum(ordered)
		count = len(ordered)
		return Figures(
			count=count,
			median=median(ordered),
			high=percentile(ordered),
			mean=total / count if count else None,
			on_time=part(self.limited - self.late, self.limited),
			late=self.late,
			returns=self.returns,
			waiting=self.waiting / count if count else None,
			waiting_share=part(self.waiting, total),
		)


@dataclass(frozen=True)
class Figures:
	"""`median`, `high` (90th percentile), `mean` and `waiting` in working seconds; `on_time` in percent of those
	with a limit; `waiting_share` in percent of the whole time."""

	count: int
	median: float | None
	high: float | None
	mean: float | None
	on_time: float | None
	late: int
	returns: int
	waiting: float | None
	waiting_share: float | None


def grouped(rows: Iterable[tuple], key_length: int) -> dict[tuple, Sample]:
	"""Rows (key parts..., seconds, late, returns[, waiting]) by key, in the order in which keys first appear."""
	samples: dict[tuple, Sample] = {}
	for row in rows:
		key = row[:key_length]
		sample = samples.get(key)
		if sample is None:
			sample = samples[key] = Sample()
		sample.add(*row[key_length:])
	return samples


def merged(samples: Iterable[Sample]) -> Sample:
	"""One sample of all rows."""
	whole = Sample()
	for sample in samples:
		whole.include(sample)
	return whole
