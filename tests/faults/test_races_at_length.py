"""Two acts, or eight, at the same moment over HTTP: one wins, the others are told. `make faults` runs 500 rounds."""

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import frappe
import pytest
import requests

from liuwan_process.engine import clock, sweep
from liuwan_process.engine.handing_over import delegate_open_tasks
from liuwan_process.engine.start import start
from liuwan_process.engine.transaction import repeated
from tests.at_once import in_site, together
from tests.client import Client
from tests.factories import document, ensure_demo, only_task, person, publish_process, signed_in, step
from tests.faults import figures
from tests.machine.case import Case
from tests.machine.checks import faults

FULL = os.environ.get("LIUWAN_FAULTS") == "full"
ROUNDS, ROUNDS_OF_TWO = (500, 100) if FULL else (6, 3)
MANY = ("office", "safety", "expert1", "expert2", "expert3", "hr", "finance", "director")
TOLD = (403, 409, 417)
LIMIT = {"amount": 1, "unit": "hours", "then": "pass"}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0 if FULL else 600)]


@pytest.fixture(scope="module")
def clients(site, base_url) -> dict[str, Client]:
	ensure_demo()
	for number in range(2, len(MANY) + 1):
		publish(f"T-CROWD-{number}", step("one", user=MANY[:number]))
	publish("T-PAIR", step("one", user="office", limit=LIMIT))
	return {login: Client(base_url, login) for login in (*MANY, "miner1")}


def publish(code: str, first: dict) -> None:
	steps = [step("start", "start"), first, step("two", user="safety"), step("end", "end")]
	publish_process(document(code, steps, ["start>one Submit", "one>two", "two>end"]))


def begin(code: str) -> str:
	with signed_in("miner1"):
		instance = start(code, {})["instance"]
	frappe.db.commit()
	return instance


def race(calls: list[Callable[[], tuple[int, object]]]) -> list[tuple[int, object]]:
	"""Everybody at once; (status, answer) of each, in the order of the calls."""
	answers: dict[int, tuple[int, object]] = {}

	def one(place: int, call: Callable) -> Callable:
		return lambda: answers.__setitem__(place, call())

	errors = together([one(place, call) for place, call in enumerate(calls)])
	assert not errors, errors
	return [answers[place] for place in range(len(calls))]


def look(instance: str) -> Case:
	"""The case as the server has left it, which must be whole."""
	frappe.db.rollback()
	case, definition = Case.find(instance)
	found = faults(case, definition)
	assert not found, found
	return case


class Figures(Counter):
	"""What became of the rounds of one kind of race."""

	def add(self, answers: list[tuple[int, object]], winners: int) -> None:
		statuses = [status for status, _answer in answers]
		assert set(statuses) <= {200, *TOLD}, answers
		self["sent"] += len(statuses)
		self["won"] += statuses.count(200)
		self["told"] += len(statuses) - statuses.count(200)
		self["bad"] += winners != 1 or statuses.count(200) != 1

	def report(self, row: str, rounds: int) -> None:
		print(f"\n{row}: {rounds} rounds, {dict(self)}")
		assert not self["bad"]
		if FULL:
			figures.write(row, rounds, self["sent"], self["won"], self["told"], self["bad"])


def test_of_2_to_8_people_on_one_task_one_wins(clients):
	found = Figures()
	for round_ in range(ROUNDS):
		number = 2 + round_ % (len(MANY) - 1)
		instance = begin(f"T-CROWD-{number}")
		tasks = {login: only_task(login, instance) for login in MANY[:number]}
		calls = [deciding(clients[login], task) for login, task in tasks.items()]
		answers = race(calls)
		case = look(instance)
		found.add(answers, [row.act for row in case.log].count("Decide"))
		winner = next(task.acted_by for task in case.tasks if task.step == "one" and task.status == "Done")
		name = frappe.get_cached_value("User", winner, "full_name")
		losers = [json.loads(answer)["exception"] for status, answer in answers if status != 200]
		assert all(name in told for told in losers), (name, losers)
	found.report("2 to 8 people decide on one task", ROUNDS)


def deciding(client: Client, task: str) -> Callable:
	return asking(client, "tasks.decide", task=task, action="Approve", key=f"{task}-{time.time_ns()}")


def asking(client: Client, act: str, **arguments: str) -> Callable:
	"""A racer. A connection that stood idle may be closed at that moment: the act is sent again, with its key."""

	def racer() -> tuple[int, object]:
		try:
			return client.act(act, **arguments)
		except requests.ConnectionError:
			return client.act(act, **arguments)

	return racer


