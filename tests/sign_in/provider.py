"""An OpenID provider: authorisation code, signed id token, userinfo; small, and strict about what it is sent."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "liuwan-portal", "provider-secret"


class Provider:
	"""`person`: claims of whoever is signed in there. `asked`: paths that were asked for."""

	def __init__(self, url: str) -> None:
		self.url = url
		self.person: dict[str, Any] = {}
		self.asked: list[str] = []
		self.codes: dict[str, dict[str, Any]] = {}
		self.tokens: dict[str, dict[str, Any]] = {}
		self.key = rsa.generate_private_key(65537, 2048)

	def authorize(self, query: dict[str, str]) -> str:
		"""Where the browser is sent: back, with a code."""
		assert query["client_id"] == CLIENT and query["response_type"] == "code"
		assert "openid" in query["scope"].split()
		code = secrets.token_urlsafe(12)
		self.codes[code] = {"claims": dict(self.person), "redirect_uri": query["redirect_uri"]}
		return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

	def token(self, form: dict[str, str]) -> dict[str, Any] | None:
		"""Tokens for a code, once, to whoever knows the client's secret."""
		known = self.codes.pop(form.get("code", ""), None)
		if not known or form.get("client_secret") != SECRET or form["redirect_uri"] != known["redirect_uri"]:
			return None
		access = secrets.token_urlsafe(12)
		self.tokens[access] = known["claims"]
		now = int(time.time())
		claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, **known["claims"]}
		signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
		return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}

	def userinfo(self, authorization: str) -> dict[str, Any] | None:
		return self.tokens.get(authorization.removeprefix("Bearer "))


class Handler(BaseHTTPRequestHandler):
	provider: Provider

	def do_GET(self) -> None:
		path, query = self._asked()
		if path == "/authorize":
			self.send_response(302)
			self.send_header("Location", self.provider.authorize(query))
			self.end_headers()
		elif path == "/userinfo":
			token = self.headers.get("Authorization") or f"Bearer {query.get('access_token', '')}"
			self._answer(self.provider.userinfo(token))
		else:
			self._answer(None)

	def do_POST(self) -> None:
		self._asked()
		length = int(self.headers.get("Content-Length", 0))
		form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
		self._answer(self.provider.token(form))

	def _asked(self) -> tuple[str, dict[str, str]]:
		parts = urlsplit(self.path)
		self.provider.asked.append(parts.path)
		return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}

	def _answer(self, content: dict[str, Any] | None) -> None:
		body = json.dumps(content or {"error": "invalid_request"}).encode()
		self.send_response(200 if content else 400)
		self.send_header("Content-Type", "application/json")
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *_arguments: Any) -> None:
		"""Nothing on the terminal."""


@contextmanager
def running() -> Iterator[Provider]:
	"""A provider on a free port of this machine, while the block runs."""
	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	Handler.provider = provider = Provider(f"http://127.0.0.1:{server.server_port}")
	thread = threading.Thread(target=server.serve_forever, daemon=True)
	thread.start()
	try:
		yield provider
	finally:
		server.shutdown()
		thread.join()
		server.server_close()
