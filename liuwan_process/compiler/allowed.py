"""What the site's configuration allows automatic steps. Nothing, unless an administrator of the server names it.

`liuwan_webhook_hosts`: hosts that may be called, as "host", "host:port" or "*.domain".
`liuwan_webhook_private_hosts`: those of them that may have an address inside the network, and be called without
encryption. `liuwan_service_users`: accounts whose rights may make documents.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import frappe


def host(url: str) -> bool:
	"""Whether an address may be called: by its host, and without encryption only inside the network."""
	address = urlsplit(url)
	if address.scheme != "https" and not private(url):
		return False
	return _named(url, _list("liuwan_webhook_hosts"))


def private(url: str) -> bool:
	"""Whether the host of an address may lie inside the network."""
	return _named(url, _list("liuwan_webhook_private_hosts"))


def service_user(user: str) -> bool:
	return user in _list("liuwan_service_users")


def _named(url: str, patterns: list[str]) -> bool:
	address = urlsplit(url)
	name = (address.hostname or "").lower()
	port = address.port or {"https": 443, "http": 80}.get(address.scheme)
	return any(_is(pattern.lower(), name, port) for pattern in patterns)


def _is(pattern: str, name: str, port: int | None) -> bool:
	wanted, colon, wanted_port = pattern.rpartition(":")
	if not colon or not wanted_port.isdigit():
		wanted, wanted_port = pattern, ""
	if wanted_port and int(wanted_port) != port:
		return False
	return name.endswith(wanted[1:]) if wanted.startswith("*.") else name == wanted.strip("[]")


def _list(key: str) -> list[str]:
	value = frappe.conf.get(key) or []
	return [value] if isinstance(value, str) else list(value)
