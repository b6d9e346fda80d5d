"""The same flow in viewflow, served as our side is: gunicorn, two workers of four threads, the same MariaDB.

The project is `viewflow_site/`, run by the Python of `viewflow_env`: a program that is measured and nothing else.
"""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from bench import database, paths, settings, shell
from benchmarks import server
from benchmarks.viewflow_env import PYTHON
from benchmarks.work import Request, Side

DATABASE = "speed_viewflow"


class Viewflow(Side):
	name = "viewflow"

	def __init__(self, environment: dict[str, str]) -> None:
		super().__init__()
		self.environment = environment
		self.waiting: list[tuple[str, str]] = []
		for user, key in ask(environment, "sessions").items():
			self.sessions[user] = headers(key)

	def refill(self, wanted: int) -> None:
		self.waiting = ask(self.environment, "refill", str(wanted))

	def open(self) -> list[tuple]:
		return self.waiting

	def approvals(self) -> list[Request]:
		"""The form that its own page sends; it answers with the way to the next page."""
		self.chance.shuffle(self.waiting)
		return [self.approval(*row) for row in self.waiting]

	def approval(self, path: str, user: str) -> Request:
		body = urlencode({"comment": "Agreed"})
		return {"method": "POST", "path": path, "body": body, "headers": self.sessions[user], "good": 302}


def headers(session: str) -> dict[str, str]:
	token = secrets.token_hex(16)
	return {
		"Cookie": f"sessionid={session}; csrftoken={token}",
		"X-CSRFToken": token,
		"Content-Type": "application/x-www-form-urlencoded",
		"Accept": "text/html",
	}


@contextmanager
def served() -> Iterator[Viewflow]:
	"""The side, while its web server runs."""
	environment = shell.bench_env(PYTHONPATH=str(paths.ROOT), VIEWFLOW_DATABASE=json.dumps(made_database()))
	port = settings.choose_port()
	side = Viewflow(environment)  # makes tables and people
	command = server.gunicorn(str(PYTHON), port, "benchmarks.viewflow_site.wsgi:application")
	with server.started(command, environment) as process:
		server.wait_for(lambda: not settings.is_free(port))
		side.web = (port, process.pid)
		yield side


def made_database() -> dict[str, Any]:
	"""What Django has to know of a database of its own, made anew."""
	known = settings.load()
	password = secrets.token_hex(12)
	database.execute(
		known,
		f"DROP DATABASE IF EXISTS `{DATABASE}`; CREATE DATABASE `{DATABASE}` CHARACTER SET utf8mb4;"
		f"CREATE OR REPLACE USER '{DATABASE}'@'%' IDENTIFIED BY '{password}';"
		f"GRANT ALL ON `{DATABASE}`.* TO '{DATABASE}'@'%'",
	)
	where = {"HOST": settings.HOST, "PORT": known["ports"]["database"]}
	return {**where, "NAME": DATABASE, "USER": DATABASE, "PASSWORD": password}


def ask(environment: dict[str, str], *words: str) -> Any:
	"""What the project's own Python answers."""
	command = [str(PYTHON), "-m", "benchmarks.viewflow_site.work", *words]
	done = subprocess.run(
		command, env=environment, cwd=paths.ROOT, stdout=subprocess.PIPE, check=True, text=True
	)
	return json.loads(done.stdout)
