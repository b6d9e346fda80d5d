"""Steps of an installation: each runs when those it needs are done, several at once, and is remembered.

A step leaves a stamp with the key of its inputs, and only after success: an interrupted
installation goes on where it was, and an unchanged one does nothing.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from bench import paths
from bench.console import say


@dataclass(frozen=True)
class Step:
	"""A piece of work; `key` names its inputs, `product` must exist for a stamp to count.

	One that runs `always` sees for itself what is to do, and says it.
	"""

	name: str
	title: str
	run: Callable[[], None]
	key: Callable[[], str]
	needs: tuple[str, ...] = ()
	product: Path | None = None
	always: bool = False


def stamp_file(name: str) -> Path:
	return paths.STAMPS / name


def is_done(step: Step) -> bool:
	"""Whether the step's stamp says that it was done with these very inputs."""
	if step.product and not step.product.exists():
		return False
	return read_stamp(step.name) == step.key()


def read_stamp(name: str) -> str | None:
	file = stamp_file(name)
	return file.read_text().strip() if file.exists() else None


def write_stamp(name: str, key: str) -> None:
	paths.STAMPS.mkdir(parents=True, exist_ok=True)
	stamp_file(name).write_text(key + "\n")


def forget(name: str) -> None:
	"""Make a step run again."""
	stamp_file(name).unlink(missing_ok=True)


def perform(step: Step) -> bool:
	"""Run one step unless it is done; tell whether anything was done."""
	if step.always:
		step.run()
		return False
	if is_done(step):
		return False
	key, start = step.key(), time.monotonic()
	say(f"  … {step.title}")
	forget(step.name)
	step.run()
	write_stamp(step.name, key)
	say(f"  ✓ {step.title} ({time.monotonic() - start:.1f} s)")
	return True


def perform_all(steps: Sequence[Step], workers: int = 4) -> set[str]:
	"""Run steps in the order of their needs, in parallel where they allow it; give what was done.

	After a failure nothing new is started; what runs is let finish, then the failure is raised.
	"""
	waiting, finished, changed = list(steps), set(), set()
	running: dict = {}
	with ThreadPoolExecutor(workers) as pool:
		while waiting or running:
			for step in [s for s in waiting if finished.issuperset(s.needs)]:
				waiting.remove(step)
				running[pool.submit(perform, step)] = step
			if not running:
				raise ValueError(f"steps need something that is not there: {[s.name for s in waiting]}")
			for future in wait(running, return_when=FIRST_COMPLETED).done:
				step = running.pop(future)
				if future.result():
					changed.add(step.name)
				finished.add(step.name)
	return changed
