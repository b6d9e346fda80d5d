"""Several presses at work on one book, each on its own processor, in directories that are gone afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

MOST = 4
LOOK = 1.0  # seconds between two looks at whether somebody has cancelled
Item = dict[str, Any]


class PressFailed(Exception):
	"""A press could not make its pages; the message is its traceback."""


@contextmanager
def workshop(setup: Item) -> Iterator[Workshop]:
	"""Presses with one setup (see `press.Press`); they and their files go when the block ends."""
	with tempfile.TemporaryDirectory(prefix="liuwan-book-") as folder:
		shop = Workshop(Path(folder), setup)
		try:
			yield shop
		finally:
			shop.close()


class Workshop:
	def __init__(self, folder: Path, setup: Item) -> None:
		self.folder = folder
		self.setup = self._write("setup", setup)
		self.presses: list[subprocess.Popen] = []
		self.count = 0

	def print(
		self, template: str, contexts: list[Item], done: Callable[[int], None] = lambda number: None
	) -> list[Item]:
		"""What the presses answered for each context, in order, with `pdf`: the file. Raises PressFailed.

		`done` is called with the number of finished contexts, at least every second; what it raises stops the work.
		"""
		orders = [self._order(template, context) for context in contexts]
		waiting: Queue = Queue()
		for number in range(len(orders)):
			waiting.put(number)
		answers: Queue = Queue()
		for press in self._ready(len(orders)):
			threading.Thread(target=_feed, args=(press, orders, waiting, answers), daemon=True).start()
		return self._collect(orders, answers, done)

	def _collect(self, orders: list[Item], answers: Queue, done: Callable[[int], None]) -> list[Item]:
		found: dict[int, Item] = {}
		while len(found) < len(orders):
			try:
				number, answer = answers.get(timeout=LOOK)
			except Empty:
				done(len(found))
				continue
			if answer.get("error"):
				raise PressFailed(answer["error"])
			found[number] = answer | {"pdf": orders[number]["pdf"]}
			done(len(found))
		return [found[number] for number in range(len(orders))]

	def _order(self, template: str, context: Item) -> Item:
		self.count += 1
		name = f"{self.count:04}"
		file = self._write(name, context)
		return {"template": template, "file": file, "pdf": str(self.folder / f"{name}.pdf")}

	def _write(self, name: str, content: Item) -> str:
		path = self.folder / f"{name}.json"
		path.write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")
		return str(path)

	def _ready(self, wanted: int) -> list[subprocess.Popen]:
		while len(self.presses) < min(wanted, processors()):
			self.presses.append(_start(self.setup, self.folder))
		return self.presses

	def close(self) -> None:
		for press in self.presses:
			press.kill()
			press.wait()
			press.stdin.close()
			press.stdout.close()


def processors() -> int:
	return max(1, min(MOST, len(os.sched_getaffinity(0))))


def _start(setup: str, folder: Path) -> subprocess.Popen:
	command = [sys.executable, "-m", "liuwan_process.printing.press", setup]
	with (folder / "errors.txt").open("ab") as errors:
		return subprocess.Popen(
			command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
		)


def _feed(press: subprocess.Popen, orders: list[Item], waiting: Queue, answers: Queue) -> None:
	"""One order after the other to one press, until none waits."""
	while True:
		try:
			number = waiting.get_nowait()
		except Empty:
			return
		answers.put((number, _ask(press, orders[number])))


def _ask(press: subprocess.Popen, order: Item) -> Item:
	try:
		press.stdin.write(json.dumps(order) + "\n")
		press.stdin.flush()
		line = press.stdout.readline()
	except (OSError, ValueError):
		line = ""
	return json.loads(line) if line else {"error": f"A press ended with {press.poll()}"}
