"""What the tests of this room share: a process with one approval, who is told of it, and a receiver of robots."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import frappe

from liuwan_process.engine.start import start
from tests.factories import document, publish_process, signed_in, step

CODE = "TL-ONE"
FIELDS = [
	{"name": "what", "label": "What for", "type": "Data"},
	{"name": "secret", "label": "Secret mark", "type": "Data"},
	{"name": "verdict", "label": "Verdict", "type": "Data"},
]


def publish_one() -> None:
	"""Somebody asks, the branch office manager approves, the vice president signs and has to fill in a field."""
	if frappe.db.get_value("Process", CODE, "status") == "Published":
		return
	steps = [
		step("begin", "start"),
		step("look", user="branch", title="Look at it", fields={"secret": "hide"}),
		step("sign", user="sales.vp", title="Sign it", fields={"verdict": "require"}),
		step("done", "end"),
	]
	publish_process(
		document(CODE, steps, ["begin>look Hand in", "look>sign Fine", "sign>done Signed"], FIELDS)
	)


def started(login: str = "sales1", **values: Any) -> str:
	"""A run that waits for the branch office manager, committed."""
	with signed_in(login):
		instance = start(CODE, {"what": "A new lamp", "secret": "THE-SECRET", **values})["instance"]
	frappe.db.commit()
	return instance


def first_log(instance: str) -> str:
	return frappe.get_all("Process Log", {"instance": instance}, pluck="name", order_by="creation, idx")[0]


def last_log(instance: str) -> str:
	order = "creation desc, idx"
	return frappe.get_all("Process Log", {"instance": instance}, pluck="name", order_by=order)[0]


def messages(instance: str, **filters: Any) -> list[frappe._dict]:
	return frappe.get_all(
		"Process Message", {"instance": instance, **filters}, ["*"], order_by="creation, name"
	)


@contextmanager
def settings(**values: Any) -> Iterator[None]:
	"""Process Settings for a test, committed, and put back afterwards."""
	before = {name: frappe.db.get_single_value("Process Settings", name) for name in values}
	_set(values)
	try:
		yield
	finally:
		frappe.db.rollback()
		_set(before)


def _set(values: dict[str, Any]) -> None:
	for name, value in values.items():
		frappe.db.set_single_value("Process Settings", name, value)
	frappe.db.commit()
	frappe.clear_document_cache("Process Settings", "Process Settings")


@contextmanager
def outgoing_account() -> Iterator[None]:
	"""An account that sends e-mail, so that Frappe takes e-mails into its queue."""
	name = frappe.db.exists("Email Account", {"email_id": "tl.process@liuwan.example"})
	if not name:
		account = frappe.new_doc("Email Account")
		account.update(
			{
				"email_account_name": "TL Process",
				"email_id": "tl.process@liuwan.example",
				"smtp_server": "127.0.0.1",
				"enable_outgoing": 1,
				"default_outgoing": 1,
				"no_smtp_authentication": 1,
			}
		)
		account.flags.ignore_validate = True  # it is not there: nothing leaves the site in tests
		name = account.insert().name
	frappe.db.commit()
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.db.delete("Email Account", {"name": name})
		frappe.db.commit()


class Receiver:
	"""A robot's host on this machine. `answer`: what it does with a request; `got`: (address parts, JSON) of each."""

	def __init__(self) -> None:
		self.got: list[tuple[dict[str, list[str]], dict]] = []
		self.status, self.body, self.delay = 200, {"errcode": 0, "errmsg": "ok"}, 0.0
		self.headers: dict[str, str] = {}
		receiver = self

		class Handler(BaseHTTPRequestHandler):
			def do_POST(self) -> None:
				content = self.rfile.read(int(self.headers["Content-Length"]))
				receiver.got.append((parse_qs(urlsplit(self.path).query), json.loads(content)))
				time.sleep(receiver.delay)
				with suppress(BrokenPipeError, ConnectionResetError):  # who asked may have gone
					self.reply()

			def reply(self) -> None:
				self.send_response(receiver.status)
				for name, value in receiver.headers.items():
					self.send_header(name, value)
				self.end_headers()
				self.wfile.write(json.dumps(receiver.body).encode())

			def log_message(self, *_arguments: Any) -> None:
				"""Keep the tests' output clean."""

		self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
		self.origin = f"http://127.0.0.1:{self.server.server_port}"
		threading.Thread(target=self.server.serve_forever, daemon=True).start()

	def close(self) -> None:
		self.server.shutdown()
		self.server.server_close()
