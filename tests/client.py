"""A person at the site's HTTP interface, as the portal's scripts and other systems are."""

from __future__ import annotations

import re
from typing import Any

import requests

from liuwan_process.setup.demo import PASSWORD
from tests.factories import person


class Client:
	"""Signed in over HTTP; `call` answers (status code, message or error text)."""

	def __init__(self, base_url: str, login: str | None) -> None:
		self.base_url = base_url
		self.session = requests.Session()
		if login:
			self._sign_in(login)

	def _sign_in(self, login: str) -> None:
		form = {"usr": person(login), "pwd": PASSWORD}
		self.session.post(f"{self.base_url}/api/method/login", data=form, timeout=60).raise_for_status()
		page = self.session.get(f"{self.base_url}/process", timeout=60).text
		if token := re.search(r'csrf[_-]token["\']?\s*(?:=|:|content=)\s*["\']([0-9a-f]{20,})["\']', page):
			self.session.headers["X-Frappe-CSRF-Token"] = token[1]

	def call(self, method: str, **arguments: Any) -> tuple[int, Any]:
		url = f"{self.base_url}/api/method/{method}"
		response = self.session.post(url, json=arguments, timeout=120)
		return response.status_code, response.json().get("message", response.text) if response.text else ""

	def act(self, act: str, **arguments: Any) -> tuple[int, Any]:
		return self.call(f"liuwan_process.api.{act}", **arguments)

	def get(self, path: str) -> requests.Response:
		return self.session.get(f"{self.base_url}{path}", timeout=60)
