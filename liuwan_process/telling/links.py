"""Links that decide a task from an e-mail: signed, for one task, person and action, until they expire.

Nothing is stored. A link is used up by the act itself: its nonce is the act's key, and the task is closed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass

from frappe.utils import get_url
from frappe.utils.password import get_encryption_key

from liuwan_process.telling import settings

PURPOSE = b"liuwan_process: decide by e-mail"
PATH = "process/mail/"
LONGEST = 2_000  # characters


class BadLink(Exception):
	"""Not a link of ours, or somebody has changed it."""


@dataclass(frozen=True)
class Link:
	"""`expires`: seconds since 1970."""

	task: str
	user: str
	action: str
	expires: int
	nonce: str

	@property
	def expired(self) -> bool:
		return time.time() > self.expires

	@property
	def key(self) -> str:
		return f"mail.{self.nonce}"


def make(task: str, user: str, action: str) -> str:
	"""Address of a link that lives as long as Process Settings say."""
	expires = int(time.time()) + settings.setting("mail_hours") * 3600
	return get_url(f"/{PATH}{sign(Link(task, user, action, expires, secrets.token_urlsafe(12)))}")


def sign(link: Link) -> str:
	content = json.dumps([link.task, link.user, link.action, link.expires, link.nonce], ensure_ascii=False)
	payload = _text(content.encode())
	return f"{payload}.{_text(_mac(payload))}"


def read(token: str) -> Link:
	"""The link, if the signature is ours; whether it has expired is for the caller to ask. Raises BadLink."""
	payload, _, mac = token.partition(".")
	if len(token) > LONGEST or not hmac.compare_digest(_text(_mac(payload)).encode(), mac.encode()):
		raise BadLink
	task, user, action, expires, nonce = json.loads(_bytes(payload))
	return Link(task, user, action, expires, nonce)


def _mac(payload: str) -> bytes:
	key = hmac.new(get_encryption_key().encode(), PURPOSE, hashlib.sha256).digest()
	return hmac.new(key, payload.encode(), hashlib.sha256).digest()


def _text(content: bytes) -> str:
	return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
	return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
