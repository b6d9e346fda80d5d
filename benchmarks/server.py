"""What is measured: one web server for both sites, with a queue of its own that no worker empties meanwhile."""

from __future__ import annotations

import json
import os
import re
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
TOKEN = re.compile(r'csrf[_-]token["\']?\s*(?:=|:|content=)\s*["\']([0-9a-f]{20,})["\']')


@contextmanager
def queue() -> Iterator[int]:
	"""A Redis for background jobs; its port. Jobs are put there as ever, and thrown away at the end."""
	port = settings.choose_port()
	command = ["redis-server", "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"]
	with started([*command, "--dir", tempfile.gettempdir()]):
		wait_for(lambda: not settings.is_free(port))
		yield port


@contextmanager
def web(site: str) -> Iterator[tuple[int, int]]:
	"""Gunicorn with the bench's entry; each request names its site. Its port and process id."""
	port = settings.choose_port()
	with started(gunicorn(sys.executable, port, "bench.wsgi:application")) as process:
		wait_for(lambda: answers(port, site))
		yield port, process.pid


def gunicorn(python: str, port: int, application: str) -> list[str]:
	"""The command of a web server of the size that everything is measured with."""
	size = ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
	place = ["--bind", f"{HOST}:{port}", "--timeout", "120", "--worker-tmp-dir", "/dev/shm"]
	return [python, "-m", "gunicorn", "--preload", *size, *place, application]


@contextmanager
def started(command: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen]:
	env = env or shell.bench_env(PYTHONPATH=str(ROOT))
	with open(os.path.join(tempfile.gettempdir(), "liuwan-benchmark.log"), "ab") as log:
		process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
	try:
		yield process
	finally:
		process.terminate()
		process.wait(20)


def answers(port: int, site: str) -> bool:
	try:
		with ask(port, "/api/method/ping", {"X-Frappe-Site-Name": site}):
			return True
	except (OSError, urllib.error.URLError):
		return False


def wait_for(ready) -> None:
	end = time.monotonic() + PATIENCE
	while not ready():
		if time.monotonic() > end:
			raise TimeoutError("a program of the benchmark does not answer")
		time.sleep(0.1)


def processor_seconds(parent: int) -> float:
	"""What the workers have used so far: unlike the time of answers, it hardly depends on the machine's other work."""
	children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
	fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children]
	return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


def largest(parent: int) -> float:
	"""Resident megabytes of the largest worker."""
	children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
	pages = max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in children)
	return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def load(port: int, clients: int, seconds: float, requests: list[dict[str, Any]]) -> dict[str, Any]:
	"""Let the client drive the server; what it measured. The client has the last core, the server all of them."""
	core = max(os.sched_getaffinity(0))
	plan = {"port": port, "core": core, "clients": clients, "seconds": seconds, "requests": requests}
	command = [sys.executable, "-m", "benchmarks.client"]
	env = shell.bench_env(PYTHONPATH=str(ROOT))
	done = subprocess.run(
		command, input=json.dumps(plan), stdout=subprocess.PIPE, text=True, env=env, check=True
	)
	return json.loads(done.stdout)


def sign_in(port: int, site: str, home: str, user: str, password: str) -> dict[str, str]:
	"""The headers of a session: its cookie, and the token that every page carries against forged requests."""
	form = json.dumps({"usr": user, "pwd": password}).encode()
	with ask(port, "/api/method/login", {"X-Frappe-Site-Name": site}, form) as answer:
		cookies = answer.headers.get_all("Set-Cookie")
	sid = next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("sid="))
	headers = {"X-Frappe-Site-Name": site, "Cookie": sid}
	with ask(port, home, headers) as answer:
		token = TOKEN.search(answer.read().decode())
	return headers | {"X-Frappe-CSRF-Token": token[1]}


def ask(port: int, path: str, headers: dict[str, str], body: bytes | None = None):
	headers = {**headers, "Content-Type": "application/json"} if body else headers
	request = urllib.request.Request(f"http://{HOST}:{port}{path}", data=body, headers=headers)
	return urllib.request.urlopen(request, timeout=PATIENCE)
