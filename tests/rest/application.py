"""Another application: somebody's API key, or nobody's, at /api/process/v1."""

from __future__ import annotations

from typing import Any

import frappe
import requests

from liuwan_process.api.rest import PREFIX
from tests.factories import person


def api_token(user: str) -> str:
	"""An API key and secret of a user, made anew and committed, as the Authorization header has them."""
	document = frappe.get_doc("User", user)
	document.api_key = document.api_key or frappe.generate_hash(length=15)
	document.api_secret = secret = frappe.generate_hash(length=15)
	document.flags.ignore_permissions = True
	document.save()
	frappe.db.commit()
	return f"token {document.api_key}:{secret}"


class Application:
	"""`send` answers (status, body); `last` is the response."""

	def __init__(self, base_url: str, login: str | None = None, authorization: str = "") -> None:
		self.base = base_url + PREFIX
		self.session = requests.Session()
		if login:
			authorization = api_token(login if "@" in login else person(login))
		if authorization:
			self.session.headers["Authorization"] = authorization

	def send(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
		self.last = self.session.request(method, self.base + path, timeout=120, **more)
		is_json = self.last.headers.get("Content-Type", "").startswith("application/json") and self.last.text
		return self.last.status_code, self.last.json() if is_json else self.last.text

	def get(self, path: str, **query: Any) -> tuple[int, Any]:
		return self.send("GET", path, params=query)

	def everything(self, path: str, **query: Any) -> list[dict[str, Any]]:
		"""Every page of a list, however much other tests have left in it."""
		found, more = [], True
		while more:
			page = self.get(path, limit=100, offset=len(found), **query)[1]
			found, more = found + page["items"], page["more"]
		return found

	def post(self, path: str, key: str = "", **body: Any) -> tuple[int, Any]:
		headers = {"Idempotency-Key": key} if key else {}
		return self.send("POST", path, json=body, headers=headers)
