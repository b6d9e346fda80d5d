"""What is measured: one web server for both sites, with a queue of its own that no worker empties meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import settings, shell
from bench.settings import HOST

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4
PATIENCE = 60


@contextmanager
def queue() -> Iterator[int]:
	"""A Redis for background jobs; its port. Jobs are put there as ever, and thrown away at the end."""
	port = settings.choose_port()
	command = ["redis-server", "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"]
	with started([*command, "--dir", tempfile.gettempdir()]):
		wait_for(lambda: not settings.is_free(port))
		yield port


@contextmanager
def web(site: str) -> Iterator[int]:
	"""Gunicorn with the bench's entry; each request names its site. The port."""
	port = settings.choose_port()
	size = ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
	place = ["--bind", f"{HOST}:{port}", "--timeout", "120", "--worker-tmp-dir", "/dev/shm"]
	command = [sys.executable, "-m", "gunicorn", "--preload", *size, *place, "bench.wsgi:application"]
	with started(command):
		wait_for(lambda: answers(port, site))
		yield port


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen]:
	env = shell.bench_env(PYTHONPATH=str(ROOT))
	with open(os.path.join(tempfile.gettempdir(), "liuwan-benchmark.log"), "ab") as log:
		process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
	try:
		yield process
	finally:
		process.terminate()
		process.wait(20)


def answers(port: int, site: str) -> bool:
	request = urllib.request.Request(
		f"http://{HOST}:{port}/api/method/ping", headers={"X-Frappe-Site-Name": site}
	)
	try:
		with urllib.request.urlopen(request, timeout=30):
			return True
	except (OSError, urllib.error.URLError):
		return False


def wait_for(ready) -> None:
	end = time.monotonic() + PATIENCE
	while not ready():
		if time.monotonic() > end:
			raise TimeoutError("a program of the benchmark does not answer")
		time.sleep(0.1)


def load(port: int, clients: int, seconds: float, requests: list[dict[str, str]]) -> dict[str, Any]:
	"""Let the client drive the server; what it measured. The client has the last core, the server all of them."""
	core = max(os.sched_getaffinity(0))
	plan = {"port": port, "core": core, "clients": clients, "seconds": seconds, "requests": requests}
	command = [sys.executable, "-m", "benchmarks.client"]
	env = shell.bench_env(PYTHONPATH=str(ROOT))
	done = subprocess.run(
		command, input=json.dumps(plan), stdout=subprocess.PIPE, text=True, env=env, check=True
	)
	return json.loads(done.stdout)


def sign_in(port: int, site: str, user: str, password: str) -> str:
	"""A session's cookie."""
	request = urllib.request.Request(
		f"http://{HOST}:{port}/api/method/login",
		data=json.dumps({"usr": user, "pwd": password}).encode(),
		headers={"X-Frappe-Site-Name": site, "Content-Type": "application/json"},
	)
	with urllib.request.urlopen(request, timeout=60) as answer:
		cookies = answer.headers.get_all("Set-Cookie")
	return next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("sid="))
