"""What a route gives back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import frappe
from pydantic import BaseModel
from werkzeug.wrappers import Response


class Answer(Response):
	"""An answer in our form: nothing has to be mended on it."""


@dataclass(frozen=True)
class Text:
	"""A body that is no model: a page, a document."""

	body: str
	content_type: str
	headers: dict[str, str] = field(default_factory=dict)


def made(result: BaseModel | Text | None, status: int, method: str, headers: dict[str, str]) -> Answer:
	"""The response to a request; a GET whose ETag the caller has already answers 304 without a body."""
	answer = Answer(_body(result), status=status, content_type=_content_type(result))
	answer.headers["Cache-Control"] = "private, no-cache"
	answer.headers["Content-Language"] = "zh-CN" if frappe.local.lang.startswith("zh") else "en"
	answer.headers["Vary"] = "Accept-Language, Authorization, Cookie"
	answer.headers["X-Content-Type-Options"] = "nosniff"
	answer.headers.update(headers)
	if method in ("GET", "HEAD"):
		answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
		answer.make_conditional(frappe.local.request)
	if status == 204:
		answer.headers.pop("Content-Type", None)
	return answer


def _body(result: BaseModel | Text | None) -> Any:
	if isinstance(result, BaseModel):
		return result.model_dump_json(by_alias=True)
	return result.body if result else ""


def _content_type(result: Any) -> str:
	return result.content_type if isinstance(result, Text) else "application/json"
