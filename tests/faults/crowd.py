"""People who work without a pause: each starts cases and decides, with keys, and sends again what was not answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.client import Client

CODE = "T-FAULTS"
STEPS = ("one", "two", "three")
WRONG = (409, 417)  # answers of the engine that nobody in this crowd should get
PATIENCE = 240  # seconds for one act


@dataclass
class Tally:
	"""What the crowd has sent and been told."""

	sent: int = 0
	repeated: int = 0
	answers: dict[str, dict[str, Any]] = field(default_factory=dict)  # key in the log -> what was answered
	wrong: list[str] = field(default_factory=list)
	lock: threading.Lock = field(default_factory=threading.Lock)

	def count(self, again: bool) -> None:
		with self.lock:
			self.sent += 1
			self.repeated += again


class Worker(threading.Thread):
	def __init__(
		self, url: str, login: str, user: str, tally: Tally, stop: threading.Event, round_: str
	) -> None:
		super().__init__(daemon=True)
		self.user, self.tally, self.stop, self.round = user, tally, stop, round_
		self.client, self.number = Client(url, login), 0

	def run(self) -> None:
		try:
			while not self.stop.is_set():
				self._case()
		except Exception as error:
			self.tally.wrong.append(f"{self.user}: {error!r}")

	def _case(self) -> None:
		instance = self._act("runs.start", process=CODE, values={"amount": self.number})["instance"]
		for _step in STEPS:
			self._act("tasks.decide", task=self._task(instance), action="Approve", comment="Yes")
			if self.stop.is_set():
				return

	def _task(self, instance: str) -> str:
		return self._until_answered("runs.progress", instance=instance)["open"][0]["name"]

	def _act(self, act: str, **arguments: Any) -> dict[str, Any]:
		self.number += 1
		key = f"{self.round}-{self.number}"
		answer = self._until_answered(act, count=True, key=key, **arguments)
		self.tally.answers[f"{self.user}:{key}"] = answer
		return answer

	def _until_answered(self, act: str, count: bool = False, **arguments: Any) -> dict[str, Any]:
		"""As the portal does: the same act with the same key, until somebody says what became of it."""
		end, again = time.monotonic() + PATIENCE, False
		while time.monotonic() < end:
			if count:
				self.tally.count(again)
			try:
				status, answer = self.client.act(act, **arguments)
			except (requests.RequestException, ValueError):
				status, answer = 0, None
			if status == 200:
				return answer
			if status in WRONG:
				raise AssertionError(f"{act}: {status} {str(answer)[:300]}")
			again = True
			time.sleep(0.1)
		raise TimeoutError(f"{act} was not answered in {PATIENCE} s; the last status was {status}")


@contextmanager
def at_work(url: str, people: dict[str, str], round_: str) -> Iterator[Tally]:
	"""Let people (sign-in name -> user) work while the block runs; everybody finishes the act that was begun."""
	tally, stop = Tally(), threading.Event()
	workers = [Worker(url, login, user, tally, stop, round_) for login, user in people.items()]
	for worker in workers:
		worker.start()
	try:
		yield tally
	finally:
		stop.set()
		for worker in workers:
			worker.join(PATIENCE)
	assert not any(worker.is_alive() for worker in workers), "somebody still waits for an answer"


def wait_for_acts(tally: Tally, number: int, patience: float = 120) -> None:
	"""Until so many more acts have been answered."""
	wanted, end = len(tally.answers) + number, time.monotonic() + patience
	while len(tally.answers) < wanted and not tally.wrong:
		assert time.monotonic() < end, f"only {len(tally.answers)} of {wanted} acts were answered"
		time.sleep(0.05)
