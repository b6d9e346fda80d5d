"""One call to another machine: to the allowed hosts only, at an address that was checked, without redirections."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import certifi
import frappe
import urllib3
from frappe import _

from liuwan_process.compiler import allowed

LONGEST_ANSWER = 1_000_000  # bytes
PASSING_STATUSES = (408, 425, 429)
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Outcome:
	"""`answer` as parsed JSON (None where it was none), or `error`; `final`: trying again would not help.

	`detail` is what the other side or the network said, for the process office.
	"""

	answer: Any = None
	error: str = ""
	detail: str = ""
	final: bool = False

	@property
	def full_error(self) -> str:
		return f"{self.error}\n{self.detail}".strip()


class _Refused(Exception):
	"""A call that this site will not make."""


def post(url: str, body: str, key: str, timeout: float) -> Outcome:
	"""POST JSON. `key` is the same at every attempt, so that the other side can tell that it is one call."""
	deadline = time.monotonic() + timeout
	try:
		response = _opened(urlsplit(url), body.encode(), key, timeout)
		try:
			text = b"".join(_chunks(response, deadline))
		finally:
			response.close()
	except _Refused as error:
		return Outcome(error=str(error), final=True)
	except (urllib3.exceptions.HTTPError, OSError) as error:
		return Outcome(error=_("{0} could not be reached").format(urlsplit(url).netloc), detail=str(error))
	return _outcome(response.status, text)


def _opened(address: SplitResult, body: bytes, key: str, timeout: float) -> urllib3.BaseHTTPResponse:
	url = address.geturl()
	if not allowed.host(url):
		raise _Refused(_("The site's configuration does not allow calls of {0}").format(address.netloc))
	port = address.port or (443 if address.scheme == "https" else 80)
	pool = _pool(address, _checked_address(address.hostname, port, allowed.private(url)), port)
	path = (address.path or "/") + (f"?{address.query}" if address.query else "")
	return pool.urlopen(
		"POST",
		path,
		body=body,
		headers=_headers(address.netloc, body, key),
		redirect=False,
		retries=False,
		timeout=urllib3.Timeout(total=timeout),
		preload_content=False,
		assert_same_host=False,
	)


def _pool(address: SplitResult, ip: str, port: int) -> urllib3.HTTPConnectionPool:
	"""To the address that was checked: asked for again, the name could lead elsewhere."""
	if address.scheme == "http":
		return urllib3.HTTPConnectionPool(ip, port)
	name = address.hostname
	return urllib3.HTTPSConnectionPool(
		ip,
		port,
		cert_reqs="CERT_REQUIRED",
		ca_certs=certifi.where(),
		server_hostname=name,
		assert_hostname=name,
	)


def _checked_address(host: str, port: int, may_be_private: bool) -> str:
	found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
	if not may_be_private and not all(map(is_public, found)):
		raise _Refused(_("{0} has an address inside the network").format(host))
	return found[0]


def is_public(text: str) -> bool:
	"""Whether an IP address lies outside every private, local and reserved range, wrapped ones included."""
	ip = ipaddress.ip_address(text.partition("%")[0])
	if isinstance(ip, ipaddress.IPv6Address):
		if ip.ipv4_mapped:
			return is_public(str(ip.ipv4_mapped))
		if ip.sixtofour or ip.teredo or ip in NAT64:
			return False
	return ip.is_global and not ip.is_multicast


def _headers(host: str, body: bytes, key: str) -> dict[str, str]:
	headers = {"Host": host, "Content-Type": "application/json", "Idempotency-Key": key}
	if secret := frappe.conf.get("liuwan_webhook_secret"):
		signature = hmac.new(str(secret).encode(), body, hashlib.sha256).hexdigest()
		headers["X-Signature"] = f"sha256={signature}"
	return headers


def _chunks(response: urllib3.BaseHTTPResponse, deadline: float) -> Iterator[bytes]:
	size = 0
	for chunk in response.stream(65536, decode_content=True):
		size += len(chunk)
		if size > LONGEST_ANSWER:
			raise _Refused(_("The answer is longer than {0} bytes").format(LONGEST_ANSWER))
		if time.monotonic() > deadline:
			raise TimeoutError("timed out")
		yield chunk


def _outcome(status: int, text: bytes) -> Outcome:
	if 200 <= status < 300:
		try:
			return Outcome(answer=json.loads(text)) if text.strip() else Outcome()
		except ValueError:
			return Outcome()
	final = status < 500 and status not in PASSING_STATUSES
	said = " ".join(text[:200].decode("utf-8", "replace").split())
	return Outcome(error=_("The answer was {0}").format(status), detail=said, final=final)
