"""The programs of a bench: how each is started, when it is ready, and on which port."""

import os
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence

from bench import config, database, keys, paths, processes, settings, shell
from bench.console import Failure, say
from bench.processes import Service
from bench.settings import HOST

STORES = ("database", "redis_cache", "redis_queue")
PROGRAMS = ("web", "realtime", "worker_short", "worker_long", "scheduler")
ATTEMPTS = 4


def answers(port: int) -> Callable[[], bool]:
	"""A check that something listens on a port."""

	def check() -> bool:
		try:
			with socket.create_connection((HOST, port), timeout=1):
				return True
		except OSError:
			return False

	return check


def pings(port: int) -> Callable[[], bool]:
	"""A check that the web server answers for its site."""

	def check() -> bool:
		try:
			with urllib.request.urlopen(f"http://{HOST}:{port}/api/method/ping", timeout=10) as answer:
				return answer.status == 200
		except (OSError, urllib.error.URLError):
			return False

	return check


def store(name: str, known: dict) -> Service:
	"""The database or one of the two Redis servers."""
	port = known["ports"][name]
	if name == "database":
		command, ready = database.server_command(known), lambda: database.is_up(known)
	else:
		command, ready = redis_command(name, port), answers(port)
	return Service(name, command, paths.RUN, shell.bench_env(), ready, port=name)


def redis_command(name: str, port: int) -> list[str]:
	"""A Redis of our own that keeps nothing on disk."""
	options = [
		"--port",
		str(port),
		"--bind",
		HOST,
		"--save",
		"",
		"--appendonly",
		"no",
		"--dir",
		str(paths.RUN),
	]
	return ["redis-server", *options, "--daemonize", "no", "--loglevel", "warning"]


def program(name: str, known: dict, inputs: str) -> Service:
	"""A program that runs the app: web server, worker, scheduler or push service."""
	port = known["ports"].get(name)
	commands = {
		"web": web_command(port, known["web"]["workers"], known["web"]["threads"]),
		"realtime": ["node", str(paths.NODE / "realtime.mjs")],
		"worker_short": shell.frappe("worker", "--queue", "short,default"),
		"worker_long": shell.frappe("worker", "--queue", "long,default,short"),
		"scheduler": shell.frappe("schedule"),
	}
	checks = {"web": lambda: pings(port)(), "realtime": lambda: answers(port)()}
	ready = checks.get(name, lambda: True)
	return Service(name, commands[name], paths.SITES, program_env(), ready, inputs, name if port else None)


def heartbeat() -> list[str]:
	"""Where gunicorn's workers show that they live: in memory, where a slow disk cannot stop them."""
	return ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []


def web_command(port: int, workers: int, threads: int) -> list[str]:
	"""The web server: gunicorn, which also serves /assets and /files (bench/wsgi.py)."""
	size = ["--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread"]
	limits = ["--timeout", "120", "--graceful-timeout", "5", *heartbeat()]
	gunicorn = [str(paths.PYTHON), "-m", "gunicorn", "--preload", "--bind", f"{HOST}:{port}"]
	return [*gunicorn, *size, *limits, "bench.wsgi:application"]


def program_env() -> dict:
	"""DEV_SERVER makes the desk reach the push service on its own port, without nginx."""
	demo = {"DEV_SERVER": "1", "FRAPPE_SITE": config.DEMO_SITE, "BENCH_PATH": str(paths.BENCH)}
	return shell.bench_env(**demo, PYTHONPATH=str(paths.ROOT))


def start_stores() -> dict:
	"""Bring database and Redis up and write the configuration they are found by; give the settings."""
	known = settings.load()
	start_all(STORES, known, lambda name: store(name, known))
	config.write_common(known)
	database.keep_promises(known)
	return known


def start_programs(known: dict, code: str) -> None:
	"""Bring up what runs the app; what runs older code or configuration is started anew."""

	def make(name: str) -> Service:
		common = (paths.SITES / "common_site_config.json").read_text()
		return program(name, known, keys.of_text(code, common))

	for name in PROGRAMS:  # a moved port changes the configuration of all: settle ports first
		settle_port(make(name), known)
	config.write_common(known)
	start_all(PROGRAMS, known, make)


def start_all(names: Sequence[str], known: dict, make: Callable[[str], Service]) -> None:
	"""Start what is not running as it should, all at once, then wait for each."""
	fresh = [name for name in names if not processes.is_current(make(name))]
	for name in fresh:
		processes.stop(name)
	for name in fresh:
		settle_port(make(name), known)
		processes.start(make(name))
	for name in fresh:
		finish(name, known, make)
	if fresh:
		say(f"  ✓ started {', '.join(fresh)}")


def finish(name: str, known: dict, make: Callable[[str], Service]) -> None:
	"""Wait for a service; if somebody took its port in the meantime, move it and try again."""
	for _ in range(ATTEMPTS):
		try:
			return processes.wait_ready(make(name))
		except Failure:
			port = known["ports"].get(name)
			if processes.running(name) or port is None or settings.is_free(port):
				raise
			settle_port(make(name), known)
			config.write_common(known)
			processes.start(make(name))
	raise Failure(f"{name}: no port could be kept\nwhat to do: see {make(name).log}")


def settle_port(service: Service, known: dict) -> None:
	"""Move a service that is not running off a port that somebody else holds."""
	if service.port is None or processes.running(service.name):
		return
	taken = known["ports"][service.port]
	if not settings.is_free(taken):
		say(f"  port {taken} is taken: {service.name} moves to {settings.move_port(known, service.port)}")


def stop_all(names: Sequence[str]) -> list[str]:
	"""Stop services in the opposite order of their start; give those that were running."""
	return [name for name in reversed(names) if processes.stop(name)]
