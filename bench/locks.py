"""One at a time: two makes in one checkout must not build the same thing."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from bench import paths
from bench.console import say


@contextmanager
def held(name: str, why: str) -> Iterator[None]:
	"""Hold a lock of this checkout; say so when another holds it, and wait."""
	paths.RUN.mkdir(parents=True, exist_ok=True)
	with (paths.RUN / f"{name}.lock").open("w") as file:
		try:
			fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			say(f"  waiting for another make: {why}")
			fcntl.flock(file, fcntl.LOCK_EX)
		yield
