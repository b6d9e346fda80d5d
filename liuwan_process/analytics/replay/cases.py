"""Cases of power connection: who applies for what, how long each piece of work takes, what goes wrong. Pure, seeded.

A case knows how long each *activity* takes, whatever the flow: both flows draw on the same figures. Seed 001-3 gives
the steps but no durations and no shares; those here are assumptions, named in `docs/power-connection.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

FIRST, LAST = datetime(2025, 1, 2), datetime(2025, 12, 19)
CLERKS = 2
SPREAD = 0.5  # of the logarithm of every duration
RECOMMENDED = 0.7  # customers who take a contractor whom the hall recommends
URGENT = 0.12
PLAN_REFUSED, ACCEPTANCE_REFUSED = 0.12, 0.15
REWORK = 0.25  # of the construction time


@dataclass(frozen=True)
class Kind:
	"""Share of all cases; capacity in kVA, from and to; median days of construction; hours of the survey."""

	name: str
	share: float
	capacity: tuple[int, int]
	construction: float
	survey: float


KINDS = (
	Kind("Household", 0.45, (4, 12), 3, 2),
	Kind("Small business", 0.30, (20, 160), 7, 3),
	Kind("Factory, one supply", 0.18, (200, 1_000), 25, 6),
	Kind("Factory, two supplies", 0.07, (800, 3_150), 40, 8),
)
# Activity: median working hours until somebody opens the task, working hours at it, and days that are not ours:
# the customer's or the contractor's.
ACTIVITIES = {
	"review": (6, 2, 0),
	"sign": (4, 1, 0),
	"notify": (4, 0.5, 0),
	"find": (0, 0, 5),
	"construct": (0, 0, 0),
	"report": (0, 0.5, 1.5),
	"accept": (8, 3, 0),
	"contract": (4, 2, 2),
	"pay": (4, 0.5, 2),
	"order_meter": (6, 1, 0),
	"install_meter": (6, 2, 0),
	"energise": (1, 1, 0),
	"guarantee": (0.5, 1, 0),
	"archive": (4, 1, 0),
	"survey": (8, 0, 0),
}


@dataclass(frozen=True)
class Work:
	"""Working hours that a task waits, days that somebody outside takes, working hours at it; in this order."""

	wait: float = 0
	outside: float = 0
	hours: float = 0

	def __add__(self, other: Work) -> Work:
		return Work(self.wait + other.wait, self.outside + other.outside, self.hours + other.hours)

	def share(self, of: float) -> Work:
		return Work(self.wait * of, self.outside * of, self.hours * of)


@dataclass(frozen=True)
class Case:
	"""One application. `signing` holds the work of each countersigning specialist."""

	number: int
	applied_on: datetime
	kind: str
	capacity: float
	clerk: int
	lead: int
	urgent: bool
	work: dict[str, Work]
	signing: tuple[Work, ...]
	recommended: bool
	plan_refused: bool
	acceptance_refused: bool


def generate(number: int, seed: int = 1) -> list[Case]:
	"""So many cases; the same seed gives the same ones."""
	random = Random(seed)
	span = (LAST - FIRST).days
	return [_case(random, i + 1, FIRST + timedelta(days=span * i / number)) for i in range(number)]


def _case(random: Random, number: int, day: datetime) -> Case:
	kind = random.choices(KINDS, [kind.share for kind in KINDS])[0]
	return Case(
		number=number,
		applied_on=_hour_of(day, random),
		kind=kind.name,
		capacity=float(random.randint(*kind.capacity)),
		clerk=random.randrange(CLERKS),
		lead=random.randrange(CLERKS),
		urgent=random.random() < URGENT,
		work=dict(_work(random, kind)),
		signing=tuple(_drawn(random, *ACTIVITIES["sign"]) for _i in range(4)),
		recommended=random.random() < RECOMMENDED,
		plan_refused=random.random() < PLAN_REFUSED,
		acceptance_refused=random.random() < ACCEPTANCE_REFUSED,
	)


def _hour_of(day: datetime, random: Random) -> datetime:
	return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
		minutes=random.randint(9 * 60, 16 * 60)
	)


def _work(random: Random, kind: Kind) -> Iterator[tuple[str, Work]]:
	own = {"construct": (0, 0, kind.construction), "survey": (ACTIVITIES["survey"][0], kind.survey, 0)}
	for activity, medians in ACTIVITIES.items():
		yield activity, _drawn(random, *own.get(activity, medians))


def _drawn(random: Random, wait: float, hours: float, outside: float) -> Work:
	return Work(*(median * random.lognormvariate(0, SPREAD) for median in (wait, outside, hours)))
