"""Starts and stops our own processes, and only those.

A process is known by its id and its start time: an id that was given to somebody else
since then is not ours, and is neither counted as running nor ended.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench import keys, paths
from bench.console import Failure
from bench.shell import tail

LOG_LIMIT = 5_000_000


@dataclass(frozen=True)
class Service:
	"""A long-running program; `inputs` is what it must be started anew for when it changes."""

	name: str
	command: list[str]
	cwd: Path
	env: dict = field(repr=False)
	ready: Callable[[], bool]
	inputs: str = ""
	port: str | None = None
	wait: float = 60

	@property
	def signature(self) -> str:
		return keys.of_text(*self.command, self.inputs)

	@property
	def log(self) -> Path:
		return paths.LOGS / f"{self.name}.log"


def record_file(name: str) -> Path:
	return paths.RUN / f"{name}.json"


def start_time(pid: int) -> str | None:
	"""When the process began, in clock ticks since boot; None if there is no such process."""
	try:
		fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
	except (FileNotFoundError, ProcessLookupError):
		return None
	return None if fields[0] == "Z" else fields[19]


def read_record(name: str) -> dict | None:
	try:
		return json.loads(record_file(name).read_text())
	except (FileNotFoundError, ValueError):
		return None


def running(name: str) -> dict | None:
	"""The record of a service that runs, as we started it."""
	record = read_record(name)
	if record and record["started"] and start_time(record["pid"]) == record["started"]:
		return record
	return None


def is_current(service: Service) -> bool:
	"""Whether the service runs with the inputs it has now."""
	record = running(service.name)
	return bool(record) and record["signature"] == service.signature


def start(service: Service) -> None:
	"""Start a service in a session of its own, so that it outlives this terminal."""
	if service.log.exists() and service.log.stat().st_size > LOG_LIMIT:
		service.log.replace(service.log.with_suffix(".log.1"))
	with service.log.open("ab") as log:
		process = subprocess.Popen(
			service.command,
			cwd=service.cwd,
			env=service.env,
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=subprocess.STDOUT,
			start_new_session=True,
		)
	record = {"pid": process.pid, "started": start_time(process.pid), "signature": service.signature}
	record_file(service.name).write_text(json.dumps(record))


def wait_ready(service: Service) -> None:
	"""Wait until a service answers; say what its log says if it does not."""
	end = time.monotonic() + service.wait
	while time.monotonic() < end:
		if not running(service.name):
			break
		if service.ready():
			return
		time.sleep(0.1)
	state = "did not answer in time" if running(service.name) else "ended at once"
	raise Failure(
		f"{service.name} {state}\n{tail(service.log)}\nfull log: {service.log}\n"
		"what to do: mend the cause above and run the same make target again"
	)


def stop(name: str, patience: float = 30) -> bool:
	"""End a service and its children, gently first; tell whether it was running."""
	record = running(name)
	if record:
		_signal(record["pid"], signal.SIGTERM)
		end = time.monotonic() + patience
		while running(name) and time.monotonic() < end:
			time.sleep(0.05)
		if running(name):
			_signal(record["pid"], signal.SIGKILL)
	record_file(name).unlink(missing_ok=True)
	return bool(record)


def _signal(pid: int, number: int) -> None:
	with suppress(ProcessLookupError):
		os.killpg(pid, number)
