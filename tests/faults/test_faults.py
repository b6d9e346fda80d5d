"""Web workers, the database and Redis die while people work: what was answered is kept, once and whole.

`make faults` runs all of it and puts the figures into docs/faults.md; `make test` a short form.
"""

import os
import random
import signal
import time
from contextlib import suppress

import pytest

from liuwan_process.setup.demo_units import PEOPLE
from tests.factories import document, ensure_demo, person, publish_process, step
from tests.faults import crowd, figures, place, truth

FULL = os.environ.get("LIUWAN_FAULTS") == "full"
WEB_KILLS, DATABASE_KILLS, REDIS_STOPS = (100, 10, 3) if FULL else (4, 1, 1)
CLIENTS, MANY_CLIENTS = (8, 32) if FULL else (4, 8)
LOGINS = sorted(login for _name, _unit, _position, login in PEOPLE if login)

pytestmark = [
	pytest.mark.slow,
	pytest.mark.timeout(0 if FULL else 600),
	pytest.mark.skipif(
		not os.environ.get("LIUWAN_OWN_BENCH"), reason="needs the database program of a bench of ours"
	),
]


@pytest.fixture(scope="module")
def there(site):
	ensure_demo()
	middle = [step(name, participants=[{"rule": "initiator"}]) for name in crowd.STEPS]
	ways = ["start>one Submit", "one>two", "two>three", "three>end"]
	publish_process(document(crowd.CODE, [step("start", "start"), *middle, step("end", "end")], ways))
	with place.own_place(site) as made:
		yield made


def people(number: int) -> dict[str, str]:
	return {login: person(login) for login in LOGINS[:number]}


def report(row: str, killed: int, found: dict[str, int]) -> None:
	print(f"\n{row}: {killed} times, {found}")
	if FULL:
		columns = ("sent", "repeated", "acknowledged", "cases", "lost", "twice", "half")
		figures.write(row, killed, *(found[column] for column in columns))


def test_killed_web_workers_lose_nothing(there):
	chance, round_ = random.Random(1), f"web{time.time_ns()}"
	with crowd.at_work(there.url, people(CLIENTS), round_) as tally:
		for _kill in range(WEB_KILLS):
			crowd.wait_for_acts(tally, chance.randint(1, 6))
			time.sleep(chance.random() / 20)  # anywhere in an act
			with suppress(ProcessLookupError):
				os.kill(chance.choice(there.workers()), signal.SIGKILL)
		crowd.wait_for_acts(tally, 5)
	report("Web worker killed (SIGKILL)", WEB_KILLS, truth.check(place.SITE, tally, round_))
	assert tally.repeated


def test_a_killed_database_loses_nothing(there):
	chance, round_ = random.Random(2), f"db{time.time_ns()}"
	with crowd.at_work(there.url, people(MANY_CLIENTS), round_) as tally:
		for _kill in range(DATABASE_KILLS):
			crowd.wait_for_acts(tally, 20)
			time.sleep(chance.random() / 5)
			there.kill("database")
			there.start("database")
		crowd.wait_for_acts(tally, 20)
	report("MariaDB killed (SIGKILL)", DATABASE_KILLS, truth.check(place.SITE, tally, round_))
	assert tally.repeated


def test_acts_survive_a_redis_that_stops_and_comes_back_empty(there):
	round_ = f"redis{time.time_ns()}"
	with crowd.at_work(there.url, people(CLIENTS), round_) as tally:
		for _stop in range(REDIS_STOPS):
			crowd.wait_for_acts(tally, 10)
			for name in ("redis_cache", "redis_queue"):
				there.kill(name)
			time.sleep(3)
			for name in ("redis_cache", "redis_queue"):
				there.start(name)
		crowd.wait_for_acts(tally, 20)
	report("Redis killed and started empty", REDIS_STOPS, truth.check(place.SITE, tally, round_))
