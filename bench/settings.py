"""The one file of settings: `.bench/settings.json`. Made at first use, remembered, yours to edit."""

import base64
import json
import os
import random
import secrets
import socket
from copy import deepcopy

from bench import paths

WISHES = {"web": 8000, "realtime": 9000, "database": 3307, "redis_cache": 13000, "redis_queue": 11000}
RANGE = range(20000, 30000)
HOST = "127.0.0.1"


def defaults() -> dict:
	"""Settings of a new bench: free ports and secrets of its own."""
	return {
		"ports": choose_ports(),
		"database": {
			"buffer_pool": "1G",
			"flush_log_at_trx_commit": 1,
			"root_password": secrets.token_hex(12),
		},
		"web": {"workers": 2, "threads": 4},
		"encryption_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
		"administrator_password": "admin",
	}


def load() -> dict:
	"""Read the settings; what is missing is added and written down."""
	stored = json.loads(paths.SETTINGS.read_text()) if paths.SETTINGS.exists() else {}
	known = {} if is_complete(stored) else defaults()
	merged = merge(known, stored)
	if merged != stored:
		save(merged)
	return merged


def is_complete(stored: dict) -> bool:
	keys = {"ports", "database", "web", "encryption_key", "administrator_password"}
	return keys <= set(stored) and set(WISHES) <= set(stored["ports"])


def merge(known: dict, stored: dict) -> dict:
	"""What is stored wins over what is known, level by level."""
	merged = deepcopy(known)
	for key, value in stored.items():
		inner = merged.get(key)
		merged[key] = merge(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
	return merged


def save(settings: dict) -> None:
	"""Write as a whole or not at all: others may be reading."""
	paths.HOME.mkdir(parents=True, exist_ok=True)
	draft = paths.SETTINGS.with_suffix(".new")
	draft.write_text(json.dumps(settings, indent="\t") + "\n")
	draft.chmod(0o600)
	draft.replace(paths.SETTINGS)


def is_free(port: int) -> bool:
	"""Whether nobody listens on a port, on this address or on all."""
	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind((HOST, port))
		except OSError:
			return False
	return True


def choose_port(wish: int | None = None, taken: set[int] | None = None) -> int:
	"""The wished port if it is free, else a free one from a range no service is usually found in."""
	taken = taken or set()
	candidates = ([wish] if wish else []) + random.sample(RANGE, 200)
	for port in candidates:
		if port not in taken and is_free(port):
			return port
	raise OSError("no free port found")


def choose_ports() -> dict[str, int]:
	ports: dict[str, int] = {}
	for name, wish in WISHES.items():
		ports[name] = choose_port(wish, set(ports.values()))
	return ports


def move_port(settings: dict, name: str) -> int:
	"""Give a service another port, because somebody else has taken its own."""
	port = choose_port(None, set(settings["ports"].values()))
	settings["ports"][name] = port
	save(settings)
	return port
