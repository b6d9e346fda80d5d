"""Whether and where a page can listen to what happens: Frappe's push service, if one is there."""

from __future__ import annotations

import os
import re
import time
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import frappe
from frappe.utils import now_datetime

from liuwan_process.engine import notify

CLIENT = "node_modules/socket.io-client/dist/socket.io.min.js"
ASK_EVERY = 30  # seconds
SLACK = timedelta(seconds=1)  # between an act and the moment others can read it
_asked: dict[str, tuple[float, bool]] = {}


def context() -> dict[str, Any] | None:
	"""{"script", "site", "port", "now", "made"}; None without a push service. `port` is "" where it has the page's own."""
	if frappe.conf.disable_async or not _has_client() or not _somebody_pushes():
		return None
	port = frappe.conf.socketio_port if frappe._dev_server else ""
	return {
		"script": f"/assets/frappe/{CLIENT}",
		"site": frappe.local.site,
		"port": port or "",
		"now": int(time.time() * 1000),
		"made": str(now_datetime()),
	}


def missed(user: str, run: str, made: datetime) -> bool:
	"""Whether somebody else did something between `made`, when a page was made, and now: to a run, or to open a task of mine."""
	if run:
		filters = {"instance": run, "actor": ("!=", user), "creation": (">", made - SLACK)}
		return bool(frappe.db.exists("Process Log", filters))
	opened = {"assignee": user, "status": "Open", "opened_on": (">", made)}
	return bool(frappe.db.exists("Process Task", opened))


def sources() -> str:
	"""What a page's Content-Security-Policy has to allow: its own host's push service, on its port."""
	port = frappe.conf.socketio_port if frappe._dev_server else None
	host = frappe.request.host if frappe.request else ""
	if not re.fullmatch(r"[\w.:\[\]-]+", host):
		return "'self'"
	if not port:
		return f"'self' ws://{host} wss://{host}"
	name = host.rsplit(":", 1)[0]
	return f"'self' http://{name}:{port} https://{name}:{port} ws://{name}:{port} wss://{name}:{port}"


@lru_cache(maxsize=1)
def _has_client() -> bool:
	"""Frappe ships the client with its other packages."""
	return os.path.exists(os.path.join(frappe.get_app_path("frappe"), "..", CLIENT))


def _somebody_pushes() -> bool:
	"""A push service listens to what Frappe publishes; asked now and then, as without one a page would only complain."""
	address = frappe.conf.redis_queue or ""
	asked_on, found = _asked.get(address, (-ASK_EVERY, False))
	if time.monotonic() - asked_on > ASK_EVERY:
		found = _listeners(address)
		_asked[address] = (time.monotonic(), found)
	return found


def _listeners(address: str) -> bool:
	try:
		return any(count for _channel, count in notify.queue(address).pubsub_numsub("events"))
	except Exception:
		return False
