"""A database, a Redis and a web server of their own, which tests may kill without anybody else noticing.

They are run by the bench's own code (bench/services.py), on a data folder beside that of the bench.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import Popen

from bench import config, database, paths, processes, services, settings, sites
from tests.fixtures.browser import free_port, process, wait_for

SITE = "faults.liuwan.test"
STORES = ("database", "redis_cache", "redis_queue")


@dataclass
class Place:
	known: dict  # the bench's settings, with ports of their own
	folder: Path
	url: str = ""
	server: Popen | None = None

	def store(self, name: str) -> processes.Service:
		return replace(services.store(name, self.known), wait=120)

	def start(self, name: str) -> None:
		processes.start(self.store(name))
		processes.wait_ready(self.store(name))

	def kill(self, name: str) -> None:
		"""As a power cut does: no farewell, nothing written that was not written before."""
		record = processes.running(name)
		os.kill(record["pid"], signal.SIGKILL)
		while processes.running(name):
			pass

	def workers(self) -> list[int]:
		"""Process ids of the web server's workers."""
		pid = self.server.pid
		return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def own_place(source: str) -> Iterator[Place]:
	"""Copy the site `source` to a database of its own and serve it there; everything is removed at the end."""
	original, folder = settings.load(), paths.HOME / "faults"
	shutil.rmtree(folder, ignore_errors=True)
	dump = paths.CACHE / "faults.sql.gz"
	database.dump(original, sites.database_name(source), dump)
	known = {**original, "ports": {**original["ports"], **{name: free_port() for name in STORES}}}
	known["database"] = {**original["database"], "buffer_pool": "256M", "flush_log_at_trx_commit": 1}
	place = Place(known, folder)
	with moved(folder):
		try:
			_fill(place, source, dump)
			with _served(place):
				yield place
		finally:
			for name in STORES:
				processes.stop(name)
	shutil.rmtree(folder, ignore_errors=True)
	shutil.rmtree(paths.SITES / SITE, ignore_errors=True)
	dump.unlink()


@contextmanager
def moved(folder: Path) -> Iterator[None]:
	"""Let the bench's code keep its data, logs and records of processes in another folder."""
	names = {"DATABASE": folder / "mariadb", "RUN": folder / "run", "LOGS": folder / "logs"}
	before = {name: getattr(paths, name) for name in names}
	for name, path in names.items():
		setattr(paths, name, path)
	paths.RUN.mkdir(parents=True)
	paths.LOGS.mkdir()
	try:
		yield
	finally:
		for name, path in before.items():
			setattr(paths, name, path)


def _fill(place: Place, source: str, dump: Path) -> None:
	database.make_files()
	for name in STORES:
		place.start(name)
	ports = place.known["ports"]
	own = {"db_host": settings.HOST, "db_port": ports["database"], "mute_emails": 1, "allow_tests": True}
	own |= {name: f"redis://{settings.HOST}:{ports[name]}" for name in ("redis_cache", "redis_queue")}
	password = config.read_site(source)["db_password"]
	config.write_site(SITE, place.known, sites.database_name(SITE), password, pause_scheduler=1, **own)
	with database.relaxed(place.known):
		database.restore(place.known, dump, sites.database_name(SITE), password)


@contextmanager
def _served(place: Place) -> Iterator[None]:
	port = free_port()
	place.url = f"http://{settings.HOST}:{port}"
	bind = [
		"--bind",
		f"{settings.HOST}:{port}",
		"--workers",
		"2",
		"--threads",
		"4",
		"--worker-class",
		"gthread",
	]
	command = ["-m", "gunicorn", "--preload", "--timeout", "120", "--graceful-timeout", "2", *bind]
	log = place.folder / "logs" / "web.log"
	with process([*command, "bench.wsgi:application"], SITE, log) as place.server:
		wait_for(f"{place.url}/api/method/ping", place.server, log)
		yield
