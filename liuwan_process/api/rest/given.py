"""Reads what a request sends into its route's model, or says in the caller's language what is wrong and where."""

from __future__ import annotations

from typing import TypeVar

from frappe import _
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.wrappers import Request

from liuwan_process.api.rest.problems import Problem

Model = TypeVar("Model", bound=BaseModel)


class Query(BaseModel):
	"""Arguments after the question mark."""

	model_config = ConfigDict(extra="forbid")


class Body(BaseModel):
	"""A JSON object that is sent; each value has its very type."""

	model_config = ConfigDict(extra="forbid", strict=True)


def query(model: type[Model], request: Request) -> Model:
	"""Raises a problem 400 naming the argument."""
	sent = request.args.to_dict(flat=False)
	double = next((name for name, values in sent.items() if len(values) > 1), None)
	if double:
		raise Problem(400, _("“{0}” stands there twice").format(double), double)
	return _checked(lambda: model.model_validate({name: values[0] for name, values in sent.items()}))


def body(model: type[Model], request: Request) -> Model:
	"""Raises a problem 400 naming the value, 415 for anything but JSON. No body at all is an empty object."""
	content = request.get_data()
	if content and request.mimetype != "application/json":
		raise Problem(415, _("Please send the body as application/json"))
	return _checked(lambda: model.model_validate_json(content or b"{}"))


def _checked(read) -> BaseModel:
	try:
		return read()
	except ValidationError as error:
		first = error.errors(include_url=False)[0] if error.errors else {}
		name = ".".join(str(part) for part in first.get("loc", ()))
		raise Problem(400, _message(first.get("type", ""), name), name or None) from None


def _message(kind: str, name: str) -> str:
	if kind == "json_invalid" or not name:
		return _("The body of the request is not a JSON object")
	if kind == "missing":
		return _("“{0}” is missing").format(name)
	if kind == "extra_forbidden":
		return _("“{0}” is not known here").format(name)
	if kind in ("string_too_long", "too_long"):
		return _("“{0}” is too long").format(name)
	return _("“{0}” cannot hold this value").format(name)
