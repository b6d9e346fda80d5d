"""What the person at the terminal reads: one line a step, with the time it took."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()


class Failure(Exception):
	"""Something the person must know: what failed, the end of its log, and what to do."""


def say(text: str = "") -> None:
	"""Print a line at once: steps run in parallel and output may be piped."""
	with _lock:
		print(text, flush=True)


@contextmanager
def lap(title: str) -> Iterator[None]:
	"""Say what starts, and when it is done how long it took."""
	say(f"  … {title}")
	start = time.monotonic()
	yield
	say(f"  ✓ {title} ({time.monotonic() - start:.1f} s)")


def complain(failure: BaseException) -> None:
	"""Print a failure where CI and people look for it."""
	sys.stdout.flush()
	print(f"\n✗ {failure}", file=sys.stderr, flush=True)
