"""A site of its own with the app and nothing else: no enterprise, no process; with a web server and a worker.

Its accounts are made as a System Manager makes them. The test process has no connection to it: what stands there is
asked for over HTTP.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench import database, locks, settings, sites
from benchmarks import server
from tests.browser.desk import Desk
from tests.fixtures.browser import free_port, process, wait_for

SITE = f"journey.{os.environ.get('LIUWAN_SITE')}"
PASSWORD = "Long-Wall-48-Bolts"
GUNICORN = ["-m", "gunicorn", "--preload", "--timeout", "120", "--graceful-timeout", "2"]
GUNICORN += ["--workers", "2", "--threads", "4", "--worker-class", "gthread"]


@contextmanager
def served(folder: Path) -> Iterator[str]:
	"""Address of the new site; it is gone afterwards. Its jobs wait in a queue of their own, behind nobody else's."""
	known, port = settings.load(), free_port()
	with locks.held("bench", "the bench is being brought up"):
		source = sites.app_dump(known)
	with database.relaxed(known):
		sites.restore(known, SITE, source)
	web = [*GUNICORN, "--bind", f"127.0.0.1:{port}", "bench.wsgi:application"]
	jobs = ["-m", "frappe.utils.bench_helper", "frappe", "worker"]
	try:
		with (
			own_queue(),
			process(web, SITE, folder / "web.log") as running,
			process(jobs, SITE, folder / "jobs.log"),
		):
			address = f"http://127.0.0.1:{port}"
			wait_for(f"{address}/api/method/ping", running, folder / "web.log")
			yield address
	finally:
		sites.drop(known, SITE)


@contextmanager
def own_queue() -> Iterator[None]:
	with server.queue() as port, pytest.MonkeyPatch.context() as patch:
		patch.setenv("FRAPPE_REDIS_QUEUE", f"redis://127.0.0.1:{port}")
		yield


@dataclass(frozen=True)
class Member:
	"""One employee of the enterprise that the journey sets up: a line of the staff list and more."""

	number: str
	name: str
	unit: str
	position: str
	roles: tuple[str, ...] = ()  # process roles that the position fills
	desk: tuple[str, ...] = ()  # roles of the account beside the employee's
	head: bool = False

	@property
	def user(self) -> str:
		return f"{self.number.lower()}@mine.example"


class Somebody(Desk):
	"""A person of the new site, at the desk or in the portal."""

	def __init__(self, browser, address: str, user: str, password: str = PASSWORD, **options: Any) -> None:
		self.login, self.language = user, options.get("language", "en")
		self._sign_in(browser, address, user, password, options.get("width", 1280))

	def ask(self, path: str, **body: Any) -> Any:
		"""What the server answers to a call; a POST with a body."""
		token = self._token()
		headers = {"X-Frappe-CSRF-Token": token, "Accept": "application/json"}
		request = self.context.request
		answer = (
			request.post(path, data=body, headers=headers) if body else request.get(path, headers=headers)
		)
		assert answer.ok, f"{path}: {answer.status} {answer.text()[:2000]}"
		return answer.json().get("message", answer.json().get("data"))

	def make(self, doctype: str, **values: Any) -> str:
		return self.ask(f"/api/resource/{doctype}", **values)["name"]

	def upload(self, name: str, text: str) -> str:
		"""Address of a private file of mine."""
		file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
		headers = {"X-Frappe-CSRF-Token": self._token()}
		call = "/api/method/upload_file"
		answer = self.context.request.post(call, multipart={"file": file, "is_private": "1"}, headers=headers)
		assert answer.ok, answer.text()[:2000]
		return answer.json()["message"]["file_url"]

	def change(self, doctype: str, name: str, **values: Any) -> None:
		headers = {"X-Frappe-CSRF-Token": self._token()}
		answer = self.context.request.put(f"/api/resource/{doctype}/{name}", data=values, headers=headers)
		assert answer.ok, f"{doctype} {name}: {answer.text()[:2000]}"

	def find(self, doctype: str, filters: dict[str, Any], field: str = "name") -> list[Any]:
		call = "/api/method/frappe.client.get_list"
		rows = self.ask(call, doctype=doctype, filters=filters, fields=[field], limit_page_length=0)
		return [row[field] for row in rows]

	def _token(self) -> str:
		"""The session's, as its pages carry it."""
		if not getattr(self, "_csrf", ""):
			found = self.context.request.get("/app").text()
			self._csrf = found.partition('csrf_token = "')[2].partition('"')[0]
		return self._csrf


def administrator(browser, address: str) -> Somebody:
	return Somebody(browser, address, "Administrator", settings.load()["administrator_password"])


def set_up(admin: Somebody, members: list[Member]) -> None:
	"""Units, positions, people and accounts by a staff list, as an administrator brings them in; then who is what."""
	header = "Staff No,Staff Name,Org Unit,Position,E-mail"
	lines = [",".join((m.number, m.name, m.unit, m.position, m.user)) for m in members]
	top = admin.make("Org Unit", unit_name="Mine", kind="Enterprise", is_group=1)
	made = admin.make(
		"Staff Import",
		import_file=admin.upload("staff.csv", "\n".join((header, *lines))),
		create_missing_units=1,
		new_units_under=top,
		create_missing_positions=1,
		create_users=1,
	)
	admin.ask("/api/method/run_doc_method", dt="Staff Import", dn=made, method="start")
	wait_for_import(admin, made)
	for member in members:
		_appoint(admin, member)


def wait_for_import(admin: Somebody, name: str) -> None:
	end = time.monotonic() + 120
	while time.monotonic() < end:
		found = admin.ask(f"/api/resource/Staff Import/{name}")
		if found["status"] in ("Completed", "Failed"):
			assert found["status"] == "Completed" and not found["rows_refused"], found
			return
		time.sleep(0.5)
	raise AssertionError(found)


def _appoint(admin: Somebody, member: Member) -> None:
	roles = [{"role": role} for role in ("Process Participant", *member.desk)]
	admin.change("User", member.user, new_password=PASSWORD, roles=roles, language="en")
	if member.roles:
		filled = [{"process_role": role} for role in member.roles]
		admin.change("Position", f"{member.position} - {member.unit}", process_roles=filled)
	if member.head:
		admin.change("Org Unit", member.unit, head=member.number)
