"""What the process office has set for telling people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import to_timedelta


def setting(name: str) -> Any:
	return frappe.get_cached_doc("Process Settings").get(name)


def digest_time() -> timedelta:
	"""Since midnight."""
	return to_timedelta(f"{setting('digest_at') or '07:30'}:00")


def attempts() -> int:
	return max(setting("attempts") or 0, 1)


def allowed_hosts() -> list[str]:
	return [line.strip().lower() for line in (setting("allowed_hosts") or "").split("\n") if line.strip()]


def mail_is_ready() -> bool:
	"""E-mail is on and an account sends it."""
	if not setting("email_on"):
		return False
	account = {"enable_outgoing": 1, "default_outgoing": 1}
	return bool(frappe.conf.get("mail_server") or frappe.db.exists("Email Account", account))