def test_withdraw_against_decide(clients):
	"""Both may come through, one after the other: a request can be withdrawn after its first step was approved."""
	found = Figures()
	for _round in range(ROUNDS_OF_TWO):
		instance = begin("T-PAIR")
		withdraw = asking(clients["miner1"], "runs.withdraw", instance=instance, key=instance)
		decide = deciding(clients["office"], only_task("office", instance))
		answers = race([decide, withdraw])
		case = look(instance)
		assert answers[1][0] == 200 and case.run.status == "Withdrawn"
		decided = [row.act for row in case.log].count("Decide")
		assert decided == (answers[0][0] == 200)
		found.add(answers[1:] if decided else answers, 1)
	found.report("decide, and the applicant withdraws", ROUNDS_OF_TWO)


def test_take_back_against_the_next_person(clients):
	found = Figures()
	for _round in range(ROUNDS_OF_TWO):
		instance = begin("T-PAIR")
		task = only_task("office", instance)
		assert deciding(clients["office"], task)()[0] == 200
		frappe.db.rollback()
		undo = asking(clients["office"], "tasks.take_back", task=task, key=f"undo-{task}")
		answers = race([undo, deciding(clients["safety"], only_task("safety", instance))])
		case = look(instance)
		taken_back = any(row.act == "Take Back" for row in case.log)
		found.add(answers, taken_back + (case.run.status == "Completed"))
	found.report("take back, and the next person decides", ROUNDS_OF_TWO)


def test_transfer_against_decide(clients):
	found = Figures()
	for _round in range(ROUNDS_OF_TWO):
		instance = begin("T-PAIR")
		task = only_task("office", instance)
		arguments = {"task": task, "user": person("hr"), "comment": "Please", "key": f"give-{task}"}
		give = asking(clients["office"], "tasks.transfer", **arguments)
		answers = race([give, deciding(clients["office"], task)])
		found.add(answers, sum(row.act in ("Transfer", "Decide") for row in look(instance).log))
	found.report("transfer and decide", ROUNDS_OF_TWO)


def test_a_stand_in_begins_against_decide(clients):
	"""The open task goes to the stand-in, or has been decided; the person who had it is told which."""
	found, delegation = Figures(), _delegation("office", "hr")
	try:
		for _round in range(ROUNDS_OF_TWO):
			frappe.db.set_value("Delegation", delegation, "enabled", 0)
			frappe.db.commit()
			instance = begin("T-PAIR")
			decide = deciding(clients["office"], only_task("office", instance))
			frappe.db.set_value("Delegation", delegation, "enabled", 1)
			frappe.db.commit()
			hand = _server_act(lambda: delegate_open_tasks(delegation))
			answers = race([decide, hand])
			case = look(instance)
			decided = [row.act for row in case.log].count("Decide")
			assert (
				decided
				+ any(
					t.on_behalf_of == person("office") and t.status == "Open" and t.step == "one"
					for t in case.tasks
				)
				== 1
			)
			assert decided == (answers[0][0] == 200)
			found.add(answers[:1] if decided else [answers[0], (200, None)], 1)
	finally:
		frappe.db.delete("Delegation", {"name": delegation})
		frappe.db.commit()
	found.report("a stand-in begins, and the task is decided", ROUNDS_OF_TWO)


def test_the_clock_against_decide(clients):
	found = Figures()
	for _round in range(ROUNDS_OF_TWO):
		with clock.at(frappe.utils.now_datetime() - timedelta(hours=2)):
			instance = begin("T-PAIR")
		task = only_task("office", instance)
		swept: list[bool] = []
		look_at = lambda: swept.append(repeated(lambda: sweep.deal_with(task, clock.now())))  # noqa: B023, E731
		answers = race([deciding(clients["office"], task), _server_act(look_at)])
		case = look(instance)
		passed = sum(row.act == "Pass" and bool(row.task) for row in case.log)
		decided = [row.act for row in case.log].count("Decide")
		assert swept == [bool(passed)] and decided == (answers[0][0] == 200)
		found.add([answers[0], (200 if passed else 409, None)], passed + decided)
	found.report("the clock passes a late task, and it is decided", ROUNDS_OF_TWO)


def _server_act(act: Callable) -> Callable:
	"""What a background worker does, as a racer."""
	run = in_site(act)

	def racer() -> tuple[int, None]:
		run()
		return 200, None

	return racer


def _delegation(who: str, to: str) -> str:
	values = {"delegator": person(who), "delegate": person(to), "enabled": 0, "process_codes": "T-PAIR"}
	values |= {"from_time": "2020-01-01 00:00:00", "to_time": "2036-01-01 00:00:00"}
	row = frappe.get_doc({"doctype": "Delegation", **values})
	row.db_insert()
	frappe.db.commit()
	return row.name
